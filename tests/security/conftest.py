import logging
from collections.abc import Iterator

import pytest


@pytest.fixture
def quiet() -> Iterator[None]:
    """Thousands of refusals, none of which is news."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)

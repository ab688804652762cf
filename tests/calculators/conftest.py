"""What the tests of the calculators have in common."""

import datetime as dt

import pytest

from core import clock
from tests.factories import UserFactory


@pytest.fixture(autouse=True)
def _today():
    with clock.at(dt.date(2026, 11, 23)):
        yield


@pytest.fixture
def user(client):
    """Somebody signed in, without any role."""
    user = UserFactory()
    client.force_login(user)
    return user

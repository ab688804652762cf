"""Error pages that say what happened."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import office, staff


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    ["note=" + "x" * 6 * 1024 * 1024, "&".join(f"f{n}=" for n in range(6000))],
    ids=["too large", "too many fields"],
)
def test_a_form_beyond_the_limits_is_told_so(body: str, settings) -> None:
    settings.DEBUG = False
    client = Client(raise_request_exception=False)
    client.force_login(staff("clerk", office()))
    answer = client.post(
        reverse("front_desk:new_visit"), body, content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 413
    assert next(t.name for t in answer.templates) == "413.html"

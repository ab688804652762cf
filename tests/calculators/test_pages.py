"""The calculator pages: what is typed, what comes out, and what is said when it cannot."""

import pytest
from django.urls import reverse

from calculators.catalogue import CALCULATORS
from tests.calculators.examples import EXAMPLES
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
LIVE = {"HX-Request": "true"}


@pytest.fixture
def user(client):
    user = UserFactory()
    client.force_login(user)
    return user


def page(code: str) -> str:
    return reverse("calculators:page", args=[code])


def test_the_index_leads_to_every_calculator(client, user):
    text = client.get(reverse("calculators:index")).content.decode()
    assert [code for code in CALCULATORS if f'href="{page(code)}"' not in text] == []


@pytest.mark.parametrize("code", CALCULATORS)
def test_an_empty_page_says_what_it_is_for(client, user, code):
    answer = client.get(page(code))
    assert answer.status_code == 200
    assert str(CALCULATORS[code].label) in answer.content.decode()


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_worked_example_comes_out(client, user, code):
    data, total = EXAMPLES[code]
    answer = client.post(page(code), data)
    assert answer.status_code == 200
    assert total in answer.content.decode()

"""Conditions that indexes answer: what they find is the same on every database."""

import pytest
from django.db.models import F, Q
from django.db.models.lookups import In

from accounts.models import User
from core.lookups import Unindexed
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
NAMES = ("张", "张伟", "章伟", "Zhang", "zhang", "100%", "1000", "a_b", "acb", "\U0010ffff", "퟿x", "\\", "王")


@pytest.fixture(autouse=True)
def _people() -> None:
    for name in NAMES:
        UserFactory(name=name)


@pytest.mark.parametrize(
    "prefix", ["张", "张伟", "章", "Z", "z", "100", "100%", "a_", "\U0010ffff", "퟿", "\\", "赵", ""]
)
def test_begins_is_what_python_says(prefix: str) -> None:
    found = User.objects.filter(name__begins=prefix).values_list("name", flat=True)
    assert sorted(found) == sorted(name for name in NAMES if name.startswith(prefix))


def test_begins_takes_part_in_or() -> None:
    found = User.objects.filter(Q(name__begins="张") | Q(name__begins="王")).order_by("pk")
    assert [user.name for user in found] == ["张", "张伟", "王"]


def test_unindexed_changes_nothing_but_the_plan() -> None:
    found = User.objects.filter(In(Unindexed(F("name")), ["张", "王"])).order_by("pk")
    assert [user.name for user in found] == ["张", "王"]

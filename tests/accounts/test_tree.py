"""The tree of offices says who sees what: written by two at once, or with what was read before, it stays whole."""

import pytest

from accounts.actions import place_office
from accounts.models import Office
from core.errors import Problem
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return make.UserFactory(is_superuser=True)


def read(office):
    return Office.objects.get(pk=office.pk)


def is_whole():
    return not any(Office.objects.find_problems())


@pytest.fixture
def tree():
    """A city with two districts, the first with a town."""
    city = make.office("上海市总工会", is_window=False)
    first = make.office("金山区总工会", read(city), is_window=False)
    second = make.office("松江区总工会", read(city), is_window=False)
    town = make.office("朱泾镇总工会", read(first))
    return read(city), read(first), read(second), read(town)


def test_an_office_written_with_what_was_read_before_the_one_above_moved_moves_along(tree, boss):
    _city, first, second, town = tree
    place_office(read(first), parent=read(second), actor=boss, reason="合并")
    town.phone = "021-57310000"
    place_office(town, parent=first, actor=boss, reason="电话")
    assert Office.objects.get_parent(read(town)) == first
    assert read(town).path.startswith(read(second).path)
    assert (read(town).phone, is_whole()) == ("021-57310000", True)


def test_an_office_written_with_what_was_read_before_another_was_founded_below_keeps_it(tree, boss):
    city, _first, second, _town = tree
    below = Office(name="新桥镇总工会", kind="town", code="新桥", number_prefix="沪工援")
    place_office(below, parent=read(second), actor=boss, reason="新设")
    place_office(second, parent=city, actor=boss, reason="改名")
    assert list(Office.objects.get_children(read(second))) == [below]
    assert is_whole()


def test_two_offices_are_not_moved_below_each_other(tree, boss):
    _city, first, second, _town = tree
    place_office(read(first), parent=read(second), actor=boss, reason="合并")
    with pytest.raises(Problem):
        place_office(second, parent=first, actor=boss, reason="合并")
    assert is_whole()

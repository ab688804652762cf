"""Pages of a list by the row they start after."""

import datetime as dt

import pytest
from django.test import RequestFactory

from core import clock
from core.models import Access, AccessLog, log_access
from core.paging import Page, in_pieces, keyset
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ORDER = ("-at", "-id")


@pytest.fixture
def seven() -> list[str]:
    """Seven rows, newest first; the middle three at the same moment."""
    user = UserFactory()
    for name, hour in (("a", 8), ("b", 9), ("c", 10), ("d", 10), ("e", 10), ("f", 11), ("g", 12)):
        with clock.at(dt.datetime(2026, 3, 2, hour, tzinfo=dt.UTC)):
            log_access(user, Access.EXPORT, name)
    return list("gfedcba")


def page(address: str = "", size: int = 3, **kwargs: object) -> Page:
    request = RequestFactory().get(f"/list/{address}")
    return keyset(AccessLog.objects.all(), request, order=kwargs.pop("order", ORDER), size=size)  # type: ignore[arg-type]


def names(shown: Page) -> list[str]:
    return [row.subject for row in shown.items]


def test_pages_follow_each_other_without_gap_or_repetition(seven: list[str]) -> None:
    first = page()
    second = page(first.next_url)
    third = page(second.next_url)
    assert [names(first), names(second), names(third)] == [list("gfe"), list("dcb"), list("a")]
    assert (first.prev_url, third.next_url) == ("", "")


def test_going_back_shows_the_same_pages(seven: list[str]) -> None:
    first = page(size=2)
    second = page(first.next_url, size=2)
    third = page(second.next_url, size=2)
    again = page(third.prev_url, size=2)
    assert names(again) == names(second)
    assert names(page(again.next_url, size=2)) == names(third)
    assert names(page(again.prev_url, size=2)) == names(first)


def test_ascending_order_reads_from_the_other_end(seven: list[str]) -> None:
    order = ("at", "id")
    first = page(order=order)
    second = page(first.next_url, order=order)
    assert names(first) + names(second) == list("abcdef")
    assert names(page(second.prev_url, order=order)) == list("abc")


def test_mixed_directions(seven: list[str]) -> None:
    order = ("-at", "id")
    first = page(order=order)
    second = page(first.next_url, order=order)
    assert names(first) + names(second) == list("gfcdeb")


def test_a_row_added_meanwhile_moves_nothing_on_the_next_page(seven: list[str]) -> None:
    first = page()
    with clock.at(dt.datetime(2026, 3, 2, 13, tzinfo=dt.UTC)):
        log_access(UserFactory(), Access.EXPORT, "new")
    assert names(page(first.next_url)) == list("dcb")


def test_a_key_reached_through_a_relation(seven: list[str]) -> None:
    order = ("-actor__id", "-id")
    first = page(order=order, size=4)
    assert names(page(first.next_url, order=order, size=4)) == list("cba")


def test_other_parameters_stay_in_the_address(seven: list[str]) -> None:
    following = page("?q=%E5%91%A8&state=draft&state=review").next_url
    assert following.startswith("?q=%E5%91%A8&state=draft&state=review&after=2026-03-02T10")
    assert page(following).prev_url.count("after=") == 0


@pytest.mark.parametrize(
    "cursor",
    [
        "x", "~", "~~", "2026-03-02", "2026-13-45~1", "2026-03-02~x", "2026-03-02T10:00:00~1",
        "0001-01-01T00:00:00%2B23:00~1", "2026-03-02T10:00:00%2B00:00~1~2", "%00~1", f"2026-03-02~{'9' * 5000}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("side", ["after", "before"])
def test_a_cursor_that_makes_no_sense_gives_the_first_page(seven: list[str], side: str, cursor: str) -> None:
    assert names(page(f"?{side}={cursor}")) == list("gfe")


@pytest.mark.parametrize(
    "cursor",
    ["after=1990-01-01T00:00:00%2B00:00~1", "before=2090-01-01T00:00:00%2B00:00~1",
     f"after=1990-01-01T00:00:00%2B00:00~{'9' * 30}"],
)  # fmt: skip
def test_a_cursor_beyond_the_ends_gives_the_first_page(seven: list[str], cursor: str) -> None:
    assert names(page(f"?{cursor}")) == list("gfe")


def test_an_empty_list_is_an_empty_page() -> None:
    assert page() == Page([], "", "")


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_all_of_a_list_in_pieces_is_the_list_whatever_is_written_meanwhile(
    seven: list[str], size: int
) -> None:
    def key(row: AccessLog) -> tuple[dt.datetime, int]:
        return row.at, row.pk

    found: list[str] = []
    for piece in in_pieces(AccessLog.objects.all(), order=ORDER, size=size, key=key):
        assert len(piece) <= size
        found += [row.subject for row in piece]
        log_access(UserFactory(), Access.EXPORT, "newer than all")
    assert found == seven

"""Filters of a list are kept under a name by who uses them, chosen, renamed and removed."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from core.models import SavedFilter
from core.once import FIELD, new_token
from core.saved_filters import MOST, asked, remove_filter, rename_filter, save_filter
from tests.factories import CaseFactory, office, staff

pytestmark = pytest.mark.django_db
CASES, VISITS = "cases:list", "front_desk:visits"


@pytest.fixture
def clerk() -> User:
    return staff("clerk", office())


@pytest.fixture
def page(clerk: User) -> Client:
    client = Client()
    client.force_login(clerk)
    return client


def save_url(of: str = CASES, query: str = "state=draft") -> str:
    return f"{reverse('work:save_filter', args=[of])}?{query}"


def kept(owner: User, name: str = "我的登记", **kwargs: Any) -> SavedFilter:
    return save_filter(**{"actor": owner, "of": CASES, "query": "state=draft", "name": name} | kwargs)


def change_url(one: SavedFilter) -> str:
    return reverse("work:change_filter", args=[one.pk])


# --- on the list ---


def test_what_is_on_is_kept_under_a_name_and_chosen_again(page: Client, clerk: User) -> None:
    wanted = "state=mediation&state=draft&handler=me&office=&after=2026-01-05~7"
    bar = page.get(f"/cases/?{wanted}").context["bar"]
    assert (bar.saved, bar.current) == ([], None)
    answer = page.post(save_url(query=bar.query), {"name": "我的登记和调解"})
    assert answer["Location"] == "/cases/?handler=me&state=draft&state=mediation"
    bar = page.get(answer["Location"]).context["bar"]
    assert [one.name for one in bar.saved] == ["我的登记和调解"]
    assert bar.current == SavedFilter.objects.get()


def test_the_one_that_is_on_is_marked_instead_of_its_tab(page: Client, clerk: User) -> None:
    one = kept(clerk, query="state=review", name="待审的")
    text = page.get("/cases/?state=review").content.decode()
    assert text.count('aria-current="true"') == 1
    assert '<a href="?state=review" aria-current="true">待审的</a>' in text
    assert change_url(one) in text
    assert change_url(one) not in page.get("/cases/").content.decode()


def test_one_that_is_too_long_to_keep_is_not_offered(page: Client) -> None:
    offer = reverse("work:save_filter", args=[CASES])
    assert offer in page.get("/cases/", {"q": "周" * 100}).content.decode()
    assert offer not in page.get("/cases/", {"q": "周" * 300}).content.decode()


def test_each_list_has_its_own(page: Client, clerk: User) -> None:
    kept(clerk)
    assert page.post(save_url(VISITS, "kind=advice"), {"name": "咨询"})["Location"] == "/visits/?kind=advice"
    assert [one.name for one in page.get("/cases/").context["bar"].saved] == ["我的登记"]
    assert [one.name for one in page.get("/visits/").context["bar"].saved] == ["咨询"]
    assert "咨询</a>" in page.get("/visits/").content.decode()


def test_nobody_sees_those_of_others(page: Client) -> None:
    kept(staff("clerk", office()))
    assert page.get("/cases/").context["bar"].saved == []


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("state=draft&office=", "state=draft"),
        ("after=2026-01-05~7&before=x", ""),
        ("state=review&q=%E5%91%A8&state=draft", "q=%E5%91%A8&state=draft&state=review"),
    ],
)
def test_the_same_filters_are_written_the_same_way(sent: str, said: str) -> None:
    assert asked(QueryDict(sent)) == said


@pytest.mark.parametrize("address", ["/cases/", "/visits/"])
def test_twenty_cost_the_queries_of_one(page: Client, clerk: User, address: str) -> None:
    def queries() -> int:
        page.get(address)
        with CaptureQueriesContext(connection) as captured:
            page.get(address)
        return len(captured)

    CaseFactory(office=clerk.current_memberships[0].office)
    kept(clerk, "甲")
    kept(clerk, "甲", of=VISITS)
    one = queries()
    for number in range(MOST - 1):
        kept(clerk, f"筛选{number}")
        kept(clerk, f"筛选{number}", of=VISITS)
    assert queries() == one


# --- naming and removing ---


def test_it_is_renamed_and_removed(page: Client, clerk: User) -> None:
    one = kept(clerk)
    assert page.post(change_url(one), {"name": "登记"})["Location"] == "/cases/?state=draft"
    assert SavedFilter.objects.get().name == "登记"
    assert page.post(change_url(one), {"name": "登记"})["Location"] == "/cases/?state=draft"
    assert page.post(change_url(one), {"name": "", "remove": "on"})["Location"] == "/cases/"
    assert SavedFilter.objects.count() == 0


def test_a_name_stands_once_for_a_list(page: Client, clerk: User) -> None:
    kept(clerk, "登记")
    other = kept(clerk, "其他", query="state=review")
    for url in (save_url(query="handler=me"), change_url(other)):
        answer = page.post(url, {"name": "登记"})
        assert (answer.status_code, answer.context["form"].errors) == (
            422,
            {"name": ["本列表已有同名的筛选。"]},
        )
        assert 'value="登记"' in answer.content.decode()
    assert [one.name for one in SavedFilter.objects.all()] == ["登记", "其他"]
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedFilter.objects.create(owner=clerk, of=CASES, name="登记", query="x=1")


@pytest.mark.parametrize("name", ["", "  ", "长" * 41])
def test_a_name_is_asked_for(page: Client, name: str) -> None:
    answer = page.post(save_url(), {"name": name})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["name"])
    assert SavedFilter.objects.count() == 0


def test_so_many_are_kept_and_no_more(page: Client, clerk: User) -> None:
    for number in range(MOST):
        kept(clerk, f"筛选{number}")
    answer = page.post(save_url(query="handler=me"), {"name": "再一个"})
    assert (answer.status_code, SavedFilter.objects.count()) == (422, MOST)
    assert page.post(save_url(VISITS, "kind=advice"), {"name": "再一个"}).status_code == 302


def test_sent_twice_it_is_kept_once(page: Client, clerk: User) -> None:
    data = {"name": "登记", FIELD: new_token(clerk, save_url().partition("?")[0])}
    assert [page.post(save_url(), data)["Location"] for _ in range(2)] == ["/cases/?state=draft"] * 2
    assert SavedFilter.objects.count() == 1


def test_where_no_filter_is_on_there_is_nothing_to_keep(page: Client) -> None:
    assert page.get(save_url(query="office="))["Location"] == "/cases/"


@pytest.mark.parametrize("of", ["work:home", "no:list", "cases:detail", "x"])
def test_what_is_no_list_with_filters_is_not_found(page: Client, of: str) -> None:
    assert page.post(save_url(of), {"name": "登记"}).status_code == 404


def test_those_of_others_are_neither_found_nor_changed(page: Client, clerk: User) -> None:
    foreign = kept(staff("clerk", office()))
    assert page.get(change_url(foreign)).status_code == 404
    assert page.post(change_url(foreign), {"remove": "on"}).status_code == 404
    for act in (
        lambda: rename_filter(foreign, actor=clerk, name="x"),
        lambda: remove_filter(foreign, actor=clerk),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert SavedFilter.objects.get().name == "我的登记"


def test_what_is_asked_stands_encrypted(clerk: User) -> None:
    kept(clerk, query="q=%E5%91%A8%E5%BB%BA%E5%9B%BD")
    with connection.cursor() as cursor:
        cursor.execute("SELECT query FROM core_savedfilter")
        assert "%E5%91%A8" not in cursor.fetchone()[0]
    assert SavedFilter.objects.get().query == "q=%E5%91%A8%E5%BB%BA%E5%9B%BD"

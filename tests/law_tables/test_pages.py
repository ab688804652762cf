"""The tables on pages of ours: who keeps them, what is shown, what is refused, what is on record."""

import datetime as dt

import pytest
from django.urls import reverse

from cases.actions.deadlines import open_deadline
from core import clock
from core.audit import record
from labour_law.codes import classed_places
from labour_law.errors import InvalidTable
from law_tables import current
from law_tables.models import CodeRow, HolidayYearRow, RateRow
from tests.factories import CaseFactory, UserFactory, office, staff

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 29)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def city():
    return office("上海市总工会", is_window=False, region="shanghai")


@pytest.fixture
def keeper(city, client):
    """The administrator of the one office at the top, signed in."""
    user = staff("administrator", city)
    client.force_login(user)
    return user


def url(name, *args):
    return reverse(f"law_tables:{name}", args=args)


def errors(response):
    return {name: list(found) for name, found in response.context["form"].errors.items()}


WAGE = {
    "series": "minimum_wage_month", "region": "shanghai", "value": "2,850", "unit": "yuan_month",
    "valid_from": "2027-07-01", "source": "沪人社规〔2027〕1号", "confidence": "verified", "reason": "新标准",
}  # fmt: skip
YEAR = {
    "year": "2027", "announced": "on", "off": "2027-01-01 – 2027-01-03", "working": "", "triple": "2027-01-01",
    "source": "国办发明电〔2026〕8号", "confidence": "verified", "reason": "通知已发布",
}  # fmt: skip
CODE = {
    "code": "mini_app", "zh": "小程序", "en": "Mini app", "position": "3", "valid_from": "2026-01-01",
    "source": "统计口径", "confidence": "verified", "reason": "新渠道",
}  # fmt: skip


def wage():
    return RateRow.objects.get(series="minimum_wage_month", region="shanghai", valid_from=dt.date(2025, 7, 1))


# --- rates ---


def shown(client, **asked):
    page = client.get(url("rates"), asked)
    return [row for group in page.context["page"].items for row in group.rows]


def test_rates_stand_by_province_with_the_whole_country_first(client, keeper):
    groups = client.get(url("rates")).context["page"].items
    assert [group.code for group in groups][:2] == ["national", "shanghai"]
    (jiangsu,) = client.get(url("rates"), {"region": "jiangsu"}).context["page"].items
    assert {"jiangsu_1", "jiangsu_2"} <= {row.region for row in jiangsu.rows}


def test_only_what_holds_or_comes_is_shown_unless_asked(client, keeper):
    asked = {"region": "shanghai", "series": "minimum_wage_month"}
    (row,) = shown(client, **asked)
    assert row == wage()
    every = shown(client, **asked, all="1")
    assert (every[0], len(every) > 1) == (row, True)
    client.post(url("rate_add"), WAGE)
    assert [rate.valid_from.year for rate in shown(client, **asked)] == [2027, 2025]


def test_the_filters_that_are_on_are_shown_and_the_form_comes_when_it_is_opened(client, keeper):
    page = client.get(url("rates"), {"region": "shanghai", "series": "sick_floor", "all": "1", "page": "2"})
    assert [(pill.value, pill.url) for pill in page.context["pills"]] == [
        ("上海市", "?series=sick_floor&all=1"),
        ("病假工资下限", "?region=shanghai&all=1"),
        ("", "?region=shanghai&series=sick_floor"),
    ]
    opened = client.get(url("rates"), {"panel": "1"}, headers={"HX-Request": "true"})
    assert opened.templates[0].name == "components/filter_form.html"
    assert "shanghai" in dict(opened.context["form"].fields["region"].choices)


def test_a_filter_that_makes_no_sense_is_said_and_left_out(client, keeper):
    page = client.get(url("rates"), {"confidence": "sure"})
    assert page.context["page"].items
    assert list(page.context["form"].errors) == ["confidence"]


def test_rates_are_filtered_by_how_sure_they_are(client, keeper):
    found = shown(client, confidence="unconfirmed")
    assert {row.confidence for row in found} == {"unconfirmed"}


def test_the_article_of_a_rate_is_cited_in_words(client, keeper):
    page = client.get(url("rates"), {"region": "national", "series": "standstill_cycle"}).content.decode()
    assert "《工资支付暂行规定》第12条" in page


def test_a_rate_is_shown_in_words(client, keeper):
    client.cookies["django_language"] = "en"
    page = client.get(url("rates"), {"region": "jiangsu"}).content.decode()
    assert "jiangsu_1<" not in page
    assert "Jiangsu, class 1" in page
    assert '<td class="n" data-l="Value">2,660</td>' in page


@pytest.mark.parametrize("pages", [("rates",), ("codes",), ("code_list", "region")])
def test_lists_cost_the_same_whatever_the_number_of_rows(
    client, keeper, django_assert_max_num_queries, pages
):
    with django_assert_max_num_queries(12):
        client.get(url(*pages))


def test_a_new_rate_counts_at_once_with_actor_and_reason(client, keeper):
    answer = client.post(url("rate_add"), WAGE)
    row = RateRow.objects.get(valid_from=dt.date(2027, 7, 1), series="minimum_wage_month")
    written = row.history.get()
    assert (answer.status_code, row.value) == (302, 2850)
    assert (written.history_user, written.history_change_reason) == (keeper, "新标准")
    found = current.tables().rates.find("minimum_wage_month", "310116", dt.date(2027, 8, 1))
    assert found.value == 2850


def test_the_next_rate_begins_with_what_stays_the_same(client, keeper):
    form = client.get(url("rate_add"), {"like": wage().pk}).context["form"]
    assert (form["series"].value(), form["region"].value()) == ("minimum_wage_month", "shanghai")
    assert (form["value"].value(), form["source"].value()) == (None, "")


@pytest.mark.parametrize("like", ["x", "9" * 30, "-1", "٣"])
def test_a_rate_like_one_that_is_not_there(client, keeper, like):
    assert client.get(url("rate_add"), {"like": like}).status_code in (200, 404)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"value": "viel"}, "value"),
        ({"value": "0"}, "value"),
        ({"valid_from": "2025-07-01"}, "valid_from"),
        ({"valid_to": "2027-01-01"}, "valid_to"),
        ({"unit": "months"}, "unit"),
        ({"region": "亚特兰蒂斯"}, "region"),
        ({"grade": "5"}, "grade"),
        ({"source": ""}, "source"),
        ({"reason": " "}, "reason"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(client, keeper, changes, field):
    before = RateRow.objects.count()
    answer = client.post(url("rate_add"), WAGE | changes)
    assert (answer.status_code, list(errors(answer))) == (422, [field])
    assert RateRow.objects.count() == before
    assert 'value="沪人社规〔2027〕1号"' in answer.content.decode() or "source" in changes


def test_a_rate_of_a_place_can_be_set_and_corrected(client, keeper):
    client.post(url("rate_add"), WAGE | {"region": "上海市金山区"})
    row = RateRow.objects.get(region="310116")
    seen = client.get(url("rate_correct", row.pk)).context["form"]
    assert "上海市金山区" in str(seen["region"])
    answer = client.post(
        url("rate_correct", row.pk), WAGE | {"region": "上海市金山区", "value": "2860", "seen_version": "1"}
    )
    row.refresh_from_db()
    assert (answer.status_code, row.value, row.region) == (302, 2860, "310116")


def test_nobody_writes_over_the_change_of_another(client, keeper):
    row = wage()
    stale = row.version
    record(row, actor=None, reason="他人更正")
    data = WAGE | {"valid_from": "2025-07-01", "seen_version": str(stale)}
    answer = client.post(url("rate_correct", row.pk), data)
    assert (answer.status_code, list(errors(answer))) == (422, ["__all__"])
    assert wage().value == 2740


def test_a_rate_ends_on_a_day_and_never_before_it_began(client, keeper):
    row = wage()
    early = client.post(url("rate_end", row.pk), {"last_day": "2025-06-30", "reason": "x"})
    assert list(errors(early)) == ["last_day"]
    client.post(url("rate_end", row.pk), {"last_day": "2026-12-31", "reason": "废止"})
    found = current.tables().rates.find("minimum_wage_month", "shanghai", dt.date(2027, 1, 1))
    assert (wage().valid_to, found) == (dt.date(2026, 12, 31), None)


def test_a_rate_is_struck_out_and_counts_again_unless_another_took_its_place(client, keeper):
    row = wage()
    client.post(url("rate_strike", row.pk), {"reason": "录错"})
    assert current.tables().rates.find("minimum_wage_month", "shanghai", TODAY).value == 2690
    client.post(url("rate_strike", row.pk), {"reason": "没有录错"})
    assert current.tables().rates.find("minimum_wage_month", "shanghai", TODAY).value == 2740
    told = [reason for act in client.get(url("rate", row.pk)).context["acts"] for reason in act.reasons]
    assert {"录错", "没有录错"} <= set(told)


def test_rates_that_contradict_each_other_are_put_right_on_their_pages(client, keeper):
    """As data that was written past the pages may."""
    row = wage()
    before = RateRow.objects.filter(series=row.series, region=row.region, valid_from__lt=row.valid_from)[0]
    before.valid_to = dt.date(2026, 12, 31)
    record(before, actor=None)
    with pytest.raises(InvalidTable):
        current.tables().rates.find("minimum_wage_month", "shanghai", TODAY)
    pages = [
        url("rates"),
        *(url(name, before.pk) for name in ("rate", "rate_correct", "rate_end", "rate_strike")),
    ]
    assert {client.get(page).status_code for page in pages} == {200}
    ended = client.post(url("rate_end", before.pk), {"last_day": "2025-06-30", "reason": "衔接"})
    assert ended.status_code == 302
    assert current.tables().rates.find("minimum_wage_month", "shanghai", TODAY).value == 2740


def test_the_record_names_the_region(client, keeper):
    row = wage()
    client.post(url("rate_correct", row.pk), WAGE | {"valid_from": "2025-07-01", "region": "金山区"})
    acts = client.get(url("rate", row.pk)).context["acts"]
    changes = [change for act in acts for entry in act.entries for change in entry.changes]
    assert ("上海市", "上海市金山区") in [(change.before, change.after) for change in changes]


def test_rates_of_a_region_are_written_by_who_administers_all_of_it(client, city):
    """Another union's rates can be looked up, and are written by nobody else."""
    office("常州市总工会", is_window=False, region="changzhou")
    client.force_login(staff("administrator", city))
    theirs = (
        RateRow.objects.filter(region="changzhou").first() or RateRow.objects.filter(region="jiangsu").first()
    )
    assert client.get(url("rate", theirs.pk)).status_code == 200
    for page in ("rate_correct", "rate_end", "rate_strike"):
        assert client.get(url(page, theirs.pk)).status_code == 403
    assert client.post(url("rate_add"), WAGE | {"region": "jiangsu"}).status_code == 403
    assert client.post(url("rate_add"), WAGE).status_code == 302
    assert client.get(url("holidays_add")).status_code == 403


# --- holidays ---


def test_the_page_of_a_year_shows_each_day(client, keeper):
    page = client.get(url("holidays"), follow=True)
    kinds = {
        day.on: day.kind for month in page.context["months"] for week in month.weeks for day in week if day
    }
    assert page.context["row"].year == 2026
    assert len(kinds) == 365
    assert (kinds[dt.date(2026, 2, 14)], kinds[dt.date(2026, 2, 15)], kinds[dt.date(2026, 10, 1)]) == (
        "working",
        "off",
        "triple",
    )


def test_a_year_that_is_needed_and_missing_is_told(client, keeper):
    assert client.get(url("holidays"), follow=True).context["missing"] == [2027]
    with clock.at(dt.date(2026, 5, 1)):
        assert client.get(url("holidays"), follow=True).context["missing"] == []


def test_a_new_year_begins_with_the_lines_of_the_one_before_and_is_not_announced(client, keeper):
    form = client.get(url("holidays_add")).context["form"]
    assert (form["year"].value(), form["announced"].value()) == (2027, False)
    assert form["off"].value().startswith("2027-01-01 – 2027-01-03")


def test_lines_that_were_not_put_right_are_refused(client, keeper):
    begun = client.get(url("holidays_add")).context["form"]
    copied = {name: begun[name].value() for name in ("off", "working", "triple")}
    answer = client.post(url("holidays_add"), YEAR | copied)
    assert answer.status_code == 422
    assert "working" in errors(answer)


def test_a_year_counts_at_once_and_makes_deadlines_firm(client):
    keeper = UserFactory(is_superuser=True)
    client.force_login(keeper)
    case = CaseFactory(state="mediation", number="沪工援〔2026〕测0001号", accepted_on=dt.date(2026, 11, 1))
    deadline = open_deadline(case, "mediation", actor=keeper, starts_on=dt.date(2027, 1, 4))
    assert deadline.provisional
    answer = client.post(url("holidays_add"), YEAR, follow=True)
    assert 2027 in current.calendar().known_years
    deadline.refresh_from_db()
    assert deadline.provisional is False
    assert len(answer.context["messages"]) == 2


def test_a_year_is_there_once_and_is_corrected(client, keeper):
    client.post(url("holidays_add"), YEAR)
    row = HolidayYearRow.objects.get(year=2027)
    assert client.get(url("holidays_add"), {"year": "2027"})["Location"] == url("holidays_correct", row.pk)
    assert list(errors(client.post(url("holidays_add"), YEAR))) == ["year"]
    client.post(url("holidays_correct", row.pk), YEAR | {"off": "2027-01-01", "reason": "更正"})
    row.refresh_from_db()
    assert (row.off, row.year) == ("2027-01-01", 2027)


# --- code lists ---


def test_a_list_shows_what_is_offered_and_the_rest_when_asked(client, keeper):
    row = CodeRow.objects.get(table="channel", code="letter")
    client.post(url("code_end", row.pk), {"last_day": "2026-06-30", "reason": "停用"})
    page = client.get(url("code_list", "channel"))
    assert ("letter" in {row.code for row in page.context["rows"]}, page.context["hidden"]) == (False, 1)
    every = client.get(url("code_list", "channel"), {"all": "1"}).context["rows"]
    assert "letter" in {row.code for row in every}


def test_places_with_their_class_are_shown_where_they_are_searched_for(
    client, keeper, django_assert_max_num_queries
):
    """Hundreds of them would bury the regions that have names of their own."""
    page = client.get(url("code_list", "region"))
    assert not any(row.code.isdigit() for row in page.context["rows"])
    assert page.context["places"] == len(classed_places())
    assert f"{len(classed_places())}个地方的最低工资类别" in page.content.decode()

    page = client.get(url("code_list", "region"), {"q": "义乌"})
    assert [(row.code, row.is_only_offered) for row in page.context["rows"]] == [("330782", True)]
    assert "类别未确认" in page.content.decode()
    page = client.get(url("code_list", "region"), {"q": "东莞"})
    assert [(row.code, row.is_only_offered) for row in page.context["rows"]] == [("4419", False)]
    assert "类别未确认" not in page.content.decode()

    with django_assert_max_num_queries(12):
        page = client.get(url("code_list", "region"), {"places": "1"})
    assert sum(row.code.isdigit() for row in page.context["rows"]) == len(classed_places())


def test_who_has_read_the_notice_makes_the_class_of_a_place_count(client, keeper):
    row = CodeRow.objects.get(table="region", code="330782")
    day = dt.date(2026, 3, 1)
    assert current.tables().rates.find("minimum_wage_month", "330782", day) is None
    row.source, row.confidence = "金政发〔2025〕30号", "verified"
    record(row, actor=None, reason="已核对通知")
    current.changed()
    assert current.tables().rates.find("minimum_wage_month", "330782", day).value == 2430


def test_an_entry_is_added_named_anew_and_keeps_its_code(client, keeper):
    client.post(url("code_add", "channel"), CODE)
    row = CodeRow.objects.get(code="mini_app")
    assert (row.table, row.history.get().history_user) == ("channel", keeper)
    client.post(url("code_correct", row.pk), CODE | {"code": "other", "zh": "微信小程序", "reason": "更名"})
    row.refresh_from_db()
    assert (row.code, row.zh) == ("mini_app", "微信小程序")


def test_a_new_entry_leads_back_to_its_list_and_asks_to_choose(client, keeper):
    page = client.get(url("code_add", "channel")).content.decode()
    assert f'<a href="{url("code_list", "channel")}">受理渠道</a>' in page
    assert "请选择" in page
    assert "----" not in page


def test_an_entry_others_belong_to_is_not_struck_out(client, keeper):
    row = CodeRow.objects.get(table="region", code="jiangsu")
    answer = client.post(url("code_strike", row.pk), {"reason": "x"})
    assert (answer.status_code, list(errors(answer))) == (422, ["__all__"])


@pytest.mark.parametrize(
    ("page", "sent"),
    [
        ("code_strike", {}),
        ("code_end", {"last_day": "2027-06-30"}),
        (
            "code_correct",
            {"zh": "其他地区", "en": "Elsewhere", "parent": "national", "valid_from": "1995-01-01", "valid_to": "2027-06-30"}
            | {"position": "1", "source": "x", "confidence": "verified"},
        ),
    ],
)  # fmt: skip
def test_a_region_in_which_an_office_lies_does_not_end(client, keeper, city, page, sent):
    row = CodeRow.objects.get(table="region", code="elsewhere")
    town = office("某镇总工会", city, region="elsewhere")
    answer = client.post(url(page, row.pk), sent | {"reason": "x"})
    assert answer.status_code == 422
    assert errors(answer) == {"__all__": ["有单位设在该地区：某镇总工会。请先给这些单位另选地区。"]}
    town.region = ""
    record(town, actor=None)
    assert client.post(url(page, row.pk), sent | {"reason": "x"}).status_code == 302


def test_a_region_whose_next_row_goes_on_may_end_where_an_office_lies(client, keeper, city):
    office("某镇总工会", city, region="elsewhere")
    row = CodeRow.objects.get(table="region", code="elsewhere")
    later = CodeRow.of("region", row.entry, row.position)
    later.valid_from = dt.date(2027, 7, 1)
    record(later, actor=None)
    answer = client.post(url("code_end", row.pk), {"last_day": "2027-06-30", "reason": "更名"})
    assert answer.status_code == 302


def test_there_is_no_list_of_that_name(client, keeper):
    assert client.get(url("code_list", "nothing")).status_code == 404


@pytest.mark.parametrize("role", ["clerk", "reviewer", "supervisor", "auditor"])
def test_the_tables_are_for_administrators(client, city, role):
    client.force_login(staff(role, city))
    assert {client.get(url(page)).status_code for page in ("rates", "codes", "holidays")} == {403}


def test_who_set_up_the_house_writes_everything(client):
    client.force_login(UserFactory(is_superuser=True))
    assert client.post(url("rate_add"), WAGE).status_code == 302
    assert client.post(url("holidays_add"), YEAR).status_code == 302
    assert client.post(url("code_add", "channel"), CODE).status_code == 302

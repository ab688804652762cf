"""Code lists in forms and on pages."""

from datetime import date

import pytest
from django import forms
from django.utils.translation import override

from core import clock
from core.audit import record
from law_tables.choices import all_regions, entries, lies_in, name_of, offered, places
from law_tables.forms import CodeField
from law_tables.models import CodeRow
from law_tables.wording import citation
from tests.factories import CaseFactory

pytestmark = pytest.mark.django_db
END = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(date(2026, 11, 23)):
        yield


@pytest.fixture
def ended():
    """A channel that holds no longer."""
    row = CodeRow.objects.get(table="channel", code="letter")
    row.valid_to = END
    return record(row, actor=None, reason="停用")


class ChannelForm(forms.Form):
    channel = CodeField(table="channel", label="渠道")


class CauseForm(forms.Form):
    cause = CodeField(table="cause", label="案由", blank="–")


def codes_of(form, name):
    return [code for code, _label in form[name].field.choices]


def test_an_entry_is_offered_to_its_last_day(ended):
    with clock.at(END):
        assert "letter" in {row.code for row in offered("channel")}
    assert "letter" not in {row.code for row in offered("channel")}


def test_an_entry_is_offered_from_its_first_day():
    with clock.at(date(2025, 12, 31)):
        assert offered("cause") == []
    with clock.at(date(2026, 1, 1)):
        assert len(offered("cause")) == 28


def test_an_entry_that_holds_no_longer_keeps_its_name(ended):
    assert name_of("channel", "letter") == "信函"
    assert CaseFactory(channel="letter").get_channel_display() == "信函"
    assert name_of("channel", "pigeon") == "pigeon"


def test_an_entry_struck_out_is_not_offered_and_keeps_its_name(ended):
    ended.is_active, ended.valid_to = False, None
    record(ended, actor=None, reason="录错")
    assert "letter" not in {row.code for row in offered("channel")}
    assert name_of("channel", "letter") == "信函"


def test_a_form_offers_what_holds_today_and_what_is_on_record(ended):
    assert "letter" not in codes_of(ChannelForm(), "channel")
    assert "letter" in codes_of(ChannelForm(initial={"channel": "letter"}), "channel")
    assert not ChannelForm({"channel": "letter"}).is_valid()
    assert ChannelForm({"channel": "letter"}, initial={"channel": "letter"}).is_valid()
    assert not ChannelForm({"channel": ""}).is_valid()


def test_a_form_of_another_keeps_nothing_of_the_one_before(ended):
    codes_of(ChannelForm(initial={"channel": "letter"}), "channel")
    assert "letter" not in codes_of(ChannelForm(), "channel")


def test_causes_of_the_second_level_stand_below_their_own():
    choices = dict(CauseForm()["cause"].field.choices)
    assert [str(choices[code]) for code in ("", "214", "214.1")] == [
        "–",
        "新就业形态用工合同纠纷",
        "— 新就业形态确认劳动关系纠纷",
    ]
    assert CauseForm({"cause": ""}).is_valid()


def test_an_entry_with_two_rows_is_one():
    """Jintan was moved from class 2 to class 1 on 2021-08-01."""
    assert [row.parent for row in entries("region") if row.code == "jintan"] == ["jiangsu_1"]
    with clock.at(date(2021, 7, 31)):
        assert [row.parent for row in entries("region") if row.code == "jintan"] == ["jiangsu_2"]


def test_people_work_in_a_region_and_not_in_the_whole_country_or_a_class():
    left_out = {code for code, _label in all_regions()} - {code for code, _label in places()}
    assert {"national", "jiangsu_1"} <= left_out
    assert not {"shanghai", "changzhou", "jiangsu"} & left_out


@pytest.mark.parametrize(
    ("code", "region", "expected"),
    [
        ("liyang", "jiangsu", True),
        ("jiangsu", "liyang", False),
        ("320404", "changzhou", True),
        ("330782", "zhejiang", True),
        ("330782", "330782", True),
        ("330782", "shanghai", False),
        ("310116", "national", True),
        ("no_such_region", "national", False),
    ],
)
def test_a_place_lies_in_what_is_around_it(code, region, expected):
    assert lies_in(code, region) is expected


def test_names_and_citations_are_in_the_language_of_the_page():
    with override("en"):
        assert name_of("region", "changzhou") == "Changzhou (urban districts)"
    assert citation("劳动争议调解仲裁法 27(1)") == "《劳动争议调解仲裁法》第27条第1款"
    assert citation("实务") == "实务"

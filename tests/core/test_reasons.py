"""Reasons the program gives by itself: stored in the words of the record, shown in those of the reader."""

import pytest
from django.utils.translation import override

import config.urls  # noqa: F401
from core.audit import REASONS, as_read
from core.models import ASKED_AT, REGISTERED_AT, Access, AccessLog

OFFICE, SAID = "朱泾镇总工会", "当事人：王某，要求查询"


@pytest.mark.parametrize("reason", [*REASONS, ASKED_AT, REGISTERED_AT], ids=lambda reason: reason()[:30])
def test_what_was_stored_is_found_again_and_said_in_english(reason):
    values = {
        name: value for name, value in (("office", OFFICE), ("reason", SAID)) if f"%({name})s" in reason()
    }
    with override("en"):
        stored = reason(**values)
        expected = str(reason.text) % values if values else str(reason.text)
        assert reason.read(stored) == expected
    assert stored.isascii() is False
    assert stored != expected


def test_none_is_taken_for_another():
    with override("en"):
        for reason in REASONS:
            values = {"office": OFFICE, "reason": SAID} if "%(" in reason() else {}
            assert as_read(reason(**values)) == reason.read(reason(**values))


@pytest.mark.parametrize(
    "text", ["", "复核无误", "当事人来电查询", "本人到镇工会登记", "情况：属实", "付清。"]
)
def test_what_somebody_typed_stays_as_it_is(text):
    with override("en"):
        assert as_read(text) == text


def test_in_the_language_of_the_record_nothing_changes():
    assert [as_read(reason()) for reason in REASONS] == [reason() for reason in REASONS]


@pytest.mark.parametrize(
    ("kind", "stored", "read"),
    [
        (Access.LOOK_UP, "朱泾镇总工会查询", "Asked at 朱泾镇总工会"),
        (Access.LOOK_UP, "朱泾镇总工会登记", "Registered at 朱泾镇总工会"),
        (Access.UNMASK, "当事人来电查询", "当事人来电查询"),
    ],
)
def test_a_look_up_says_where_and_other_access_what_was_typed(kind, stored, read):
    with override("en"):
        assert AccessLog(kind=kind, reason=stored).reason_read == read

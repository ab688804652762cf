"""Days of a notice, typed one day or span a line."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from law_tables.days import days_text, read_days


def read(text: str) -> frozenset[date] | list[str]:
    """The days, or the messages in English."""
    with translation.override("en"):
        try:
            return read_days(text)
        except ValidationError as error:
            return error.messages


@pytest.mark.parametrize(
    "line",
    [
        "2026-05-01 – 2026-05-03",
        "2026-05-01–2026-05-03",
        "2026-05-01 - 2026-05-03",
        "2026-05-01至2026-05-03",
        "２０２６-05-01 ～ 2026-05-03",
        "  2026-05-01 — 2026-05-03  ",
    ],
)
def test_a_span_counts_both_its_ends(line):
    assert read(line) == {date(2026, 5, 1), date(2026, 5, 2), date(2026, 5, 3)}


def test_empty_lines_say_nothing():
    assert read("\n2026-02-14\n\n 2026-02-28 \n") == {date(2026, 2, 14), date(2026, 2, 28)}


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("1 May 2026", "Write a day or a span like 2026-02-15 – 2026-02-23."),
        ("2026-5-1", "Write a day or a span like 2026-02-15 – 2026-02-23."),
        ("2026-05-01-2026-05-03", "Write a day or a span like 2026-02-15 – 2026-02-23."),
        ("2026-05-01 – 2026-05-03 x", "Write a day or a span like 2026-02-15 – 2026-02-23."),
        ("2026-02-30", "There is no such day."),
        ("2026-05-03 – 2026-05-01", "The last day comes before the first."),
        ("2026-05-01 – 2027-05-03", "A holiday of more than a month: check the span."),
        ("2026-01-01 – 2026-01-03", "2026-01-01 stands there twice."),
    ],
)
def test_a_wrong_line_is_named(line, error):
    assert read(f"2026-01-01\n\n{line}") == [f"Line 3 ({line}): {error}"]


def test_every_wrong_line_is_named():
    assert [message[:6] for message in read("x\n2026-01-01\ny")] == ["Line 1", "Line 3"]


@given(st.sets(st.dates(date(2026, 1, 1), date(2026, 1, 28))))
def test_what_is_written_reads_the_same(days):
    assert read_days(days_text(days)) == days

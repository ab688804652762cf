"""A day is read in one place, as people write it, and shown back with its weekday."""

import datetime as dt

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from core import clock
from core.fields import ClockField, DateField
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client):
    client.force_login(UserFactory())
    return lambda text: client.get(reverse("work:read_day"), {"text": text}).json()


@pytest.mark.parametrize(
    "text", ["2024年3月5日", " 2024-3-5 ", "2024/03/05", "2024.3.5", "20240305", "２０２４年３月５日"]
)
def test_any_way_of_writing_a_day_is_read_and_said_back(read, text):
    assert read(text) == {"value": "2024-03-05", "said": "2024年3月5日 星期二"}


@pytest.mark.parametrize("text", ["", "昨天", "2024年2月30日", "1024-01-01", "2024-03-05" * 20])
def test_what_is_no_day_is_told(read, text):
    assert list(read(text)) == ["error"]


class Form(forms.Form):
    on = DateField(required=False)


def test_what_was_typed_stays_in_the_field_and_a_day_on_record_stands_in_it():
    assert 'value="5. März"' in str(Form({"on": "5. März"})["on"])
    assert 'value="2024-03-05"' in str(Form(initial={"on": dt.date(2024, 3, 5)})["on"])


def test_the_calendar_keeps_within_the_years_and_the_line_takes_any_text():
    with clock.at(dt.date(2026, 3, 10)):
        html = str(Form()["on"])
    line, calendar = html.split("<button")
    assert 'type="text"' in line
    assert "min=" not in line
    assert 'min="1900-01-01" max="2100-12-31"' in calendar


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024年3月5日 14:00", "2024-03-05 14:00"),
        ("2024-03-05T09:30", "2024-03-05 09:30"),
        ("2024.3.5 下午2点半", "2024-03-05 14:30"),
    ],
)
def test_a_moment_is_read_with_its_time(client, text, value):
    client.force_login(UserFactory())
    answer = client.get(reverse("work:read_day"), {"text": text, "with": "time"}).json()
    assert answer["value"] == value
    assert answer["said"].endswith(value[-5:])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2024-03-05", "请输入日期和时间，如 2026-01-05 14:00。"),
        ("14:00", "请输入日期和时间，如 2026-01-05 14:00。"),
        ("2024-02-30 14:00", "2024-02-30"),
        ("3月5日 14:00", "14:00"),
        ("2024-03-05 25:00", "请输入日期和时间，如 2026-01-05 14:00。"),
    ],
)
def test_what_is_no_moment_is_told_and_a_day_that_is_not_certain_is_offered_with_the_time(client, text, told):
    client.force_login(UserFactory())
    answer = client.get(reverse("work:read_day"), {"text": text, "with": "time"}).json()
    assert told in answer["error"]


@pytest.mark.parametrize(
    ("text", "time"), [("14:30", "14:30"), ("下午2点半", "14:30"), ("9点", "09:00"), ("09:30:00", "09:30")]
)
def test_a_time_of_the_day_is_read(text, time):
    assert f"{ClockField().clean(text):%H:%M}" == time


@pytest.mark.parametrize("text", ["25:00", "halb drei", "2024-03-05 14:00"])
def test_what_is_no_time_is_told(text):
    with pytest.raises(ValidationError):
        ClockField().clean(text)

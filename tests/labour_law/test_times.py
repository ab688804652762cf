import pytest
from hypothesis import given
from hypothesis import strategies as st

from labour_law.times import read_time


@pytest.mark.parametrize(
    ("text", "day", "time"),
    [
        ("14:00", "", (14, 0)),
        ("14：05", "", (14, 5)),
        ("9点", "", (9, 0)),
        ("9点整", "", (9, 0)),
        ("9时15分", "", (9, 15)),
        ("下午2点半", "", (14, 30)),
        ("下午 2:30", "", (14, 30)),
        ("上午10点一刻", "", (10, 15)),
        ("晚上8点三刻", "", (20, 45)),
        ("中午12点", "", (12, 0)),
        ("中午1点", "", (13, 0)),
        ("凌晨12点", "", (0, 0)),
        ("2 pm", "", (14, 0)),
        ("2:30 p.m.", "", (14, 30)),
        ("12 am", "", (0, 0)),
        ("2026-01-05T14:00", "2026-01-05", (14, 0)),
        ("2026-01-05 14:00:00", "2026-01-05", (14, 0)),
        ("2026年1月5日14:00", "2026年1月5日", (14, 0)),
        ("2026年1月5日下午2点", "2026年1月5日", (14, 0)),
        ("1月5号 9时", "1月5号", (9, 0)),
        ("２０２６年１月５日　１４时", "2026年1月5日", (14, 0)),
        ("2026-01-05", "2026-01-05", None),
        ("25:00", "25:00", None),
        ("14:75", "14:75", None),
        ("9", "9", None),
        ("14.30", "14.30", None),
        ("", "", None),
    ],
)
def test_a_time_behind_a_day_or_by_itself(text: str, day: str, time: tuple[int, int] | None) -> None:
    assert read_time(text) == (day, time)


@given(st.times())
def test_every_minute_of_the_day_is_read_as_it_is_written(time) -> None:
    assert read_time(f"{time:%H:%M}") == ("", (time.hour, time.minute))

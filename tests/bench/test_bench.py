"""The bench itself: a probe answers, and a figure beyond its bound is marked."""

import pytest

from tests.bench.asking import medians
from tests.bench.bounds import BOUNDS, Figure, Report
from tests.bench.probe import House
from tests.factories import UserFactory


@pytest.mark.parametrize(("who", "url"), [("", "/account/login/"), ("someone", "/calculators/")])
def test_a_probe_says_what_an_address_costs(who, url, db, monkeypatch):
    # What the test has written is on this connection only.
    monkeypatch.setattr("django.db.close_old_connections", lambda: None)
    UserFactory(username="someone")
    answer = House().look_closely(who, url)
    assert answer["status"] == 200
    assert answer["bytes"] > 1000
    assert answer["cpu"] > 0
    assert answer["wall"] > 0
    assert answer["peak"] > 10
    assert answer["queries"] >= len(answer["statements"])
    if who:
        assert answer["sql"] > 0
        assert all(one["sql"].split()[0].isupper() and one["ms"] > 0 for one in answer["statements"])


def test_a_figure_beyond_its_bound_is_marked_and_decides_the_exit_code(capsys):
    report = Report()
    report.say(Figure("a page", "ms", 29, 20, "growth"))
    report.say(Figure("a fact", "ms", 900, 1))
    assert report.end() == 0
    assert "MISSED" not in capsys.readouterr().out

    report.say(Figure("a list", "ms", 31, 20, "growth"))
    report.say(Figure("a step", "ms", 9, 1, "step"))
    assert report.end() == 1
    said = capsys.readouterr().out
    assert "4 figures, 2 beyond their bound" in said
    assert said.count("MISSED (1.5)") == 2, "once when measured, once at the end"
    assert [figure.name for figure in report.missed] == ["a step", "a list"], "the worst first"


def test_two_milliseconds_more_are_no_growth():
    assert Figure("a small page", "ms", 3.5, 2, "growth").is_held
    assert not Figure("a page", "ms", 35, 20, "growth").is_held


def test_no_error_is_allowed():
    assert Figure("errors", "", 0, 1, "errors").is_held
    assert not Figure("errors", "", 1, 1, "errors").is_held


def test_the_bound_of_the_severance_calculation():
    assert BOUNDS["severance"].at_most == 8


def test_sides_take_turns_and_stop_when_it_is_clear():
    asked: list[str] = []

    def side(name: str, value: float):
        def measure() -> float:
            asked.append(name)
            return value

        return measure

    assert medians({"a": side("a", 1), "b": side("b", 2)}, 3) == {"a": 1, "b": 2}
    assert "".join(asked) == "ababab"
    asked.clear()
    medians({"a": side("a", 1)}, 9, lambda found: found["a"] < 2)
    assert asked == ["a"]

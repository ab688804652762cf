"""The projects of the demo, without its cases: any day of the year tells them."""

import datetime as dt

import pytest

from core import clock
from reports.models import Project, ProjectEntry
from reports.projects import standings
from work.demo import projects
from work.demo.cast import build_cast


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("today", "entries", "used"),
    [("2026-01-05", 0, None), ("2026-12-01", 55, "14690.80"), ("2028-02-29", 5, "1201.50")],
)
def test_the_projects_of_the_demo_are_told_until_the_month_that_ended_last(
    today: str, entries: int, used: str | None
) -> None:
    with clock.at(dt.date.fromisoformat(today)):
        projects.tell(build_cast())
        found = standings(
            list(Project.objects.filter(parent=None).select_related("office").order_by("number"))
        )
    assert [one.project.plan for one in found] == [30_000, 100_000, 98, 1_500, 16_400]
    assert ProjectEntry.objects.filter(corrects=None).count() == entries
    assert str(found[4].done) == str(used)

"""The addresses of the house with one more: the first page of a clerk's cases by raw SQL and a plain template."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from config.urls import urlpatterns as of_the_house

ROWS = """
SELECT c.id, c.number, c.state, c.opened_on, c.cause, u.name, e.name,
  (SELECT MIN(due_on) FROM cases_deadline d WHERE d.case_id = c.id AND d.state = 'open')
FROM cases_case c JOIN accounts_user u ON u.id = c.handler_id LEFT JOIN cases_employer e ON e.id = c.employer_id
WHERE c.office_id = %s ORDER BY c.opened_on DESC, c.id DESC LIMIT 21
"""
PEOPLE = """
SELECT l.case_id, w.name FROM cases_claimant l JOIN cases_worker w ON w.id = l.worker_id
WHERE l.case_id IN ({}) ORDER BY l.id
"""
SUMS = "SELECT case_id, SUM(claimed), SUM(verified) FROM cases_claim WHERE case_id IN ({}) GROUP BY case_id"
PAGE = """<!doctype html><title>Cases</title><table>{% for case in cases %}<tr>
<td><a href="/cases/{{ case.pk }}/">{{ case.number }}</a><td>{{ case.state }}<td>{{ case.people }}<td>{{ case.employer }}
<div>{{ case.cause }}</div><td>{{ case.handler }}<td>{{ case.opened_on }}<td>{{ case.due }}<td>{{ case.claimed }}
<td>{{ case.verified }}{% endfor %}</table>"""
NAMES = ("pk", "number", "state", "opened_on", "cause", "handler", "employer", "due")


def first_page(request: HttpRequest) -> HttpResponse:
    """As little as it takes: three statements and a table."""
    office = request.user.memberships.values_list("office", flat=True)[0]  # type: ignore[union-attr]
    with connection.cursor() as cursor:
        cursor.execute(ROWS, [office])
        cases = [dict(zip(NAMES, row, strict=True)) for row in cursor.fetchall()[:20]]
        keys = [case["pk"] for case in cases]
        places = ", ".join(["%s"] * len(keys))
        cursor.execute(PEOPLE.format(places), keys)
        people: dict[int, list[str]] = {}
        for case, name in cursor.fetchall():
            people.setdefault(case, []).append(name)
        cursor.execute(SUMS.format(places), keys)
        sums = {case: both for case, *both in cursor.fetchall()}
    for case in cases:
        case["people"] = "、".join(people.get(case["pk"], []))
        case["claimed"], case["verified"] = sums.get(case["pk"], (0, 0))
    return HttpResponse(template.render({"cases": cases}))


template = engines["django"].from_string(PAGE)
urlpatterns = [path("bench/floor/", first_page), *of_the_house]

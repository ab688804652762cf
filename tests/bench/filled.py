"""A database filled by `manage.py fill`: who looks at it, and what there is to be found."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Count

from accounts.models import Membership, Office, User
from cases.models import Case, Worker
from lawyers.models import Lawyer

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Dataset:
    """Who looks, and what there is to be found. `namesakes` bear `full_name`."""

    clerk: User
    handler: User
    supervisor: User
    city: User
    lawyer: User
    coordinator: User
    number: str
    tail: str
    id_number: str
    phone: str
    credit_code: str
    full_name: str
    namesakes: int


def fill(url: str, cases: int, *, files: Path) -> str:
    """Migrate and fill the database at that address in a process of its own; what it says of it."""
    env = os.environ | {"TEST_DATABASE_URL": url, "BENCH_FILES": str(files)}
    said = ""
    for command in (["migrate", "-v", "0"], ["fill", "--cases", str(cases), "--anywhere"]):
        run = [sys.executable, "manage.py", *command, "--settings", "tests.bench.settings"]
        said = subprocess.run(run, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout
    return said.strip()


def look(*, namesakes: int | None = None) -> Dataset:
    """Who looks at the database of this turn: at the large window, its district and the city, and two of one firm.

    The name looked for is the commonest, or one with about as many `namesakes`.
    """
    window = Office.objects.filter(is_window=True).order_by("pk").first()
    district, city = window.get_parent(), window.get_root()
    clerks = [held.user for held in Membership.objects.filter(office=window, role="clerk").order_by("pk")]
    lawyers = Lawyer.objects.select_related("user").order_by("pk")
    cases = Case.objects.filter(
        office=window, number__isnull=False, employer__credit_code__isnull=False, handler=clerks[0]
    )
    case = cases.filter(claimants__worker__id_hash__isnull=False).order_by("pk").first()
    worker = case.claimants.exclude(worker__id_hash=None).select_related("worker").first().worker
    names = Worker.objects.values("name").annotate(borne=Count("pk")).order_by("-borne", "name")
    if namesakes is not None:
        names = names.filter(borne__lte=max(namesakes, 2))
    name = names.first()
    return Dataset(
        clerk=clerks[0],
        handler=clerks[1],
        supervisor=_held(district, "supervisor"),
        city=_held(city, "supervisor"),
        lawyer=lawyers.filter(is_coordinator=False).first().user,
        coordinator=lawyers.filter(is_coordinator=True).first().user,
        number=case.number,
        tail=f"{window.code}0012",
        id_number=worker.id_number,
        phone=worker.phone,
        credit_code=case.employer.credit_code,
        full_name=name["name"],
        namesakes=name["borne"],
    )


def _held(office: Office, role: str) -> User:
    return Membership.objects.filter(office=office, role=role).order_by("pk").first().user

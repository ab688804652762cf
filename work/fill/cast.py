"""Those who work on the cases: offices from the city down to the windows, their staff, firms with lawyers and clients.

Their number is fixed, however many cases there are.
"""

import datetime as dt
import random
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from typing import Any

from django.db.models import Model

from accounts.models import Duty, DutyKind, Membership, Office, OfficeKind, User
from calculators.models import KeptRate
from core import clock
from core.models import SavedFilter
from core.names import pinyin_key
from front_desk.models import IntakeDraft
from lawyers.models import Alliance, AllianceMember, Firm, FirmClient, FirmOffice, Lawyer
from work.fill.parties import PLACES, Parties, brand, mobile
from work.fill.sheets import Row, Sheet, go_on_counting

FOUNDED = dt.datetime(2019, 1, 2, 1, tzinfo=dt.UTC)
CITY = "造数市总工会"
DISTRICTS = "东城 西城 南湖 北塘 滨江 新港 高新 临空".split()
TOWNS = "安和 永宁 长兴 太平 福山 青溪 白石 金桥 云岭 石湖 杨林 柳河 塔前".split()
WINDOWS = 36
BIG_OFFICE = 0.18
"""The share of the first window."""
CLERKS = 4
FIRMS, LAWYERS = 40, 200
CLIENTS = (50, 300)
ON_RECORD = 0.3
"""The share of a firm's clients that are among the first employers."""
LARGE_EMPLOYERS = 20_000
CITYWIDE = 16
"""So many firms serve all of the city, the others one district."""
OFF_DUTY = 10**9
"""Numbers of the telephones of staff begin here: those of workers end below."""


@dataclass(frozen=True)
class Window:
    """A window with the ids of those who work there, and of the firms that may be asked."""

    pk: int
    code: str
    prefix: str
    clerks: tuple[int, ...]
    reviewer: int
    supervisor: int
    firms: tuple[int, ...]


@dataclass(frozen=True)
class Cast:
    """Who is who. `lawyers` are ids of lawyer and user by firm, `clients` numbers of employers by firm."""

    windows: tuple[Window, ...]
    weights: tuple[float, ...]
    lawyers: dict[int, tuple[tuple[int, int], ...]]
    clients: dict[int, frozenset[int]]


def set_up(parties: Parties, reason: str) -> None:
    """Write offices, staff, firms and clients into an empty database."""
    staff = _Staff(parties, reason)
    city, districts, windows = _offices(reason)
    for role in ("supervisor", "auditor", "administrator"):
        staff.at(city, role)
    for district in districts:
        for role in ("supervisor", "reviewer", "auditor"):
            staff.at(district, role)
    for window in windows:
        clerks = [staff.at(window, "clerk") for _ in range(CLERKS)]
        staff.at(window, "reviewer")
        staff.desk(window, clerks)
    names: set[str] = set()
    served = [city if number < CITYWIDE else districts[number % len(districts)] for number in range(FIRMS)]
    firms = [staff.firm(number, names, office) for number, office in enumerate(served)]
    staff.alliance(city, firms[:CITYWIDE])
    for sheet in staff.sheets.values():
        sheet.write()
    go_on_counting(staff.sheets.values())


class _Staff:
    """Takes on people and firms."""

    def __init__(self, parties: Parties, reason: str) -> None:
        self.parties = parties
        models: tuple[type[Model], ...] = (
            User, Membership, Firm, FirmOffice, Lawyer, FirmClient, Alliance, AllianceMember, Duty, KeptRate,
            IntakeDraft, SavedFilter,
        )  # fmt: skip
        self.sheets = {model: Sheet(model, reason) for model in models}
        self.numbers = count(1)

    def _user(self, role: str) -> Row:
        number = next(self.numbers)
        return self.sheets[User].add(
            FOUNDED,
            None,
            username=f"{role}{number}",
            name=self.parties.staff_name(number),
            password="!",
            phone=mobile(OFF_DUTY + number),
            date_joined=FOUNDED,
        )

    def at(self, office: Office, role: str) -> int:
        """One more in this role; the id."""
        user, since = int(self._user(role)["id"]), FOUNDED.date()
        self.sheets[Membership].add(
            FOUNDED, None, user_id=user, office_id=office.pk, role=role, valid_from=since
        )
        return user

    def desk(self, window: Office, clerks: list[int]) -> None:
        """What lies about at a window: the roster of today, a rate looked up, and of each clerk a draft and a filter."""
        for kind, clerk in zip(DutyKind.values, clerks, strict=False):
            self.sheets[Duty].add(
                FOUNDED, None, office_id=window.pk, on=clock.today(), kind=kind, user_id=clerk
            )
        self.sheets[KeptRate].add(
            FOUNDED,
            None,
            office_id=window.pk,
            series="average_wage",
            region="shanghai",
            valid_from=FOUNDED.date(),
            valid_to=FOUNDED.date() + dt.timedelta(364),
            value=Decimal(9000),
            unit="yuan_month",
            source="统计公报",
        )
        for clerk in clerks:
            self.sheets[IntakeDraft].add(
                FOUNDED, None, owner_id=clerk, data="channel=window", title="未完的登记", saved_at=clock.now()
            )
            self.sheets[SavedFilter].add(
                FOUNDED, None, owner_id=clerk, of="cases:list", name="调解中", query="state=mediation"
            )

    def alliance(self, office: Office, firms: list[int]) -> None:
        """The firms serve the office together."""
        since = FOUNDED.date()
        alliance = self.sheets[Alliance].add(
            FOUNDED, None, name="造数市律所联盟", office_id=office.pk, lead_id=firms[0], founded_on=since
        )
        for firm in firms:
            self.sheets[AllianceMember].add(
                FOUNDED, None, alliance_id=alliance["id"], firm_id=firm, joined_on=since
            )

    def firm(self, number: int, taken: set[str], serves: Office) -> int:
        """One more firm with its lawyers and clients; the id."""
        draw = random.Random(self.parties.seed * FIRMS + number)
        while (name := f"{draw.choice(PLACES)}{brand(draw)}律师事务所") in taken:
            pass
        taken.add(name)
        firm = self.sheets[Firm].add(FOUNDED, None, name=name, pinyin=pinyin_key(name))["id"]
        self.sheets[FirmOffice].add(FOUNDED, None, firm_id=firm, office_id=serves.pk)
        for place in range(LAWYERS // FIRMS):
            user = self._user("lawyer")
            self.sheets[Lawyer].add(
                FOUNDED,
                None,
                firm_id=firm,
                user_id=user["id"],
                name=user["name"],
                pinyin=pinyin_key(user["name"], person=True),
                phone=user["phone"],
                is_coordinator=place == 0,
            )
        on_record = clients_of(self.parties, number)
        for client in sorted(on_record):
            company = self.parties.employer(client)
            code = company.code if company.code and draw.random() < 0.6 else ""
            self._client(firm, draw, company.name, credit_code=code)
        for place in range(len(on_record), number_of_clients(self.parties, number)):
            self._client(firm, draw, self.parties.stranger(number, place))
        return int(firm)

    def _client(self, firm: int, draw: random.Random, name: str, **known: str) -> None:
        since = FOUNDED.date() + dt.timedelta(draw.randrange(2000))
        until = since + dt.timedelta(draw.randrange(365, 3000)) if draw.random() < 0.3 else None
        self.sheets[FirmClient].add(
            FOUNDED, None, firm_id=firm, employer_name=name, since=since, until=until, **known
        )


def number_of_clients(parties: Parties, firm: int) -> int:
    """How many clients the firm of that number has."""
    return random.Random(parties.seed * FIRMS + firm + 10**6).randint(*CLIENTS)


def clients_of(parties: Parties, firm: int) -> frozenset[int]:
    """The numbers of the employers among the clients of the firm of that number."""
    draw = random.Random(parties.seed * FIRMS + firm + 2 * 10**6)
    size = int(number_of_clients(parties, firm) * ON_RECORD)
    return frozenset(
        number
        for number in draw.sample(range(LARGE_EMPLOYERS), size)
        if not parties.employer(number).is_known_by_boss
    )


def _offices(reason: str) -> tuple[Office, list[Office], list[Office]]:
    city = _office(None, reason, name=CITY, code="造数", kind=OfficeKind.CITY)
    districts = [
        _office(city, reason, name=f"{name}区总工会", code=name, kind=OfficeKind.DISTRICT)
        for name in DISTRICTS
    ]
    windows = []
    for number in range(WINDOWS):
        town, district = TOWNS[number % len(TOWNS)], DISTRICTS[number % len(DISTRICTS)]
        windows.append(
            _office(
                districts[number % len(districts)],
                reason,
                name=f"{district}区{town}镇总工会",
                code=f"{district[0]}{town}",
                kind=OfficeKind.TOWN,
                is_window=True,
            )
        )
    return city, districts, windows


def _office(above: Office | None, reason: str, **values: Any) -> Office:
    office = Office(number_prefix="造工援", **values)
    office._change_reason = reason  # type: ignore[attr-defined]
    if above is None:
        return Office.objects.add_root(instance=office)
    return Office.objects.add_child(Office.objects.get(pk=above.pk), instance=office)


def read_cast(parties: Parties) -> Cast:
    """The cast as it stands in the database."""
    held: dict[tuple[int, str], list[int]] = {}
    for office, role, user in Membership.objects.order_by("pk").values_list("office", "role", "user"):
        held.setdefault((office, role), []).append(user)
    districts = {office.path: office.pk for office in Office.objects.filter(kind=OfficeKind.DISTRICT)}
    serving: dict[int, list[int]] = {}
    for firm, office in FirmOffice.objects.order_by("pk").values_list("firm", "office"):
        serving.setdefault(office, []).append(firm)
    city = Office.objects.get(kind=OfficeKind.CITY).pk
    windows = []
    for office in Office.objects.filter(is_window=True).order_by("pk"):
        district = districts[office.path[: -Office.steplen]]
        windows.append(
            Window(
                pk=office.pk,
                code=office.code,
                prefix=office.number_prefix,
                clerks=tuple(held[office.pk, "clerk"]),
                reviewer=held[office.pk, "reviewer"][0],
                supervisor=held[district, "supervisor"][0],
                firms=(*serving[city], *serving[district]),
            )
        )
    lawyers: dict[int, list[tuple[int, int]]] = {}
    for firm, lawyer, user in Lawyer.objects.order_by("pk").values_list("firm", "pk", "user"):
        lawyers.setdefault(firm, []).append((lawyer, user))
    rest = [1 / (place + 6) for place in range(len(windows) - 1)]
    return Cast(
        windows=tuple(windows),
        weights=(BIG_OFFICE, *((1 - BIG_OFFICE) * share / sum(rest) for share in rest)),
        lawyers={firm: tuple(found) for firm, found in lawyers.items()},
        clients={firm: clients_of(parties, number) for number, firm in enumerate(sorted(lawyers))},
    )

"""A large made-up database, written straight into the tables: no history, no actions, for measuring only.

The shares are the same at every size: 30 offices of very unequal size, names as unevenly spread as in life,
groups, cases in every state. Nobody in it exists.
"""

import datetime as dt
import itertools
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection, models

from accounts.models import Membership, Office, OfficeKind, User
from assignments.models import Assignment
from cases.models import Case, CaseNumberCounter, Claim, Claimant, Deadline, Employer, NameKey, Worker
from core import clock
from core.crypto import keyed_hash
from labour_law.identifiers import format_case_number
from lawyers.models import Firm, FirmOffice, Lawyer

OFFICES = 30
BIG_OFFICE_SHARE = 0.6
CASES_PER_LAWYER = 50
SMALL_FIRM = 3
"""Lawyers of the last firm beside its coordinator, at every size."""

FIRMS = 19
HANDLERS_PER_OFFICE = 4
DAYS = 5 * 365
NAMESAKE, NAMESAKES = ("欧阳春华", "ouyangchunhua"), 20
"""A name that as many bear at every size."""

BATCH = 2_000

# Surnames with their share in ten thousand, about as in the census.
SURNAMES = [
    ("王", "wang", 720), ("李", "li", 700), ("张", "zhang", 670), ("刘", "liu", 510), ("陈", "chen", 450),
    ("杨", "yang", 300), ("黄", "huang", 220), ("赵", "zhao", 210), ("吴", "wu", 200), ("周", "zhou", 190),
    ("徐", "xu", 150), ("孙", "sun", 140), ("马", "ma", 130), ("朱", "zhu", 120), ("胡", "hu", 110),
    ("郭", "guo", 110), ("何", "he", 100), ("林", "lin", 100), ("高", "gao", 90), ("罗", "luo", 90),
    ("郑", "zheng", 80), ("梁", "liang", 80), ("谢", "xie", 70), ("宋", "song", 70), ("唐", "tang", 60),
    ("沈", "shen", 50), ("韩", "han", 50), ("彭", "peng", 50), ("潘", "pan", 40), ("袁", "yuan", 40),
    ("顾", "gu", 10), ("钱", "qian", 10), ("陆", "lu", 10), ("姚", "yao", 10), ("金", "jin", 10),
]  # fmt: skip
GIVEN = [
    ("伟", "wei"), ("芳", "fang"), ("娜", "na"), ("敏", "min"), ("静", "jing"), ("强", "qiang"), ("磊", "lei"),
    ("洋", "yang"), ("艳", "yan"), ("勇", "yong"), ("军", "jun"), ("杰", "jie"), ("涛", "tao"), ("超", "chao"),
    ("明", "ming"), ("霞", "xia"), ("平", "ping"), ("刚", "gang"), ("玉", "yu"), ("建", "jian"), ("国", "guo"),
    ("华", "hua"), ("春", "chun"), ("红", "hong"), ("海", "hai"), ("燕", "yan"), ("云", "yun"), ("龙", "long"),
]  # fmt: skip
PLACES = [
    ("上海", "shanghai"),
    ("金山", "jinshan"),
    ("朱泾", "zhujing"),
    ("常州", "changzhou"),
    ("枫泾", "fengjing"),
]
TRADES = [("机械", "jixie"), ("物流", "wuliu"), ("餐饮", "canyin"), ("服装", "fuzhuang"), ("建筑", "jianzhu")]
STATES = [
    ("draft", 2), ("review", 2), ("declined", 3), ("accepted", 2), ("assigned", 2), ("mediation", 5),
    ("settled", 5), ("arbitration", 3), ("awarded", 1), ("litigation", 1), ("enforcement", 1), ("closing", 1),
    ("closed", 10), ("archived", 56), ("withdrawn", 4), ("terminated", 1), ("transferred", 1),
]  # fmt: skip
CAUSES = [("205.5", 60), ("205.1", 20), ("205.4", 15), ("205.2", 5)]
WORKER_TYPES = [("courier", 50), ("food_delivery", 30), ("truck_driver", 15), ("domestic", 5)]


@dataclass(frozen=True)
class Dataset:
    """Who looks, and what there is to be found."""

    clerk: User
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
    cause: str
    handler: User


def build(cases: int, *, seed: int = 11) -> Dataset:
    """Fill the (empty) database with that many cases and tell who looks at them."""
    random.seed(seed)
    return _Builder(cases).build()


class _Builder:
    def __init__(self, cases: int) -> None:
        self.size = cases
        self.today = clock.today()
        # a small database, too, fills a page with these
        self.late_share, self.group_share = max(0.03, 250 / cases), max(0.03, 70 / cases)
        self.ids = {model: itertools.count(1) for model in (Worker, Employer, Case, Claimant)}

    def build(self) -> Dataset:
        self._offices()
        self._people()
        self._employers()
        self.known: dict[str, str] = {}
        numbers: dict[tuple[int, int], int] = {}
        for first in range(0, self.size, BATCH):
            self._cases(range(first, min(first + BATCH, self.size)), numbers)
        raw(CaseNumberCounter).bulk_create(
            CaseNumberCounter(office_id=office, year=year, last=last)
            for (office, year), last in numbers.items()
        )
        self._reset_sequences()
        return Dataset(
            clerk=self.handlers[self.windows[0].pk][0],
            supervisor=self.supervisor,
            city=self.city,
            lawyer=self.lawyers[FIRMS].user,
            coordinator=self.lawyers[FIRMS - 1].user,
            full_name=NAMESAKE[0],
            cause="205.2",
            handler=self.handlers[self.windows[0].pk][1],
            **self.known,
        )

    # --- offices and people ---

    def _offices(self) -> None:
        root = Office.objects.add_root(
            instance=Office(name="市总工会", code="市总", kind=OfficeKind.CITY, number_prefix="沪工援")
        )
        self.offices = [root]
        for district in range(3):
            parent = root.add_child(
                instance=Office(name=f"第{district}区总工会", code=_letters("区", district), kind="district")
            )
            self.offices.append(parent)
        for n in range(OFFICES - len(self.offices)):
            parent = Office.objects.get(pk=self.offices[1 + n % 3].pk)
            town = Office(
                name=f"第{n}镇总工会",
                code=_letters("镇", n),
                kind=OfficeKind.TOWN,
                is_window=True,
                number_prefix="沪工援",
            )
            self.offices.append(parent.add_child(instance=town))
        self.windows = self.offices[4:]
        small = (1 - BIG_OFFICE_SHARE) / (len(self.windows) - 1)
        self.office_weights = [BIG_OFFICE_SHARE, *([small] * (len(self.windows) - 1))]

    def _user(self, name: str, role: str = "", office: Office | None = None) -> User:
        user = User.objects.create(username=f"bench{next(self.user_numbers)}", name=name)
        if role:
            member = Membership(user=user, office=office, role=role, valid_from=dt.date(2020, 1, 1))
            raw(Membership).bulk_create([member])
        return user

    def _people(self) -> None:
        self.user_numbers = itertools.count(1)
        self.handlers = {
            office.pk: [self._user(_name()[0], "clerk", office) for _ in range(HANDLERS_PER_OFFICE)]
            for office in self.windows
        }
        root, district = self.offices[0], self.offices[1]
        self.supervisor = self._user("区主管", "supervisor", district)
        self.city = self._user("市主管", "supervisor", root)
        firms = [Firm(pk=n + 1, name=f"第{n}律师事务所", pinyin=f"di{n}lvshi") for n in range(FIRMS)]
        raw(Firm).bulk_create(firms)
        raw(FirmOffice).bulk_create([FirmOffice(firm=firm, office=root) for firm in firms])
        self.lawyers = []
        for n in range(max(FIRMS + SMALL_FIRM, self.size // CASES_PER_LAWYER)):
            name, pinyin = _name()
            user = self._user(name)
            self.lawyers.append(
                Lawyer(
                    pk=len(self.lawyers) + 1,
                    firm=firms[-1] if FIRMS <= n < FIRMS + SMALL_FIRM else firms[n % (FIRMS - (n >= FIRMS))],
                    user=user,
                    name=name,
                    pinyin=pinyin,
                    is_coordinator=n < FIRMS,
                )
            )
        raw(Lawyer).bulk_create(self.lawyers)

    def _employers(self) -> None:
        self.employers = max(200, self.size // 5)
        rows = []
        for n in range(1, self.employers + 1):
            (place, p), (trade, t) = random.choice(PLACES), random.choice(TRADES)
            name, pinyin = f"{place}第{n}{trade}有限公司", f"{p}di{n}{t}youxiangongsi"
            rows.append(
                Employer(
                    pk=n,
                    name=name,
                    pinyin=pinyin,
                    credit_code=f"91310{n:013d}",
                    type="private",
                    legal_representative=_name()[0],
                    phone=f"15{n:09d}",
                )
            )
        raw(Employer).bulk_create(rows, BATCH)
        _key(rows)

    # --- cases ---

    def _cases(self, batch: range, numbers: dict[tuple[int, int], int]) -> None:
        rows: dict[type[models.Model], list] = {m: [] for m in (Worker, Case, Claimant, Claim, Deadline)}
        assignments = []
        for n in batch:
            case = self._case(n, numbers)
            rows[Case].append(case)
            for claimant in self._claimants(case):
                rows[Worker].append(claimant.worker)
                rows[Claimant].append(claimant)
                rows[Claim].append(_claim(case, claimant))
            if case.state not in ("draft", "archived", "withdrawn", "declined"):
                late = random.random() < self.late_share
                due = self.today + dt.timedelta(
                    days=random.randint(-20, -1) if late else random.randint(0, 90)
                )
                rows[Deadline].append(
                    Deadline(case=case, kind="mediation", starts_on=case.opened_on, due_on=due, version=1)
                )
            if case.number:
                assignments.append(self._assignment(case, n))
        for model, made in rows.items():
            raw(model).bulk_create(made, BATCH)
        _key(rows[Worker])
        raw(Assignment).bulk_create(assignments, BATCH)

    def _case(self, n: int, numbers: dict[tuple[int, int], int]) -> Case:
        pk = next(self.ids[Case])
        opened = self.today - dt.timedelta(days=DAYS - n * DAYS // self.size)
        office = random.choices(self.windows, self.office_weights)[0]
        state = _pick(STATES)
        case = Case(
            pk=pk,
            version=1,
            office=office,
            state=state,
            opened_on=opened,
            employer_id=random.randint(1, self.employers),
            cause=_pick(CAUSES),
            handler=random.choice(self.handlers[office.pk]),
            facts="某年某月起未足额支付工资，多次催讨未果。" * 4,
        )
        if state not in ("draft", "review", "declined"):
            key = (office.pk, opened.year)
            numbers[key] = numbers.get(key, 0) + 1
            case.accepted_on = opened
            case.number = format_case_number("沪工援", opened.year, office.code, numbers[key])
        return case

    def _claimants(self, case: Case) -> Iterator[Claimant]:
        for _ in range(8 if random.random() < self.group_share else 1):
            pk = next(self.ids[Worker])
            name, pinyin = _name()
            if pk % (self.size // NAMESAKES) == 0:
                name, pinyin = NAMESAKE
            number = f"310116{19600101 + pk % 300000:08d}{pk % 10000:04d}"
            worker = Worker(
                pk=pk,
                version=1,
                name=name,
                pinyin=pinyin,
                id_kind="resident",
                id_number=number,
                id_hash=keyed_hash(f"{number}-{pk}"),
                phone=f"13{pk:09d}",
                worker_type=_pick(WORKER_TYPES),
            )
            in_window = case.office_id == self.windows[0].pk and case.number
            if not self.known and pk > self.size // 2 and in_window:
                worker.id_hash = keyed_hash(number)
                self.known = {
                    "id_number": number,
                    "phone": worker.phone,
                    "credit_code": f"91310{case.employer_id:013d}",
                    "number": case.number,
                    "tail": f"{case.office.code}0012",
                }
            yield Claimant(
                pk=next(self.ids[Claimant]), version=1, case=case, worker=worker, consent_on=case.opened_on
            )

    def _assignment(self, case: Case, n: int) -> Assignment:
        lawyer = self.lawyers[n % len(self.lawyers)]
        moment = dt.datetime.combine(case.opened_on, dt.time(9), dt.UTC)
        return Assignment(
            case=case,
            firm=lawyer.firm,
            lawyer=lawyer,
            is_lead=True,
            offered_by=case.handler,
            offered_at=moment,
            expires_at=moment,
            state="accepted",
        )

    def _reset_sequences(self) -> None:
        """On PostgreSQL: rows brought their own keys, the next real one must not collide; count what is there."""
        if connection.vendor != "postgresql":
            return
        with connection.cursor() as cursor:
            for model in (Worker, Employer, Case, Claimant, Firm, Lawyer):
                table = model._meta.db_table
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
                )
            cursor.execute("ANALYZE")


def raw(model: type[models.Model]) -> models.QuerySet[Any]:
    """A queryset of the model that may write in bulk."""
    return models.QuerySet(model)


def _key(parties: list) -> None:
    NameKey.objects.bulk_create((key for party in parties for key in party.name_keys()), BATCH)


def _claim(case: Case, claimant: Claimant) -> Claim:
    claimed = Decimal(random.randint(200_000, 9_000_000)) / 100
    ended = case.state in ("closed", "archived")
    paid = claimed / 2 if ended else Decimal(0)
    paid = paid.quantize(Decimal("0.01"))
    return Claim(
        case=case,
        claimant=claimant,
        version=1,
        kind="wages",
        claimed=claimed,
        agreed=paid if ended else None,
        received=paid,
        verified=paid,
    )


def _letters(word: str, n: int) -> str:
    return word + "甲乙丙丁戊己庚辛壬癸"[n // 10] + "子丑寅卯辰巳午未申酉"[n % 10]


def _pick(weighted: Iterable[tuple[str, int]]) -> str:
    values, weights = zip(*weighted, strict=True)
    return random.choices(values, weights)[0]


SURNAME_WEIGHTS = [share for _, _, share in SURNAMES]


def _name() -> tuple[str, str]:
    surname, pinyin, _ = random.choices(SURNAMES, SURNAME_WEIGHTS)[0]
    given = random.choices(GIVEN, k=random.choice((1, 2, 2)))
    return surname + "".join(g for g, _ in given), pinyin + "".join(p for _, p in given)

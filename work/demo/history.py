"""The two years before the half year: what periods and years are compared with. Each month has its cases and its money.

A little more comes each year, and more before the Spring Festival, when wages are to be brought home.
"""

import datetime as dt
import random
from decimal import Decimal
from typing import Any

from core import clock
from law_tables import current
from work.demo.cast import SHANGHAI_FIRMS, Cast
from work.demo.intake import claim, receive, take_case
from work.demo.names import People
from work.demo.road import Road
from work.demo.zhujing import ADVICE, HALF_YEAR, STORIES

MONTHS = 24

MORE = ({1: 2, 6: 1, 9: 1, 11: 1, 12: 2}, {1: 2, 3: 1, 5: 1, 6: 1, 8: 1, 9: 1, 11: 1, 12: 3})
"""By year, the first and the second: the cases of a calendar month beyond the one that every month has."""

ADVISED = ({1: 4, 11: 3, 12: 4}, {1: 5, 6: 3, 11: 3, 12: 5})
"""The same of visits for advice, where they are not `USUALLY`."""
USUALLY = 2

OFFICES = (
    ("朱泾镇总工会", {"clerk": "lumin", "reviewer": "guming", "supervisor": "shenli"}),
    ("枫泾镇总工会", {"clerk": "xuhui", "reviewer": "wuping", "supervisor": "shenli"}),
)
"""The window in 枫泾 has every third case."""

EMPLOYERS = (
    "上海金廊包装制品有限公司", "上海泖港园艺有限公司", "上海亭卫运输有限公司", "上海临桂建筑装饰有限公司",
    "上海朱枫酒店管理有限公司", "上海新泾保安服务有限公司", "上海沪杭塑料制品有限公司", "上海廊下养老服务有限公司",
    "上海万联保洁服务有限公司", "上海秀枫商贸有限公司", "上海张泾金属制品有限公司",
)  # fmt: skip

KINDS = (
    "wages",
    "severance",
    "overtime",
    "wages",
    "annual_leave",
    "double_wage",
    "wages",
    "damages",
    "work_injury",
)
ENDS = ("awarded", "withdrawn", "group", "judged", "declined", "failed", "enforced", "settled")
"""How the cases end that a month has beyond its first, one after the other."""
SHORT = ("declined", "withdrawn")
"""Those that are over within days, for the last months before the half year."""

TYPES = (
    "manufacturing", "construction", "security", "cleaner", "truck_driver", "property_service", "care",
    "store_promoter", "domestic", "dispatched", "over_age",
)  # fmt: skip
CHANNELS = (
    "window",
    "window",
    "hotline_12351",
    "outreach",
    "window",
    "justice_office",
    "transferred_hotline",
    "online",
)
SUMS = {
    "wages": 14800, "severance": 31500, "overtime": 11900, "annual_leave": 6200, "double_wage": 38600,
    "damages": 29400, "work_injury": 64200,
}  # fmt: skip
"""About what is claimed, in yuan."""


def months(today: dt.date) -> list[dt.date]:
    """The first days of the months that are told, the last one whole before the half year begins."""
    first = today - dt.timedelta(days=HALF_YEAR)
    count = first.year * 12 + first.month - 1 - MONTHS
    return [dt.date(month // 12, month % 12 + 1, 1) for month in range(count, count + MONTHS)]


def tell(cast: Cast) -> None:
    """Month by month, ending before the half year."""
    History(cast).run()


class History:
    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.people = People(seed=2024)
        self.draw = random.Random(2024)
        self.lawyers = [lawyer for firm in SHANGHAI_FIRMS for lawyer in cast.lawyers(firm)]
        self.employers = [self.people.employer(name, address="上海市金山区亭枫公路") for name in EMPLOYERS]
        self.turn = self.ended = self.advised = 0

    def run(self) -> None:
        for number, first in enumerate(months(clock.today())):
            year = number * 2 // MONTHS
            self.settled(self.road(self.working_day(first), year))
            for place in range(MORE[year].get(first.month, 0)):
                self.another(self.working_day(first.replace(day=8 + 5 * place)), year, MONTHS - number)
            for place in range(ADVISED[year].get(first.month, USUALLY)):
                self.advice(self.working_day(first.replace(day=6 + 4 * place)))
        self.days_left()

    def days_left(self) -> None:
        """The month in which the half year begins, as far as there is time for something to begin and to end."""
        begin = clock.today() - dt.timedelta(days=HALF_YEAR)
        day = self.working_day(begin.replace(day=1))
        if day + dt.timedelta(days=24) <= begin:
            self.settled(self.road(day, 1))
        elif day + dt.timedelta(days=14) <= begin:
            self.withdrawn(self.road(day, 1))
        if day < begin:
            self.advice(day)

    def working_day(self, day: dt.date) -> dt.date:
        calendar = current.calendar()
        while not calendar.assume_working_day(day)[0]:
            day += dt.timedelta(days=1)
        return day

    # --- who comes ---

    def road(self, day: dt.date, year: int, size: int = 1) -> Road:
        """A visit and the case that comes of it; the sums rise a little from year to year."""
        office, people = OFFICES[self.turn % 3 == 2]
        kind = KINDS[self.turn % len(KINDS)] if size == 1 else "wages"
        cause, story, proof = STORIES[kind]
        employer = self.employers[self.turn % len(self.employers)]
        workers = [
            self.people.worker(
                worker_type=TYPES[self.turn % len(TYPES)],
                address=f"上海市金山区{office.removesuffix('总工会')}",
            )
            for _ in range(size)
        ]
        clerk, channel = self.cast.user(people["clerk"]), CHANNELS[self.turn % len(CHANNELS)]
        visit = receive(
            self.cast.offices[office], clerk, day, workers,
            [("complaint", story, "符合法律援助条件，当场登记。", "case")], employer,
            channel=channel,
        )  # fmt: skip
        case = take_case(
            self.cast.offices[office], clerk, day, visit,
            [(worker, self.employment(day), [claim(kind, self.sum(kind, year), proof)]) for worker in workers],
            employer, cause=cause, facts=story, channel=channel,
        )  # fmt: skip
        self.turn += 1
        return Road(self.cast, case, day, people)

    def employment(self, day: dt.date) -> dict[str, Any]:
        ended = day - dt.timedelta(days=self.draw.randint(10, 40))
        return {
            "employed_from": ended - dt.timedelta(days=self.draw.randint(400, 3200)),
            "employed_to": ended,
            "monthly_wage": Decimal(self.draw.randrange(4800, 8600, 100)),
            "job": "",
        }

    def sum(self, kind: str, year: int) -> Decimal:
        share = self.draw.randint(75, 130) + 8 * year
        return Decimal(SUMS[kind] * share // 1000 * 10).quantize(Decimal("0.01"))

    def advice(self, day: dt.date) -> None:
        office, people = OFFICES[self.advised % 3 == 2]
        kind, question, answer = ADVICE[self.advised % len(ADVICE)]
        receive(
            self.cast.offices[office], self.cast.user(people["clerk"]), day,
            [self.people.worker(worker_type=TYPES[self.advised % len(TYPES)])],
            [(kind, question, answer, "drafted" if kind == "drafting" else "answered")], None,
            channel=CHANNELS[self.advised % len(CHANNELS)], at=dt.time(13 + self.advised % 4, 20),
        )  # fmt: skip
        self.advised += 1

    # --- how it ends ---

    def settled(self, road: Road) -> None:
        """Settled in the first round and paid within days: begun with the month, it is closed before the next."""
        road.accepted().in_mediation().rounds([(2, "0.9")]).settled(Decimal("0.95")).paid(days=2).archived()

    def another(self, day: dt.date, year: int, months_left: int) -> None:
        end = ENDS[self.ended % len(ENDS)]
        if months_left <= 7 and end not in SHORT:
            end = SHORT[self.ended % 2] if months_left == 1 else "settled"
        self.ended += 1
        getattr(self, end)(self.road(day, year, (5 if year else 10) if end == "group" else 1))

    def group(self, road: Road) -> None:
        road.assigned(self.lawyer()).in_mediation().rounds([(5, "0.5"), (6, "0.9")]).settled().paid(
            days=9
        ).archived()

    def declined(self, road: Road) -> None:
        road.submitted()
        with road.after(2, 10):
            road.step(
                "decline",
                road.reviewer,
                reason="用工地和用人单位都不在本区，已告知当地工会联系方式",
                ground="venue",
            )

    def withdrawn(self, road: Road) -> None:
        road.accepted()
        with road.after(3, 10):
            road.step("withdraw", road.clerk, reason="单位已主动付清，本人撤回申请")

    def failed(self, road: Road) -> None:
        road.accepted().in_mediation().rounds([(4, "0")])
        with road.after(2, 10):
            road.step(
                "terminate", road.reviewer, reason="调解不成，本人自行委托律师申请仲裁", ground="own_lawyer"
            )

    def awarded(self, road: Road) -> None:
        self.award(road).paid(days=9).archived("award")

    def enforced(self, road: Road) -> None:
        self.award(road)
        with road.after(26, 10):
            road.step(
                "enforce", road.worker, body="上海市金山区人民法院", filed_on=clock.today(), reason="逾期未付"
            )
        road.paid(days=14).archived("enforced")

    def judged(self, road: Road) -> None:
        self.award(road, Decimal("0.6"))
        with road.after(9, 10):
            road.step(
                "file_suit",
                road.worker,
                body="上海市金山区人民法院",
                filed_on=clock.today(),
                reason="对裁决不服",
            )
        road.awarded(Decimal("0.85"), "judge").paid(days=10).archived("judgment")

    def award(self, road: Road, share: Decimal = Decimal("0.9")) -> Road:
        return road.assigned(self.lawyer()).in_mediation().rounds([(5, "0")]).in_arbitration().awarded(share)

    def lawyer(self) -> Any:
        return self.lawyers[self.ended % len(self.lawyers)]

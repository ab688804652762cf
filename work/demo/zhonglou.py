"""钟楼区: nineteen firms in an alliance for riders, couriers, ride-hailing and truck drivers.

Over 100 workers and over 2,000,000 yuan since it was founded.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

from cases.models import Worker
from core import clock
from front_desk.actions.record_requests import ask_for_record
from law_tables import current
from work.demo.cast import CHANGZHOU_FIRMS, FOUNDED, Cast
from work.demo.intake import claim, receive, take_case
from work.demo.names import People
from work.demo.road import Road

PEOPLE = {"clerk": "qianfang", "reviewer": "shilei", "supervisor": "zhoujin"}

GROUPS = (
    ("常州闪送骑士网络科技有限公司", "food_delivery", 12, "18600.00"),
    ("常州蓝驹配送服务有限公司", "food_delivery", 10, "16400.00"),
    ("江苏速达快递有限公司常州分公司", "courier", 12, "21300.00"),
    ("常州顺路网约车服务有限公司", "ride_hailing", 7, "19800.00"),
    ("常州大运河货运有限公司", "truck_driver", 6, "27500.00"),
    ("常州城际速运有限公司", "courier", 8, "17900.00"),
    ("常州橙风外卖站点管理有限公司", "food_delivery", 11, "15800.00"),
    ("常州恒通汽车租赁有限公司", "ride_hailing", 6, "22600.00"),
    ("常州江南干线物流有限公司", "truck_driver", 9, "26300.00"),
    ("常州雨燕即时配送有限公司", "food_delivery", 9, "14900.00"),
)
SINGLES = (
    ("food_delivery", "12600.00"), ("courier", "18400.00"), ("truck_driver", "45200.00"), ("ride_hailing", "23700.00"),
    ("food_delivery", "9800.00"), ("courier", "31500.00"), ("truck_driver", "62300.00"), ("ride_hailing", "17600.00"),
    ("food_delivery", "14200.00"), ("courier", "28900.00"), ("truck_driver", "38700.00"), ("ride_hailing", "26100.00"),
)  # fmt: skip
ASKING = 9
"""The firm of the case whose worker 朱泾镇 knows."""
SINGLE_EMPLOYERS = tuple(name for name, *_ in GROUPS)


def tell(cast: Cast) -> None:
    """From the founding to today."""
    people = People(seed=404)
    office, clerk = cast.offices["钟楼区总工会"], cast.user("qianfang")
    employers: dict[str, dict[str, Any]] = {}
    calendar = current.calendar()
    span = (clock.today() - FOUNDED).days - 150
    jobs: list[tuple[str, str, int, str]] = [*GROUPS]
    jobs += [(SINGLE_EMPLOYERS[n % 10], kind, 1, amount) for n, (kind, amount) in enumerate(SINGLES)]
    for turn, (name, kind, size, amount) in enumerate(jobs):
        employer = employers.setdefault(
            name, people.employer(name, "320404", type="platform_partner", address="常州市钟楼区")
        )
        day = FOUNDED + dt.timedelta(days=60 + span * turn // len(jobs))
        while not calendar.assume_working_day(day)[0]:
            day += dt.timedelta(days=1)
        workers = [people.worker(worker_type=kind, woman=False, address="常州市钟楼区") for _ in range(size)]
        facts = (
            "通过平台接单，站点以考核为由扣发报酬，多人共同反映。"
            if size > 1
            else "站点撤站，最后两个月报酬未结。"
        )
        visit = receive(
            office, clerk, day, workers, [("complaint", facts, "由联盟律师共同处理。", "case")], employer,
            channel="outreach" if size > 1 else "window",
        )  # fmt: skip
        claimants = [
            (
                worker,
                {
                    "employed_from": day - dt.timedelta(days=700),
                    "employed_to": day - dt.timedelta(days=15),
                    "monthly_wage": Decimal("7200.00"),
                    "job": "",
                },
                [claim("wages", Decimal(amount) + 100 * place, "新就业形态劳动者报酬")],
            )
            for place, worker in enumerate(workers)
        ]
        case = take_case(
            office, clerk, day, visit, claimants, employer, facts=facts,
            cause="214.2" if day >= dt.date(2026, 1, 1) else "205.5",
        )  # fmt: skip
        lawyer = cast.lawyers(CHANGZHOU_FIRMS[turn % len(CHANGZHOU_FIRMS)])[0]
        road = Road(cast, case, day, PEOPLE).assigned(lawyer).in_mediation()
        road.rounds([(5, "0.4"), (7, "0.9")]).settled(Decimal("1")).paid(days=12).archived()
    under_way(cast, people)


def under_way(cast: Cast, people: People) -> None:
    """What the alliance has in hand now. The last rider was a courier in 朱泾镇, whose record is asked for."""
    office, clerk = cast.offices["钟楼区总工会"], cast.user("qianfang")
    calendar = current.calendar()
    for ago, firm in ((25, 0), (18, 4), (6, 9)):
        day = clock.today() - dt.timedelta(days=ago)
        while not calendar.assume_working_day(day)[0]:
            day -= dt.timedelta(days=1)
        known = known_in_zhujing(cast) if firm == ASKING else {}
        worker = people.worker(worker_type="food_delivery", woman=False, address="常州市钟楼区", **known)
        employer = people.employer(
            f"常州即达{'甲乙丙'[firm % 3]}配送服务有限公司", "320404", type="platform_partner"
        )
        employment = {
            "employed_from": day - dt.timedelta(days=110),
            "employed_to": day - dt.timedelta(days=9),
            "monthly_wage": Decimal("6800.00"),
        }
        claims = [claim("wages", Decimal("13400.00"))]
        case = take_case(
            office,
            clerk,
            day,
            None,
            [(worker, employment, claims)],
            employer,
            facts="报酬未结。",
            cause="214.2",
        )
        road = Road(cast, case, day, PEOPLE).assigned(cast.lawyers(CHANGZHOU_FIRMS[firm])[0])
        if ago > 10:
            road.in_mediation().rounds([(4, "0.3")], agree=False)
        if known:
            with road.after(1, 10):
                apart = case.claimants.get().worker
                ask_for_record(apart, actor=clerk, reason="核对此前在朱泾镇申请援助时的劳动关系和欠薪情况。")


def known_in_zhujing(cast: Cast) -> dict[str, Any]:
    """The data of the first courier with a case in 朱泾镇, as `cases.actions.parties.take_worker` takes them."""
    couriers = Worker.objects.filter(
        claims_in__case__office=cast.offices["朱泾镇总工会"], worker_type="courier"
    )
    courier = couriers.earliest("pk")
    return {
        name: getattr(courier, name) for name in ("name", "id_number", "phone", "household", "is_migrant")
    }

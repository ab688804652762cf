"""朱泾镇: one window, half a year. 62 件 of visits, and 1,094,900.00 yuan verified in the end."""

import datetime as dt
from decimal import Decimal
from typing import Any

from cases.models import Case
from core import clock
from documents.actions import issue_paper
from labour_law.entitlements.heat_allowance import HotDays
from labour_law.money import round_fen
from law_tables import current
from recoveries.actions.second_looks import answer, set_share
from recoveries.models import SecondLook
from work.demo.cast import SHANGHAI_FIRMS, Cast
from work.demo.intake import Person, claim, receive, take_case
from work.demo.names import People
from work.demo.road import Road
from work.demo.sums import employed, owed_for, worked_out
from workings.actions import override_claim

HALF_YEAR = 190
"""Days ago: no visit and no case here is earlier, be there holidays or not. What came before is told in `history.py`."""
QUESTIONS = 62
VERIFIED = Decimal("1094900.00")
PEOPLE = {"clerk": "lumin", "reviewer": "guming", "supervisor": "shenli"}

EMPLOYERS = (
    "上海朱泾精密机械有限公司", "上海金汇物流有限公司", "上海秀州食品有限公司", "上海临源纺织有限公司",
    "上海新农五金制品厂", "上海众福物业管理有限公司", "上海待泾建筑工程有限公司", "上海东林餐饮管理有限公司",
    "上海万枫电子科技有限公司", "上海金悦家政服务有限公司", "上海长浜汽车配件有限公司", "上海泾洋化工有限公司",
)  # fmt: skip

ADVICE = (
    ("advice", "试用期工资低于最低工资，怎么办？", "试用期工资不得低于当地最低工资标准，可要求补足差额。"),
    (
        "advice",
        "公司要求自愿放弃缴纳社会保险，有效吗？",
        "无效。可以被迫解除并主张经济补偿，补缴向征收机构反映。",
    ),
    (
        "advice",
        "加班没有打卡，怎样证明？",
        "工作群记录、交接单、证人都可作为证据；单位掌握的记录由单位提供。",
    ),
    ("complaint", "工资拖欠一个月，单位说资金紧张。", "已电话联系单位，单位承诺本月二十日前发放，逾期再来。"),
    ("advice", "未休的年休假离职时怎样折算？", "按当年已工作天数折算，未休天数按日工资的百分之三百支付。"),
    ("drafting", "想自己申请仲裁，请帮写申请书。", "已代写仲裁申请书和证据目录，告知提交地点。"),
    ("advice", "退休返聘受伤，能否认定工伤？", "视单位是否参加工伤保险而定，已告知申请材料和一年时限。"),
    (
        "mediation",
        "和班组长争执被停工三天，要求恢复工作。",
        "已现场调解，单位同意恢复工作并补发停工期间工资。",
    ),
    (
        "advice",
        "送外卖与站点没有签合同，算不算劳动关系？",
        "看管理程度和报酬发放方式，请带上派单记录和工资流水再来。",
    ),
    ("complaint", "高温天在室外作业，没有高温津贴。", "六至九月每月三百元，已向单位发出提示函。"),
)

STORIES = {
    "wages": ("205.5", "单位以资金周转困难为由拖欠工资，多次催讨，只写了欠条。", "欠条、工资条、银行流水"),
    "overtime": ("205.5", "长期每周工作六天、每天十小时，工资单上没有加班费。", "考勤记录、排班表"),
    "severance": ("205.6", "单位提出协商解除后反悔，不肯支付经济补偿。", "解除协议、劳动合同法第46、47条"),
    "work_injury": (
        "206.2",
        "上班途中受伤已认定工伤，单位未参保，拒付待遇。",
        "工伤认定决定书、九级伤残鉴定",
    ),
    "double_wage": ("205", "入职一年未签书面劳动合同，离职时单位才补给空白合同。", "工资流水、工作群记录"),
    "damages": ("205", "单位以末位淘汰为由当场辞退，没有任何书面理由。", "解除通知、聊天记录"),
    "annual_leave": ("205.5", "累计工作十二年，从未安排年休假，离职未折算。", "社保缴费记录"),
}
"""Cause of action, what happened, and on what the claim rests."""

TYPES = (
    "manufacturing",
    "truck_driver",
    "property_service",
    "construction",
    "domestic",
    "cleaner",
    "security",
    "courier",
)


EIGHTEEN_SUMMERS: dict[str, Any] = {
    "start": dt.date(2001, 6, 1),
    "end": dt.date(2018, 9, 30),
    "hot_days": tuple(
        HotDays(year=year, days=days) for year, days in ((2007, 13), (2008, 11), (2009, 11), (2010, 13))
    ),
    "rate_heat_month_shanghai_0_2001-06-01": "10",
}
"""By the day from 2007 on, by the month from 2011 on. The tables have no rate for the years before: the clerk enters what
the collective contract of the works said."""


def tell(cast: Cast) -> None:
    """The whole half year, ending today."""
    Zhujing(cast).run()


def left_behind(number: int, worker: dict[str, Any], ended: dt.date) -> Person:
    """One of the eight: those further down the list came a little earlier and earn a little less."""
    employment = employed(ended, 365 * 7 + 250 + 5 * number, Decimal("3150.00") - Decimal("12.50") * number)
    claims = [
        claim(
            "heat_allowance",
            Decimal("7120.00"),
            "沪劳保综发〔2007〕30号、沪人社综发〔2011〕43号、〔2016〕23号",
        ),
        claim("severance", Decimal("25200.00") - 100 * number, "劳动合同法第46、47条"),
    ]
    return worker, employment | {"job": "装配工"}, claims


class Zhujing:
    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.people = People(seed=2026)
        self.office = cast.offices["朱泾镇总工会"]
        self.clerk = cast.user("lumin")
        self.today = clock.today()
        self.lawyers = [lawyer for firm in SHANGHAI_FIRMS for lawyer in cast.lawyers(firm)]
        self.wanglv = self.lawyers[0]
        self.questions = 0
        self.verified = Decimal("0.00")
        self.employer_turn = 0

    def run(self) -> None:
        self.share_of_second_looks()
        self.relocation()
        self.finished_cases()
        self.cases_in_every_state()
        self.under_review()
        self.visits_without_a_case()
        self.second_looks()

    # --- the pieces ---

    def day(self, days_ago: int) -> dt.date:
        """A working day about so many days ago."""
        day = self.today - dt.timedelta(days=days_ago)
        calendar = current.calendar()
        while not calendar.assume_working_day(day)[0]:
            day -= dt.timedelta(days=1)
        return day

    def employer(self) -> dict[str, Any]:
        name = EMPLOYERS[self.employer_turn % len(EMPLOYERS)]
        self.employer_turn += 1
        return self.people.employer(name, address="上海市金山区朱泾镇工业区")

    def road(
        self,
        days_ago: int,
        claims: list[dict[str, Any]],
        employment: dict[str, Any] | None = None,
        **facts: Any,
    ) -> Road:
        """A worker walks up, is registered, and a case is opened from the visit."""
        day = self.day(days_ago)
        cause, story, proof = STORIES[claims[0]["kind"]]
        facts = {"cause": cause, "facts": story} | facts
        for item in claims:
            item["basis"] = item["basis"] or proof
        worker = self.people.worker(
            worker_type=TYPES[self.employer_turn % len(TYPES)],
            address="上海市金山区朱泾镇",
            zone="东林居委会",
        )
        employer = self.employer()
        visit = receive(
            self.office,
            self.clerk,
            day,
            [worker],
            [
                (
                    "complaint",
                    facts.get("facts", "单位拖欠工资，多次催讨未果。"),
                    "符合法律援助条件，当场登记。",
                    "case",
                )
            ],
            employer,
        )
        self.questions += 1
        case = take_case(
            self.office,
            self.clerk,
            day,
            visit,
            [(worker, employment or self.employment(days_ago), claims)],
            employer,
            **facts,
        )
        return Road(self.cast, case, day, PEOPLE)

    def employment(self, days_ago: int) -> dict[str, Any]:
        ended = self.day(days_ago + 20)
        return {
            "employed_from": ended - dt.timedelta(days=1200 + 37 * self.employer_turn),
            "employed_to": ended,
            "monthly_wage": Decimal("6500.00") + 100 * (self.employer_turn % 9),
            "job": "操作工",
        }

    # --- the story of eight workers whose factory moved away ---

    def relocation(self) -> None:
        """Heat allowance and severance for eight, over 240,000 yuan; the employer gives way in the fourth round."""
        day = self.day(176)
        names = ("周建国", "沈玉芳", "陆志强", "徐桂兰", "吴国平", "孙雪琴", "金长根", "顾佩芬")
        employer = self.people.employer(
            "上海金山制冷设备有限公司", address="上海市金山区朱泾镇临源街750号", type="private"
        )
        workers = [
            self.people.worker(
                name=name,
                woman=number % 2 == 1,
                worker_type="manufacturing",
                address="上海市金山区朱泾镇",
                zone="临源居委会",
            )
            for number, name in enumerate(names)
        ]
        facts = (
            "八名职工自2001年起在该厂工作，工厂改制为公司时已结清此前工龄的经济补偿。公司决定整体搬迁至浙江，"
            "职工因家庭原因不能随迁，公司拒绝支付改制后的经济补偿；2001年至2018年车间夏季温度超过33℃，"
            "十八年未发放高温津贴（2006年及以前按厂集体合同约定的每月十元计算）。"
        )
        visit = receive(
            self.office,
            self.clerk,
            day,
            workers,
            [("mediation", facts, "可要求经济补偿和高温津贴，建议共同申请援助。", "case")],
            employer,
        )
        self.questions += 1
        ended = day - dt.timedelta(days=12)
        case = take_case(
            self.office,
            self.clerk,
            day,
            visit,
            [left_behind(number, worker, ended) for number, worker in enumerate(workers)],
            employer,
            facts=facts,
            cause="205.6",
            known_on=ended,
        )
        worked_out(case, day, "heat_allowance", **EIGHTEEN_SUMMERS)
        worked_out(case, day, "severance", cause="no_fault_changed")
        road = Road(self.cast, case, day, PEOPLE).assigned(self.wanglv)
        self.papers(road)
        road.in_mediation().rounds([(4, "0"), (7, "0.58"), (8, "0.88"), (5, "0.954")])
        road.note("单位负责人表示搬迁款到位后可以一次付清，约定第四轮。")
        road.settled(Decimal("0.954"), paper=True)
        road.paid(Decimal("0.5"), days=9).paid(Decimal("1"), days=20).archived()
        self.count(road)

    def papers(self, road: Road) -> None:
        """What the law asks for at the start of a case."""
        with road.after(0, 16, 30):
            case = Case.objects.get(pk=road.case.pk)
            first = case.claimants.first()
            issue_paper("aid_application", case=case, claimant=first, actor=self.clerk)
            issue_paper("acceptance_notice", case=case, claimant=first, actor=self.clerk)
            issue_paper("appointment_notice", case=case, actor=self.clerk)

    def count(self, road: Road) -> None:
        self.verified += sum((c.verified for c in road.case.claims.all()), Decimal("0.00"))

    # --- fourteen cases that came to a good end ---

    def finished_cases(self) -> None:
        plan = [
            (170, "wages", "68400.00"), (163, "overtime", "31250.50"), (158, "severance", "92400.00"),
            (150, "wages", "21890.80"), (147, "work_injury", "118600.00"), (139, "double_wage", "66000.00"),
            (131, "damages", "57800.00"), (124, "wages", "43260.00"), (117, "severance", "78500.00"),
            (110, "annual_leave", "9600.00"), (104, "wages", "36480.00"),
        ]  # fmt: skip
        for number, (ago, kind, amount) in enumerate(plan):
            employment, code, facts = self.worked_out(ago)
            road = self.road(ago, [claim(kind, Decimal(amount))], employment)
            if code:
                worked_out(road.case, road.day, code, **facts)
            if number % 3 == 2:
                road.accepted()
            else:
                road.assigned(self.lawyers[number % len(self.lawyers)])
            if number == 0:
                self.papers(road)
            road.in_mediation().rounds([(3, "0.3"), (5, "0.8")] if number % 2 else [(4, "0.9")])
            road.settled(Decimal("0.95") if number % 2 else Decimal("1"), paper=number < 2)
            if number % 4 == 1:
                road.paid(Decimal("0.4"), days=5)
            road.paid(days=8)
            _ = road.archived() if number < 9 else road.closed()
            self.count(road)
        self.awarded_and_enforced()
        self.last_to_the_fen()

    def worked_out(self, ago: int) -> tuple[dict[str, Any] | None, str, dict[str, Any]]:
        """The employment, the calculator and its facts in the cases whose sum is worked out."""
        ended = self.day(ago + 20)
        if ago == 158:
            return (
                employed(ended, 365 * 10 + 240, Decimal("8400.00")),
                "severance",
                {"cause": "agreed_by_employer"},
            )
        if ago == 150:
            start, end = owed_for(ended)
            facts = {"start": start, "end": end, "part_days": 8}
            return employed(end, 1200, Decimal("6500.00")), "unpaid_wages", facts
        if ago == 139:
            return employed(ended, 400, Decimal("6000.00")), "double_wages", {}
        return None, "", {}

    def awarded_and_enforced(self) -> None:
        """One employer pays after the award, another only when the court enforces it."""
        road = self.road(152, [claim("wages", Decimal("54300.00"))]).assigned(self.wanglv)
        road.in_mediation().rounds([(5, "0")]).in_arbitration().awarded(Decimal("0.92")).paid(days=9).closed(
            "award"
        )
        self.count(road)
        road = self.road(168, [claim("wages", Decimal("88200.00"))]).assigned(self.lawyers[2])
        road.in_mediation().rounds([(5, "0")]).in_arbitration().awarded(Decimal("1"))
        with road.after(18, 10):
            road.step(
                "enforce", road.worker, body="上海市金山区人民法院", filed_on=clock.today(), reason="逾期未付"
            )
        road.paid(days=14).archived("enforced")
        self.count(road)

    def last_to_the_fen(self) -> None:
        """The half year ends at 1,094,900.00 yuan verified; half of the settled case below is still to come."""
        employment = employed(self.day(66), 365 * 9 + 300, Decimal("6200.00"))
        self.partly = self.road(46, [claim("severance", Decimal("60000.00"))], employment)
        worked_out(self.partly.case, self.partly.day, "severance", cause="agreed_by_employer")
        self.partly.assigned(self.wanglv)
        assert self.wanglv.user is not None
        with self.partly.after(0, 16):
            override_claim(
                self.partly.case.claims.get(),
                actor=self.wanglv.user,
                claimed=Decimal("60000.00"),
                reason="年终奖计入基数证据不足，经职工同意调整。",
            )
        self.partly.in_mediation().rounds([(3, "0.8")]).settled(Decimal("0.8"))
        self.partly.paid(Decimal("0.5"), days=6)
        self.count(self.partly)
        closing = self.road(58, [claim("wages", Decimal("18600.00"))]).accepted()
        closing.in_mediation().rounds([(3, "0.9")]).settled().paid(days=6).closing()
        self.count(closing)
        missing = VERIFIED - self.verified
        road = self.road(
            96, [claim("wages", round_fen(missing / 2)), claim("severance", missing - round_fen(missing / 2))]
        )
        road.assigned(self.lawyers[4]).in_mediation().rounds(
            [(3, "0.6"), (4, "0.95")]
        ).settled().paid().closed()
        self.count(road)

    # --- one case, at least, in every state ---

    def cases_in_every_state(self) -> None:
        wages = lambda amount: [claim("wages", Decimal(amount))]  # noqa: E731
        self.road(1, wages("15200.00"))
        self.road(0, wages("8900.00"), facts="停产三个月未发工资，尚缺工资条。")
        self.road(5, wages("12600.00")).submitted()
        self.road(1, wages("19300.00")).submitted()
        declined = self.road(34, wages("5200.00")).submitted()
        with declined.after(3, 10):
            declined.step(
                "decline", declined.reviewer, reason="用工地在外省，已告知当地工会联系方式", ground="venue"
            )
        offered = self.road(3, wages("24800.00")).accepted()
        with offered.after(1, 10):
            offered.offered(self.wanglv)
        self.road(4, wages("17650.00")).accepted()
        self.road(12, wages("28900.00")).assigned(self.wanglv)
        self.road(26, wages("47200.00")).assigned(self.wanglv).in_mediation().rounds(
            [(4, "0.2"), (6, "0.5")], agree=False
        )
        self.road(9, wages("9800.00")).accepted().in_mediation()
        waiting = self.road(40, wages("33000.00")).assigned(self.lawyers[1])
        waiting.in_mediation().rounds([(3, "0.9")]).settled().paid(days=6, verify=False)
        partly = self.road(38, wages("26400.00")).accepted()
        partly.in_mediation().rounds([(3, "0.8")]).settled(Decimal("0.9")).paid(
            Decimal("0.3"), days=4, verify=False
        )
        self.road(48, wages("36100.00")).assigned(self.wanglv).in_mediation().rounds(
            [(4, "0")]
        ).in_arbitration()
        awarded = self.road(66, wages("41200.00")).assigned(self.lawyers[3])
        awarded.in_mediation().rounds([(4, "0")]).in_arbitration().awarded(Decimal("0.85"))
        court = self.road(92, wages("52700.00")).assigned(self.wanglv)
        court.in_mediation().rounds([(4, "0")]).in_arbitration().awarded(Decimal("0.6"))
        with court.after(9, 10):
            court.step(
                "file_suit",
                court.worker,
                body="上海市金山区人民法院",
                filed_on=clock.today(),
                reason="对裁决不服",
            )
        enforced = self.road(118, wages("63900.00")).assigned(self.lawyers[2])
        enforced.in_mediation().rounds([(4, "0")]).in_arbitration().awarded(Decimal("1"))
        with enforced.after(20, 10):
            enforced.step(
                "enforce",
                enforced.worker,
                body="上海市金山区人民法院",
                filed_on=clock.today(),
                reason="逾期未付",
            )
        self.ways_out()

    def ways_out(self) -> None:
        for ago, name, reason, data in (
            (72, "withdraw", "单位已主动付清，本人撤回申请", {}),
            (83, "terminate", "本人自行委托律师", {"ground": "own_lawyer"}),
            (61, "transfer", "用工地在枫泾镇", {"ground": "other", "transferred_to": "枫泾镇总工会"}),
        ):
            road = self.road(ago, [claim("wages", Decimal("7400.00"))]).accepted()
            with road.after(4, 10):
                actor = road.clerk if name == "withdraw" else road.reviewer
                road.step(name, actor, reason=reason, **data)

    # --- the review of money: none of it changes what is verified in the end ---

    def share_of_second_looks(self) -> None:
        with clock.at(self.day(200)):
            set_share(
                self.cast.offices["金山区总工会"],
                actor=self.cast.user("guanli"),
                percent=20,
                reason="2026年度资金核定抽查方案",
            )

    def under_review(self) -> None:
        """Sent back, mended, with a reversal that waits, and reversed."""
        wages = lambda amount: [claim("wages", Decimal(amount))]  # noqa: E731
        self._settled(44, wages("12800.00")).paid(days=6, verify=False).sent_back(
            "unreadable", "回单照片模糊，看不清付款人和流水号。"
        )
        self._settled(42, wages("15400.00")).paid(days=5, verify=False).sent_back(
            "payer", "付款人为个人，请说明与单位的关系。"
        ).mended()
        self._settled(52, wages("9600.00")).paid(days=6).reversed(
            "paid_back", "收款账户有误，银行已退回，单位重新付款。"
        )
        self.partly.reversal_asked("double", "与另一笔登记似为同一回单，请主管复核。")

    def _settled(self, days_ago: int, claims: list[dict[str, Any]]) -> Road:
        return self.road(days_ago, claims).accepted().in_mediation().rounds([(3, "0.9")]).settled()

    def second_looks(self) -> None:
        """Another supervisor looks again at what was drawn, all but the last two."""
        drawn = list(SecondLook.objects.filter(case__office=self.office).order_by("drawn_at", "pk"))
        for look in drawn[:-2]:
            with clock.at(min(look.drawn_at + dt.timedelta(days=7), clock.now())):
                answer(look, actor=self.cast.user("weilan"), result="in_order")

    # --- the rest of the window's work ---

    def visits_without_a_case(self) -> None:
        turn = 0
        while self.questions < QUESTIONS:
            asked = [ADVICE[turn % len(ADVICE)]]
            if turn % 6 == 5 and self.questions + 2 <= QUESTIONS:
                asked.append(ADVICE[(turn + 3) % len(ADVICE)])
            outcome = {"drafting": "drafted"}
            receive(
                self.office,
                self.cast.user(("lumin", "jinlan", "tangwei")[turn % 3]),
                self.day(178 - turn * 8 if turn < 22 else turn - 20),
                [self.people.worker(worker_type=TYPES[turn % len(TYPES)], address="上海市金山区朱泾镇")],
                [(kind, question, answer, outcome.get(kind, "answered")) for kind, question, answer in asked],
                None,
                channel=("window", "hotline_12351", "outreach", "window")[turn % 4],
                at=dt.time(13 + turn % 4, 11 * turn % 60),
            )
            self.questions += len(asked)
            turn += 1

"""实事项目 of the Shanghai union, told of this year. Its published figures of 2019 are the plans: two were plans then
(30,000 workers aided, 100,000 members in flexible employment protected), three were reported as done (98 % of unions
taking part, 1,500 projects of their own, 164 million yuan used). The months are made up.
"""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from accounts.models import Office, User
from core import clock
from reports.actions.projects import correct, enter, hand_down, save_project
from reports.models import Project, ProjectEntry, ProjectUnit, RollUp
from work.demo.cast import Cast

LEVELS = ("上海市总工会", "金山区总工会", "朱泾镇总工会")
AIDED = "为3万名职工提供法律援助"
PROTECTED = "为10万名灵活就业会员提供专享保障"
TAKING_PART = "区局（产业）工会参与率"
OWN = "开展自主服务项目"
USED = "使用专项服务资金"


def tell(cast: Cast) -> None:
    """From January to the month that ended last; a year that has just begun has its plans alone."""
    Year(cast).run()


class Year:
    def __init__(self, cast: Cast) -> None:
        self.offices = [cast.offices[name] for name in LEVELS]
        self.keeper: User = cast.user("guanli")
        self.today = clock.today()
        self.set_up_on = min(dt.date(self.today.year, 1, 15), self.today)

    def run(self) -> None:
        aided = self.project(1, AIDED, ProjectUnit.PERSONS, 30_000, measure="persons")
        self.handed_down(self.handed_down(aided, self.offices[1], 300), self.offices[2], 120)
        protected = self.project(2, PROTECTED, ProjectUnit.PERSONS, 100_000)
        self.enter(
            protected, [9_100, 8_400, 10_200, 9_800, 9_600, 10_700, 9_900, 8_800, 9_700, 10_300, 9_500]
        )
        share = self.project(3, TAKING_PART, ProjectUnit.PERCENT, 98)
        self.enter(share, ["61", "72.5", "80", "85.5", "90", "93.5", "95", "96.5", "97", "98", "98.5"])
        own = self.project(4, OWN, ProjectUnit.PIECES, 1_500, roll_up=RollUp.SUM)
        self.enter(own, [88, 95, 132, 118, 127, 140, 121, 104, 119, 126, 113])
        self.enter(self.handed_down(own, self.offices[1], 60), [4, 3, 6, 5, 5, 7, 4, 4, 6, 5, 4])
        used = self.project(5, USED, ProjectUnit.TEN_THOUSAND, 16_400, roll_up=RollUp.SUM)
        amounts = [
            "1210.50",
            "980.25",
            "1460",
            "1390.75",
            "1425",
            "1510",
            "1340.5",
            "1275",
            "1380",
            "1405",
            "1322.8",
        ]
        self.enter(used, amounts)
        self.put_right(used)

    def project(
        self, number: int, name: str, unit: str, plan: int, *, measure: str = "", roll_up: str = RollUp.OWN
    ) -> Project:
        project = Project(
            office=self.offices[0],
            year=self.today.year,
            number=number,
            name=name,
            unit=unit,
            plan=Decimal(plan),
            measure=measure,
            roll_up=roll_up,
        )
        with clock.at(self.set_up_on):
            return save_project(project, actor=self.keeper, reason="年度实事项目立项")

    def handed_down(self, project: Project, office: Office, plan: int) -> Project:
        with clock.at(self.set_up_on):
            return hand_down(
                project,
                actor=self.keeper,
                office=office,
                plan=Decimal(plan),
                roll_up=RollUp.OWN,
                reason="任务分解",
            )

    def enter(self, project: Project, amounts: Sequence[int | str]) -> None:
        """Each month on the first of the next."""
        for month, amount in zip(range(1, self.today.month), amounts, strict=False):
            with clock.at(dt.date(self.today.year, month + 1, 1)):
                enter(
                    project,
                    actor=self.keeper,
                    month=month,
                    amount=Decimal(amount),
                    reference=f"实事项目月报表第{month}期",
                )

    def put_right(self, project: Project) -> None:
        """The first month was entered a little too high."""
        first = ProjectEntry.objects.filter(project=project, month=1).first()
        if first:
            correct(
                first,
                actor=self.keeper,
                amount=Decimal("1201.50"),
                reference="实事项目月报表第1期（更正）",
                reason="扣除退回款项9万元",
            )

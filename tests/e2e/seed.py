"""The people of the browser tests: run in the server's environment, on an empty database.

`python -m tests.e2e.seed` makes two offices with one user per role, two lawyers who serve both, all with one
password, and a group case in each. Those of the first office are named by their role, those of the second by role and 2.
"""

import os

PASSWORD = "correct horse 9"
STAFF = {
    "clerk": ("陈雪梅", "许文杰"),
    "reviewer": ("黄志强", "沈佳"),
    "supervisor": ("顾卫东", "陆敏"),
    "auditor": ("何静", "金建华"),
    "administrator": ("马晓东", "曹琳"),
}
OFFICES = (("朱泾", "朱泾镇总工会"), ("枫泾", "枫泾镇总工会"))
GROUP_NUMBER = "沪工援〔2025〕朱泾0007号"
OVERDUE_NUMBER = "沪工援〔2025〕枫泾0004号"
SUMS_NUMBER = "沪工援〔2025〕枫泾0003号"
KNOWN_WORKERS = (("徐桂英", "310116198811200029"), ("卢建明", "310116197903120013"))
KNOWN_EMPLOYER_CODE = "91310116MA1JA2XY3P"
LAWYERS = (("lawyer", "王立明", "上海申浦律师事务所"), ("lawyer2", "赵宏", "上海金浩律师事务所"))


def seed() -> None:
    from core.audit import record
    from lawyers.models import FirmOffice
    from tests.factories import LawyerFactory, UserFactory, firm_serving, office, staff

    windows = [
        office(name, code=code, address=f"{code}镇公园路1号二楼调解室", phone="021-57310000")
        for code, name in OFFICES
    ]
    people = {}
    for role, names in STAFF.items():
        for suffix, window, name in zip(("", "2"), windows, names, strict=True):
            people[role + suffix] = staff(
                role, window, username=f"{role}{suffix}", name=name, password=PASSWORD
            )
    lawyers = []
    for username, name, firm_name in LAWYERS:
        firm = firm_serving(windows[0], name=firm_name)
        record(FirmOffice(firm=firm, office=windows[1]), actor=None)
        user = UserFactory(username=username, name=name, password=PASSWORD)
        licence = {"licence": "13101200010000001", "phone": "13800000001"}
        lawyers.append(LawyerFactory(firm=firm, user=user, is_coordinator=True, **licence))
    those_who_came_before(windows[0])
    group_case(windows[0], people["clerk"], lawyers[0])
    case_to_work_out(windows[1], people["clerk2"], lawyers[1])
    overdue_case(windows[1], people["clerk2"])


def those_who_came_before(window: object) -> None:
    """Two workers known from visits, and an employer on record, with all that papers print of them."""
    from datetime import date

    from tests.factories import EmployerFactory, met

    for number, (name, id_number) in enumerate(KNOWN_WORKERS):
        met(
            window,
            name=name,
            id_number=id_number,
            birth_date=date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14])),
            sex="male" if int(id_number[16]) % 2 else "female",
            address=f"上海市金山区朱泾镇东林街{number + 1}号",
            household="安徽省六安市金安区",
            bank_name="中国农业银行朱泾支行",
            bank_account=f"622848003012345678{number}",
            is_migrant=True,
            is_union_member=True,
        )
    EmployerFactory(
        name="上海泾东纺织有限公司",
        credit_code=KNOWN_EMPLOYER_CODE,
        address="上海市金山区朱泾镇临源街750号",
        legal_representative="沈国梁",
        legal_representative_title="执行董事",
        phone="021-57311234",
    )


def group_case(window: object, clerk: object, lawyer: object) -> None:
    """A group in mediation, offered to a lawyer, with a payment that waits to be verified."""
    from core import clock
    from recoveries.actions.receipts import record_receipt
    from tests.factories import (
        AssignmentFactory,
        CaseFactory,
        ClaimantFactory,
        ClaimFactory,
        EmployerFactory,
        MediationRoundFactory,
        WorkerFactory,
    )

    case = CaseFactory(
        office=window,
        handler=clerk,
        employer=EmployerFactory(name="上海金山朱泾汽车零部件精密铸造有限公司第二分公司"),
        state="mediation",
        number=GROUP_NUMBER,
        accepted_on=clock.today(),
        mediation_started_on=clock.today(),
        facts="公司搬迁，八名职工不随迁，未付高温费和经济补偿。",
    )
    claims = [
        ClaimFactory(claimant=ClaimantFactory(case=case, worker=WorkerFactory(name=f"{family}建民")))
        for family in "赵钱孙李欧郑冯陈"
    ]
    MediationRoundFactory(case=case)
    AssignmentFactory(case=case, lawyer=lawyer)
    record_receipt(
        case,
        actor=clerk,
        received_on=clock.today(),
        parts={claims[0].pk: claims[0].claimed},
        method="transfer",
        payer=case.employer.name,
    )


def case_to_work_out(window: object, clerk: object, lawyer: object) -> None:
    """Three dismissed on one day, with a lawyer; what one of them claims was guessed, the others claim nothing yet."""
    from datetime import date
    from decimal import Decimal

    from core import clock
    from tests.factories import AssignmentFactory, CaseFactory, ClaimantFactory, ClaimFactory, WorkerFactory

    case = CaseFactory(
        office=window, handler=clerk, state="accepted", number=SUMS_NUMBER, accepted_on=clock.today()
    )
    claimants = [
        ClaimantFactory(
            case=case,
            worker=WorkerFactory(name=name),
            employed_from=date(2008, 3, 15),
            employed_to=date(2026, 6, 30),
            monthly_wage=Decimal(9200),
        )
        for name in ("何志明", "吕秀兰", "施国平")
    ]
    ClaimFactory(claimant=claimants[0], kind="severance", claimed=Decimal(100_000))
    AssignmentFactory(case=case, lawyer=lawyer, state="accepted")


def overdue_case(window: object, clerk: object) -> None:
    """Settled sixty days ago by an agreement; the first of two payments is late, and by its clause the rest is due."""
    from datetime import timedelta
    from decimal import Decimal

    from cases.actions.steps import take_step
    from cases.models import Case
    from core import clock
    from mediation.actions.agreements import record_agreement
    from tests.factories import CaseFactory, ClaimantFactory, ClaimFactory, WorkerFactory, clear_check

    signed = clock.today() - timedelta(days=60)
    case = CaseFactory(
        office=window,
        handler=clerk,
        state="mediation",
        number=OVERDUE_NUMBER,
        opened_on=signed,
        accepted_on=signed,
        mediation_started_on=signed,
    )
    claim = ClaimFactory(
        claimant=ClaimantFactory(case=case, worker=WorkerFactory(name="龚惠芳")), claimed=Decimal(9000)
    )
    clear_check(case)
    with clock.at(signed):
        days = (signed + timedelta(days=30), clock.today() + timedelta(days=120))
        record_agreement(
            case,
            terms={claim.pk: claim.claimed},
            instalments=[(claim.claimant_id, day, Decimal(4500)) for day in days],
            whole_rest_due=True,
            signed_on=signed,
            actor=clerk,
        )
        take_step(Case.objects.get(pk=case.pk), "settle", actor=clerk)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    seed()

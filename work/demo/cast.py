"""Offices, people and firms of the demo, and the logins that are shown."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.hashers import make_password

from accounts.actions.offices import place_office
from accounts.actions.people import create_user, grant_membership
from accounts.actions.roster import set_duty
from accounts.models import DutyKind, Office, OfficeKind, User
from core import clock
from core.audit import record
from core.names import pinyin_key
from law_tables import current
from lawyers.models import Alliance, AllianceMember, Firm, FirmClient, FirmOffice, Lawyer

PASSWORD = "gongyuan-2026"
FOUNDED = dt.date(2022, 6, 1)

LOGINS = (
    ("lumin", "陆敏", "clerk", "朱泾镇总工会", "窗口工作人员", "Window clerk"),
    ("guming", "顾明", "reviewer", "朱泾镇总工会", "审批人", "Reviewer"),
    ("shenli", "沈丽", "supervisor", "金山区总工会", "主管", "Supervisor"),
    ("heshen", "何慎", "auditor", "金山区总工会", "审计", "Auditor"),
    ("guanli", "管理员", "administrator", "上海市总工会", "管理员", "Administrator"),
    ("wanglv", "王律", None, "上海朱泾律师事务所", "公益律师", "Pro bono lawyer"),
    ("fanglian", "方联", None, "上海朱泾律师事务所", "律所联络人", "Firm coordinator"),
    ("qianfang", "钱芳", "clerk", "钟楼区总工会", "窗口工作人员(常州)", "Window clerk (Changzhou)"),
    ("zhoujin", "周谨", "supervisor", "钟楼区总工会", "主管(常州)", "Supervisor (Changzhou)"),
)
"""User name, name, role, office or firm, and what they are, in Chinese and English."""

OTHERS = (
    ("jinlan", "金岚", "clerk", "朱泾镇总工会"),
    ("tangwei", "汤伟", "clerk", "朱泾镇总工会"),
    ("weilan", "魏岚", "supervisor", "金山区总工会"),
    ("xuhui", "徐慧", "clerk", "枫泾镇总工会"),
    ("wuping", "吴平", "reviewer", "枫泾镇总工会"),
    ("shilei", "石磊", "reviewer", "钟楼区总工会"),
    ("panyan", "潘燕", "clerk", "钟楼区总工会"),
)

OFFICES = (
    ("上海市总工会", None, OfficeKind.CITY, "沪总", False, "沪工援", ""),
    ("金山区总工会", "上海市总工会", OfficeKind.DISTRICT, "金山", False, "沪工援", "金山区石化街道卫零路"),
    ("朱泾镇总工会", "金山区总工会", OfficeKind.TOWN, "朱泾", True, "沪工援", "金山区朱泾镇人民路121号"),
    ("枫泾镇总工会", "金山区总工会", OfficeKind.TOWN, "枫泾", True, "沪工援", "金山区枫泾镇朱枫公路"),
    ("常州市总工会", None, OfficeKind.CITY, "常州", False, "常工援", ""),
    ("钟楼区总工会", "常州市总工会", OfficeKind.DISTRICT, "钟楼", True, "常工援", "常州市钟楼区星港路"),
    ("五星街道总工会", "钟楼区总工会", OfficeKind.TOWN, "五星", True, "常工援", "常州市钟楼区五星街道"),
)

CITY = {name: prefix for name, _parent, _kind, _code, _is_window, prefix, _address in OFFICES}
PHONES = {"沪工援": "021-57312345", "常工援": "0519-86612345"}
LICENCES = {"沪工援": "3101", "常工援": "3204"}
"""By city: a telephone, and what the numbers of licences there go on with after 2 (firms) or 1 (lawyers)."""

REGIONS = {"上海市总工会": "shanghai", "常州市总工会": "changzhou"}

SHANGHAI_FIRMS = ("上海朱泾律师事务所", "上海金枫律师事务所", "上海石化滨海律师事务所")
CHANGZHOU_FIRMS = tuple(
    f"江苏{name}律师事务所"
    for name in "运河 星港 南大街 怀德 荷花池 清潭 五星 西林 北港 邹区 新闸 永红 勤业 白云 广化 会馆浜 钟楼苑 龙城 天宁寺".split()
)
LAWYER_NAMES = (
    "王律 方联 丁一鸣 叶知秋 卢俊 汪洋 范文 石坚 夏雨 傅明 邹平 孟川 秦岭 江帆 尹航 薛松 段誉明 雷鸣 侯亮 史可 陶然 黎明 贺兰 "
    "毛毅 郝仁 龚正 邵华 万里 严明 武文 戴维 莫言行 孔明德 向阳 汤圆 钱程 田野 董理"
).split()


@dataclass
class Cast:
    """Who is who."""

    admin: User
    password: str
    offices: dict[str, Office] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    firms: dict[str, Firm] = field(default_factory=dict)

    def user(self, username: str) -> User:
        return self.users[username]

    def lawyers(self, firm: str) -> list[Lawyer]:
        return list(self.firms[firm].lawyers.order_by("pk"))


def build_cast() -> Cast:
    """Set the stage on the day the Changzhou alliance was founded."""
    with clock.at(FOUNDED):
        admin = User.objects.create_superuser(
            username="demo", name="演示数据", email="", password=None, is_active=False
        )
        cast = Cast(admin, make_password(PASSWORD))
        for name, parent, kind, code, is_window, prefix, address in OFFICES:
            office = Office(
                name=name, kind=kind, code=code, is_window=is_window, number_prefix=prefix, address=address
            )
            office.region = REGIONS.get(name, "")
            if is_window:
                office.phone = PHONES[prefix]
            above = cast.offices.get(parent) if parent else None
            cast.offices[name] = place_office(office, parent=above, actor=admin, reason="建立组织")
        _hire(cast)
        _engage_firms(cast)
    return cast


def _hire(cast: Cast) -> None:
    people = [(login, name, role, at) for login, name, role, at, *_ in LOGINS if role]
    for username, name, role, at in (*people, *OTHERS):
        assert role
        user = _user(cast, username, name, PHONES[CITY[at]])
        grant_membership(user=user, office=cast.offices[at], role=role, actor=cast.admin, reason="入职")


def _user(cast: Cast, username: str, name: str, phone: str) -> User:
    user = create_user(actor=cast.admin, username=username, name=name, phone=phone, reason="入职")
    user.password = cast.password
    cast.users[username] = record(user, actor=cast.admin, reason="演示密码")
    return user


def _engage_firms(cast: Cast) -> None:
    names = iter(LAWYER_NAMES)
    logins = {name: username for username, name, role, *_ in LOGINS if role is None}
    for firms, at in ((SHANGHAI_FIRMS, "金山区总工会"), (CHANGZHOU_FIRMS, "钟楼区总工会")):
        for number, name in enumerate(firms):
            city = CITY[at]
            firm = Firm(
                name=name,
                phone=f"{PHONES[city][:-4]}{number + 1:04d}",
                licence=f"2{LICENCES[city]}{len(cast.firms):04d}",
            )
            cast.firms[name] = record(firm, actor=cast.admin, reason="加入公益律师")
            record(FirmOffice(firm=firm, office=cast.offices[at]), actor=cast.admin, reason="加入公益律师")
            for _place in range(2 if number < 9 else 1):
                _enrol(cast, firm, next(names), logins, LICENCES[city])
    lead = cast.firms[CHANGZHOU_FIRMS[0]]
    alliance = Alliance(
        name="钟楼区新就业形态劳动者法律援助联盟",
        office=cast.offices["钟楼区总工会"],
        lead=lead,
        founded_on=FOUNDED,
        founders="钟楼区总工会、区司法局、区律师志愿者协会",
    )
    record(alliance, actor=cast.admin, reason="成立联盟")
    for name in CHANGZHOU_FIRMS:
        member = AllianceMember(alliance=alliance, firm=cast.firms[name], joined_on=FOUNDED)
        record(member, actor=cast.admin, reason="成立联盟")
    client = FirmClient(
        firm=cast.firms[SHANGHAI_FIRMS[1]], employer_name="上海枫泾食品有限公司", since=FOUNDED
    )
    record(client, actor=cast.admin, reason="常年法律顾问")


def _enrol(cast: Cast, firm: Firm, name: str, logins: dict[str, str], licences: str) -> None:
    username = logins.get(name) or pinyin_key(name, person=True)
    lawyer = Lawyer(
        firm=firm,
        user=_user(cast, username, name, firm.phone),
        name=name,
        licence=f"1{licences}{len(cast.users):06d}",
        phone=f"1390000{len(cast.users):04d}",
        is_coordinator=name == "方联" or (not firm.lawyers.exists() and firm.name != SHANGHAI_FIRMS[0]),
    )
    record(lawyer, actor=cast.admin, reason="加入公益律师")


def fill_roster(cast: Cast, first: dt.date, last: dt.date) -> None:
    """The three duties of the Zhujing window, turn by turn, on every working day."""
    office, clerks = (
        cast.offices["朱泾镇总工会"],
        [cast.user(name) for name in ("lumin", "jinlan", "tangwei")],
    )
    calendar = current.calendar()
    day = first
    turn = 0
    while day <= last:
        if calendar.assume_working_day(day)[0]:
            with clock.at(day):
                for place, kind in enumerate(DutyKind):
                    set_duty(
                        office=office,
                        on=day,
                        kind=kind,
                        user=clerks[(turn + place) % 3],
                        actor=cast.user("lumin"),
                    )
            turn += 1
        day += dt.timedelta(days=1)


def logins_text() -> str:
    """The demo logins as a table for the terminal."""
    rows: list[Any] = [f"{username:<10} {zh} / {en}, {at}" for username, _n, _r, at, zh, en in LOGINS]
    return "\n".join([f"Demo logins, all with the password {PASSWORD}:", *(f"  {row}" for row in rows)])

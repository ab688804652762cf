"""The people of the browser tests: run in the server's environment, on an empty database.

`python -m tests.e2e.seed` makes two offices with one user per role, and two lawyers who serve both, all with one
password. Those of the first office are named by their role, those of the second office by role and 2.
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
LAWYERS = (("lawyer", "王立明", "上海申浦律师事务所"), ("lawyer2", "赵宏", "上海金浩律师事务所"))


def seed() -> None:
    from core.audit import record
    from lawyers.models import FirmOffice
    from tests.factories import LawyerFactory, UserFactory, firm_serving, office, staff

    windows = [office(name, code=code, address=f"{code}镇公园路1号二楼调解室") for code, name in OFFICES]
    for role, names in STAFF.items():
        for suffix, window, name in zip(("", "2"), windows, names, strict=True):
            staff(role, window, username=f"{role}{suffix}", name=name, password=PASSWORD)
    for username, name, firm_name in LAWYERS:
        firm = firm_serving(windows[0], name=firm_name)
        record(FirmOffice(firm=firm, office=windows[1]), actor=None)
        user = UserFactory(username=username, name=name, password=PASSWORD)
        LawyerFactory(firm=firm, user=user, is_coordinator=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    seed()

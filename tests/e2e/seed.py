"""The people of the browser tests: run in the server's environment, on an empty database.

`python -m tests.e2e.seed` makes an office and one user per role, named by the role, all with one password.
"""

import os

PASSWORD = "correct horse 9"
STAFF = ("clerk", "reviewer", "supervisor", "auditor", "administrator")


def seed() -> None:
    from tests.factories import LawyerFactory, UserFactory, firm_serving, office, staff

    window = office(code="朱泾")
    for role in STAFF:
        staff(role, window, username=role, password=PASSWORD)
    user = UserFactory(username="lawyer", password=PASSWORD)
    LawyerFactory(firm=firm_serving(window), user=user, is_coordinator=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    seed()

"""Makes the XLSX of the newest cases, so many or "all", and prints the peak memory of this process in MiB.

Run by `script/bench` in the environment of a filled database, in a process of its own for each number.
"""

import os
import resource
import sys
import tempfile


def main(wanted: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.http import QueryDict

    import config.urls  # noqa: F401 - the lists stand beside their addresses
    from accounts.models import Membership
    from cases.models import Case
    from core.export import write_xlsx
    from core.export_jobs import LISTS

    city = Membership.objects.filter(role="supervisor").order_by("office__depth", "pk")[0].user
    query = "" if wanted == "all" else f"opened_from={_day_of(Case, int(wanted))}"
    listed = LISTS["cases:export"]
    found = listed.found(listed.form(QueryDict(query), city), city)
    with tempfile.TemporaryFile() as file:
        write_xlsx(listed.lines(found), listed.header(), file)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _day_of(cases: type, number: int) -> str:
    """The day since which about so many cases were opened."""
    newest = cases.objects.order_by("-opened_on").values_list("opened_on", flat=True)  # type: ignore[attr-defined]
    return newest[number - 1].isoformat()


if __name__ == "__main__":
    main(sys.argv[1])

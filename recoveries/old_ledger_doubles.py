"""Cases of an old ledger that the office has already: in an old ledger that stands, or as a case of its own."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.models import Office
from cases.models import Case
from recoveries.models import OldCase
from recoveries.old_ledger_table import OldRow, refuse_double, told_apart_by

FACTS = ("number", "worker", "employer", "accepted_on", "received")


def refuse_doubles(office: Office, rows: Sequence[OldRow]) -> None:
    """Note at each row that is right which case of the office it is already."""
    right = [row for row in rows if not row.problems and row.told_apart_by]
    numbers = [number for row in right if (number := row.values["number"])]
    days = {row.values["accepted_on"] for row in right if not row.values["number"]}
    own = set(Case.objects.filter(office=office, number__in=numbers).values_list("number", flat=True))
    standing = OldCase.objects.standing().filter(ledger__office=office).order_by()
    known = {}
    for found in (
        standing.filter(number__in=numbers),
        standing.filter(number="", accepted_on__in=days).exclude(worker=""),
    ):
        for *facts, ledger in found.values_list(*FACTS, "ledger__name"):
            known[told_apart_by(dict(zip(FACTS, facts, strict=True)))] = ledger
    for row in right:
        if row.values["number"] in own:
            refuse_double(row, _("This case stands in the program itself, and would count twice."))
        elif ledger := known.get(row.told_apart_by):
            refuse_double(row, _("This case was taken over already: %(ledger)s.") % {"ledger": ledger})

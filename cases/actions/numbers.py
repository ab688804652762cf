"""Case numbers: one after the other per office and year, without a gap."""

from cases.models import Case, CaseNumberCounter
from core import clock
from labour_law.identifiers import format_case_number


def next_number(case: Case) -> str:
    """The next number of the case's office in this year, for example 沪工援〔2026〕朱泾0012号.

    Must run inside the transaction that uses the number: the counter row stays locked until it ends, and a
    rollback gives the number back.
    """
    year = clock.today().year
    CaseNumberCounter.objects.bulk_create(
        [CaseNumberCounter(office=case.office, year=year)], ignore_conflicts=True
    )
    counter = CaseNumberCounter.objects.select_for_update().get(office=case.office, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return format_case_number(case.office.number_prefix, year, case.office.code, counter.last)

"""Numbers of outgoing papers: one after the other per office, year and series, without a gap and never twice.

A number is printed, and a paper is laid out before the transaction that puts it on record. So the next number is read
first, and taken when the paper goes on record; who was overtaken meanwhile lays out the paper anew.
"""

from dataclasses import dataclass

from accounts.models import Office
from core import clock
from documents.models import PaperNumberCounter
from labour_law.identifiers import format_case_number


class Overtaken(Exception):
    """The number was given to another paper meanwhile."""


@dataclass(frozen=True)
class PaperNumber:
    """A number not given yet."""

    office: Office
    series: str
    year: int
    place: int

    def __str__(self) -> str:
        """沪工援函〔2026〕朱泾12号: as GB/T 9704 numbers papers, without zeros in front."""
        prefix = f"{self.office.number_prefix}{self.series}"
        return format_case_number(prefix, self.year, self.office.code, self.place, width=1)

    def take(self) -> None:
        """Give it away, within the transaction that puts the paper on record; raises `Overtaken`.

        The counter stays locked until the transaction ends, and a rollback gives the number back.
        """
        key = {"office": self.office, "year": self.year, "series": self.series}
        PaperNumberCounter.objects.bulk_create([PaperNumberCounter(**key)], ignore_conflicts=True)
        counter = PaperNumberCounter.objects.select_for_update().get(**key)
        if counter.last + 1 != self.place:
            raise Overtaken
        counter.last = self.place
        counter.save(update_fields=["last"])


def coming_number(office: Office, series: str) -> PaperNumber:
    """The number the next paper of this series will have, if it is on record first."""
    year = clock.today().year
    found = PaperNumberCounter.objects.filter(office=office, year=year, series=series).first()
    return PaperNumber(office, series, year, found.last + 1 if found else 1)

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import override

from labour_law.codes import OFFERED, Code, codes, is_class
from labour_law.tables import Confidence
from law_tables import models

HEAD = """# Classes of minimum wages

Which places are known to have which class, as `labour_law/data/classes.toml` and `codes.toml` ship it. Written by
`manage.py classes_table`; `tests/law_tables/test_classes_table.py` holds it against the data. A class that is checked or
that two sources agree on counts. One that a single source or memory says is offered first among all classes of the
province, marked, and counts for a working where somebody confirms it. Everywhere else the class is asked. An administrator
who has read the notice enters the place, or corrects its row, under “Rates and holidays”, code lists, regions.

| province | classes | from | how sure | counts | places by class | source |
|---|---|---|---|---|---|---|
"""


class Command(BaseCommand):
    help = "Write the table of what is known of the classes of minimum wages as it stands in docs/classes.md."

    def handle(self, *args: Any, **options: Any) -> None:
        regions = codes("region")
        named = {row.code: row for row in regions}
        classes = Counter(row.parent for row in regions if is_class(row.code))
        with override("en"):
            lines = [line for code, n in classes.items() for line in _lines(named[code], n, regions)]
        self.stdout.write(HEAD + "\n".join(lines))


def _lines(province: Code, classes: int, regions: list[Code]) -> Iterator[str]:
    placed = [row for row in regions if is_class(row.parent) and row.parent.startswith(f"{province.code}_")]
    placed.sort(key=_list_of)
    name = f"{province.zh} · {province.en}"
    for (day, confidence, source), rows in groupby(placed, _list_of):
        by_class = Counter(row.parent.rpartition("_")[2] for row in rows)
        places = ", ".join(f"{n}: {count}" for n, count in sorted(by_class.items()))
        counts = "offered" if confidence in OFFERED else "yes"
        sure = models.Confidence(confidence).label
        yield f"| {name} | {classes} | {day} | {sure} | {counts} | {places} | {source} |"
    if not placed:
        yield f"| {name} | {classes} | – | – | asked | – | – |"


def _list_of(row: Code) -> tuple[date, Confidence, str]:
    return row.valid_from, row.confidence, row.source

"""Do the seals still form a chain, and are the rows under them what they were?"""

import datetime as dt
import json
from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from django.db import connection

from core import clock
from seals import merkle
from seals.coverage import passed_over, sealed_so_far
from seals.findings import Finding, Kind
from seals.models import ALGORITHM, BEFORE_THE_FIRST, WITHOUT_WHO, Seal, SealedRows, Verification
from seals.roots import Root
from seals.sealed_table import ColumnGone, Table, sealed_models

SEALS, PARTS = Seal._meta.db_table, SealedRows._meta.db_table
LATENESS = dt.timedelta(hours=1)
"""How long before its transaction ended a row may say it was written."""
OVERDUE = dt.timedelta(hours=48)
MOST_MOVED = 50
"""So many rows of one table that changed are compared with each other, to tell which changed places."""


# --- the chain ---


def check_chain(outside: Sequence[Root]) -> Iterator[Finding]:
    """Every seal against its own tree, the one before, what was verified, and the roots kept outside."""
    roots: dict[int, str] = {}
    number, previous = 0, BEFORE_THE_FIRST
    for seal in Seal.objects.order_by("number").iterator(chunk_size=500):
        for missing in range(number + 1, seal.number):
            yield Finding(Kind.SEAL_MISSING, SEALS, str(missing))
        for wrong in _wrong_in(seal):
            yield Finding(Kind.SEAL_CHANGED, SEALS, str(seal.number), wrong)
        for part in seal.parts.order_by("place").defer("hashes").iterator(chunk_size=20):
            if not _says_its_keys(part):
                yield Finding(Kind.SEAL_CHANGED, PARTS, str(part.pk), "keys")
        if seal.number == number + 1 and seal.previous != previous:
            yield Finding(Kind.SEAL_CHANGED, SEALS, str(seal.number), "the root before is another")
        roots[seal.number] = seal.root
        number, previous = seal.number, seal.root
    if number and clock.now() - _sealed_at(number) > OVERDUE:
        yield Finding(Kind.NOT_SEALED, SEALS, str(number))
    yield from _unlike_what_was_kept(roots, outside)


def _sealed_at(number: int) -> dt.datetime:
    return Seal.objects.get(number=number).sealed_at


def _says_its_keys(part: SealedRows) -> bool:
    """Do first, last and number of its rows agree with its keys, which rise? Which rows are new is told by them."""
    try:
        keys = part.key_list
    except (ValueError, TypeError):
        return False
    rising = all(map(int.__lt__, keys, keys[1:]))
    return rising and len(keys) == part.rows > 0 and (part.first, part.last) == (keys[0], keys[-1])


def _wrong_in(seal: Seal) -> Iterator[str]:
    """What of a seal does not fit its root."""
    parts = list(seal.parts.order_by("place").defer("keys", "hashes"))
    if merkle.root_of([seal.header, *(part.text for part in parts)]).hex() != seal.root:
        yield "root"
    try:
        header = json.loads(seal.header)
        said = {
            "number": seal.number,
            "day": seal.day.isoformat(),
            "sealed_at": seal.sealed_at.astimezone(dt.UTC).isoformat(),
            "previous": seal.previous,
            "parts": len(parts),
            "rows": sum(part.rows for part in parts),
        }
        if header["algorithm"] != WITHOUT_WHO:
            said |= {"algorithm": ALGORITHM, "sealed_by": seal.sealed_by_id}
        wrong = [name for name, value in said.items() if header[name] != value]
        if seal.rows != header["rows"]:
            wrong.append("rows")
        if any((part.table, part.rows) != (part.says["table"], part.says["rows"]) for part in parts):
            wrong.append("parts")
    except (ValueError, KeyError, TypeError):
        wrong = ["header"]
    yield from dict.fromkeys(wrong)


def _unlike_what_was_kept(roots: dict[int, str], outside: Sequence[Root]) -> Iterator[Finding]:
    verified = Verification.objects.filter(through__gt=0).order_by().values_list("through", "root").distinct()
    kept = [*((number, root, "verified before") for number, root in verified)]
    kept += [(root.number, root.root, "kept outside") for root in outside]
    for number, root, where in sorted(set(kept)):
        if number not in roots:
            yield Finding(Kind.SEAL_MISSING, SEALS, str(number), where)
        elif roots[number] != root:
            yield Finding(Kind.SEAL_OTHER, SEALS, str(number), where)


def verified_through() -> int:
    """The last seal whose rows were verified and found right, and which still has the root it had then; 0 for none.

    What some run found does not become right because the next did not look there: then everything is verified.
    """
    last = Verification.objects.filter(found=0).first()
    if last is None or Verification.objects.still_open().exists():
        return 0
    if not Seal.objects.filter(number=last.through, root=last.root).exists():
        return 0
    return last.through


# --- the rows under the seals ---


@dataclass
class Changed:
    """The rows of one table that are not what was sealed, with the hash of what was."""

    table: Table
    hashes: dict[int, bytes] = field(default_factory=dict)

    def name(self) -> Iterator[Finding]:
        """Each row by its key; where it is the row of another key, that one too."""
        for key in self.hashes:
            others = [other for other in list(self.hashes)[:MOST_MOVED] if other != key]
            there = next((other for other in others if self._is_at(other, key)), None)
            if there is None:
                yield Finding(Kind.CHANGED, self.table.name, str(key))
            else:
                yield Finding(Kind.REORDERED, self.table.name, str(key), f"row {there}")

    def _is_at(self, other: int, key: int) -> bool:
        row = self.table.at_as(key, other)
        return row is not None and merkle.leaf(row) == self.hashes[other]


def check_sealed_rows(after: int, tables: Collection[str] | None = None) -> Iterator[Finding]:
    """Every row under the seals after this one against its hash; of these tables, or of all."""
    before: dt.datetime | None = None
    changed: dict[str, Changed] = {}
    for seal in Seal.objects.filter(number__gte=after).order_by("number").iterator(chunk_size=500):
        if seal.number > after:
            parts = seal.parts.all() if tables is None else seal.parts.filter(table__in=tables)
            for part in parts.order_by("place").iterator(chunk_size=20):
                try:
                    yield from _check_part(part, before, changed)
                except (ValueError, KeyError, IndexError, TypeError):
                    yield Finding(Kind.SEAL_CHANGED, PARTS, str(part.pk), "keys")
        before = seal.sealed_at
    for rows in changed.values():
        yield from rows.name()


def _check_part(
    part: SealedRows, before: dt.datetime | None, changed: dict[str, Changed]
) -> Iterator[Finding]:
    """The rows of one part: those that are gone or say they are older, at once; those that changed, to `changed`."""
    hashes, keys, says = bytes(part.hashes), part.key_list, part.says
    if merkle.root(hashes).hex() != says["root"]:
        yield Finding(Kind.SEAL_CHANGED, PARTS, str(part.pk), "hashes")
    if not len(keys) == says["rows"] == len(hashes) // merkle.SIZE:
        raise ValueError(keys)
    try:
        table = Table.named(says["table"], says["columns"])
    except ColumnGone:
        yield Finding(Kind.COLUMN, says["table"], detail=", ".join(says["columns"]))
        return
    rows = list(table.at(keys))
    if merkle.leaves(row for _key, row in rows) != hashes or [key for key, _row in rows] != keys.tolist():
        there = dict(rows)
        for place, key in enumerate(keys):
            sealed = hashes[place * merkle.SIZE : (place + 1) * merkle.SIZE]
            if key not in there:
                yield Finding(Kind.REMOVED, table.name, str(key))
            elif merkle.leaf(there[key]) != sealed:
                changed.setdefault(part.table, Changed(table)).hashes[key] = sealed
    if before is not None and table.moment:
        yield from _backdated(table, keys, before - LATENESS)


def _backdated(table: Table, keys: array, earliest: dt.datetime) -> Iterator[Finding]:
    """Rows that say they were written before the former seal, which does not hold them."""
    held = set(keys)
    for key in table.keys_between(keys[0], keys[-1], _adapted(earliest)):
        if key in held:
            yield Finding(Kind.BACKDATED, table.name, str(key))


def _adapted(moment: dt.datetime) -> object:
    return connection.ops.adapt_datetimefield_value(moment)


def check_unsealed_rows() -> Iterator[Finding]:
    """Rows under no seal that say they were written before the last one was made."""
    last = Seal.objects.first()
    if last is None:
        return
    earliest = _adapted(last.sealed_at - LATENESS)
    for model in sealed_models():
        table = Table.of(model)
        if table.moment is None:
            continue
        old = f'"{table.moment}" < %s'
        upto, _rows = sealed_so_far(table)
        found = set(table.keys(f'"{table.key}" > {upto} AND {old}', [earliest]))
        if late := passed_over(table):
            found |= set(table.keys(f'"{table.key}" <= {upto} AND {old}', [earliest])) & set(late)
        for key in sorted(found):
            yield Finding(Kind.ADDED, table.name, str(key))


def check_removed_rows() -> Iterator[Finding]:
    """Tables with fewer rows than were sealed, whichever seal they were under: the rows that are gone."""
    for model in sealed_models():
        table = Table.of(model)
        upto, rows = sealed_so_far(table)
        if table.count(upto) < rows:
            there = set(table.keys())
            for part in SealedRows.objects.filter(table=table.name).only("keys").iterator():
                for key in part.key_list:
                    if key not in there:
                        yield Finding(Kind.REMOVED, table.name, str(key))

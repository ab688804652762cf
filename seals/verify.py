"""Everything that is looked at when the record is verified, in one list."""

from collections.abc import Iterator, Sequence

from django.db import connection

from core.append_only import foreign_acts, missing_triggers
from seals.check_rows import check_rows
from seals.check_seals import (
    PARTS,
    SEALS,
    check_chain,
    check_removed_rows,
    check_sealed_rows,
    check_unsealed_rows,
    verified_through,
)
from seals.files import check_files
from seals.findings import Finding, Kind
from seals.roots import Root, kept_in_folder, lacking_in_folder


def verify(*, full: bool = False, outside: Sequence[Root] = ()) -> list[Finding]:
    """What in the record is not as it was written; nothing when all is.

    Rows and files under seals that were verified before are taken as right as long as the root of their seal is what
    it was, unless `full` asks for all of them. `outside` are roots kept elsewhere, beside those in `SEAL_FOLDER`.
    Writes nothing. Raises `ValueError` where `SEAL_FOLDER` is not there, or a file in it holds no root.
    """
    kept = kept_in_folder()
    lacking = [
        Finding(Kind.NOT_KEPT, SEALS, str(number), "SEAL_FOLDER") for number in lacking_in_folder(kept)
    ]
    return list(dict.fromkeys([*_findings(full, [*outside, *kept]), *lacking]))


def _findings(full: bool, outside: Sequence[Root]) -> Iterator[Finding]:
    for trigger in missing_triggers(connection):
        yield Finding(Kind.TRIGGER, trigger.table, detail=trigger.name)
    for table, name in foreign_acts(connection):
        yield Finding(Kind.FOREIGN, table, detail=name)
    after = 0 if full else verified_through()
    chain = list(check_chain(outside))
    yield from chain
    yield from check_sealed_rows(after)
    keys_are_right = not any(finding.table == PARTS for finding in chain)
    if keys_are_right:  # else it cannot be told which rows are sealed
        yield from check_removed_rows()
        yield from check_unsealed_rows()
    yield from check_rows()
    yield from check_files(after if keys_are_right else 0)

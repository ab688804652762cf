"""The only writers of seals and of verifications."""

import datetime as dt
from array import array
from collections.abc import Iterator, Sequence

from django.db import IntegrityError, transaction

from accounts.models import User
from core import clock
from seals import merkle
from seals.check_seals import verified_through
from seals.coverage import unsealed
from seals.findings import Kind
from seals.models import ALGORITHM, BEFORE_THE_FIRST, Seal, SealedRows, Verification, pack
from seals.roots import Root
from seals.sealed_table import Table, canonical, sealed_models
from seals.verify import verify

KEPT_FINDINGS = 200


def seal_day(*, actor: User) -> Seal:
    """Seal every row that came on record and is under no seal yet, and chain it to the seal before.

    One seal a day: called again, it gives the one there is, and of two at once one is made. What is new is told by
    what is unsealed and not by its date, so a day that was missed or a transaction that ended late falls to the
    next seal.
    """
    day, moment = clock.today(), clock.now()
    last = Seal.objects.first()
    if last and last.day >= day:
        return last
    parts = list(_parts())
    seal = Seal(
        number=last.number + 1 if last else 1,
        day=day,
        sealed_at=moment,
        sealed_by=actor,
        rows=sum(part.rows for part in parts),
        previous=last.root if last else BEFORE_THE_FIRST,
    )
    seal.header = _header(seal, parts)
    seal.root = merkle.root_of([seal.header, *(part.text for part in parts)]).hex()
    try:
        with transaction.atomic():
            seal.save()
            for place, part in enumerate(parts):
                part.seal, part.place = seal, place
            SealedRows.objects.bulk_create(parts, batch_size=50)
    except IntegrityError:  # somebody else was first
        return Seal.objects.get(day=day)
    return seal


def _header(seal: Seal, parts: list[SealedRows]) -> str:
    """What is hashed with the parts: which seal this is, who made it, and the root it is chained to."""
    return canonical(
        {
            "algorithm": ALGORITHM,
            "number": seal.number,
            "day": seal.day.isoformat(),
            "sealed_by": seal.sealed_by_id,
            "sealed_at": seal.sealed_at.astimezone(dt.UTC).isoformat(),
            "previous": seal.previous,
            "parts": len(parts),
            "rows": seal.rows,
        }
    )


def _parts() -> Iterator[SealedRows]:
    for model in sealed_models():
        table = Table.of(model)
        for found in unsealed(table):
            hashes = merkle.leaves(row for _key, row in found)
            keys = array("q", (key for key, _row in found))
            said = {"table": table.name, "columns": table.columns, "rows": len(keys)}
            text = canonical(said | {"root": merkle.root(hashes).hex()})
            yield SealedRows(
                table=table.name,
                first=keys[0],
                last=keys[-1],
                rows=len(keys),
                text=text,
                keys=pack(keys),
                hashes=hashes,
            )


def verify_record(*, actor: User, full: bool = False, outside: Sequence[Root] = ()) -> Verification:
    """Verify the record against itself and against roots kept outside, and put on record what was found."""
    last = Seal.objects.first()  # one made meanwhile is left to the next run
    full = full or not verified_through()
    found = verify(full=full, outside=outside)
    findings = sorted(found, key=lambda finding: (not finding.is_grave, finding.kind == Kind.ORPHAN))
    return Verification.objects.create(
        run_by=actor,
        is_full=full,
        through=last.number if last else 0,
        root=last.root if last else "",
        found=sum(finding.is_grave for finding in findings),
        findings=[finding.as_json() for finding in findings[:KEPT_FINDINGS]],
    )

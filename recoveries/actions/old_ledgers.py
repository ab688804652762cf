"""Old ledgers are taken in row by row, confirmed as a whole by another person, and reversed as a whole.

Rows go on record in pieces, each a transaction: what was cut off goes on where it stopped, and counts no sooner than all
of it is there and a supervisor has confirmed it.
"""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task

from accounts.models import Office, User
from core.audit import Reason, lock, record, record_new
from core.errors import Problem, require
from core.fsm import perform_locked
from recoveries.actions.statements import Origin
from recoveries.models import OldCase, OldLedger, OldLedgerRows
from recoveries.old_ledger_doubles import refuse_doubles
from recoveries.old_ledger_table import SUMS, OldRow, totals_of
from recoveries.permissions import can_take_over
from recoveries.workflow import OldLedgerState

PIECE = 250
"""So many rows are written between two signs of how far it is."""
DAYS = ("accepted_on", "closed_on", "received_on")
ALL_IN = Reason(gettext_lazy("All rows are there."))


def old_ledger_of(office: Office, sha256: str) -> OldLedger | None:
    """The old ledger the office has of the same file, reversed and withdrawn ones apart."""
    return OldLedger.objects.standing().filter(office=office, sha256=sha256).first()


@transaction.atomic
def take_over(
    office: Office, *, actor: User, origin: Origin, source: str, rows: Sequence[OldRow], reason: str = ""
) -> OldLedger:
    """Begin to take in an old ledger; its rows follow once this is committed. Raises `Problem` where the same file, or a
    case of it, is on record, a row is not right, or another one is being taken in, whose cases are not on record yet."""
    require(can_take_over(office, actor))
    if not source.strip():
        raise Problem({"source": _("Say where this ledger is from.")})
    lock(office)
    if known := old_ledger_of(office, origin.sha256):
        raise Problem(_("This file is on record already: %(name)s.") % {"name": known.name})
    if running := OldLedger.objects.filter(office=office, state=OldLedgerState.TAKING_IN).first():
        raise Problem(_("Another old ledger is still being taken in: %(name)s.") % {"name": running.name})
    refuse_doubles(office, rows)
    if problems := [problem for row in rows for problem in row.problems]:
        raise Problem(problems)
    if not rows:
        raise Problem(_("There is no case in it."))
    cases = [row.case for row in rows]
    ledger = OldLedger(
        office=office,
        name=origin.name[:200],
        sha256=origin.sha256,
        source=source.strip(),
        imported_by=actor,
        **totals_of(cases),
    )
    record(ledger, actor=actor, reason=reason)
    unread: Any = [plain(row) for row in rows]
    OldLedgerRows.objects.create(ledger=ledger, rows=unread)
    transaction.on_commit(partial(take_rows.enqueue, ledger.pk))
    return ledger


@task()
def take_rows(pk: int) -> None:
    """Take in the rows that are not on record yet, piece by piece; two who do it at once take turns."""
    ledger = OldLedger.objects.get(pk=pk)
    while take_piece(ledger):
        pass


@transaction.atomic
def take_piece(ledger: OldLedger) -> bool:
    """Put the next rows on record, and with the last one have the ledger wait for its supervisor; False where nothing is
    left to do."""
    fresh = lock(ledger)
    if fresh.state != OldLedgerState.TAKING_IN:
        return False
    unread: Any = OldLedgerRows.objects.get(ledger=fresh)
    done = fresh.rows.count()
    piece = [OldCase(ledger=fresh, **_read(values)) for values in unread.rows[done : done + PIECE]]
    record_new(piece, actor=fresh.imported_by)
    if done + len(piece) < fresh.number_of_rows:
        return True
    unread.delete()
    perform_locked(fresh, "finish", actor=fresh.imported_by, reason=ALL_IN())
    return False


def go_on(ledger: OldLedger, *, actor: User) -> None:
    """Take in the rest of a ledger that was cut off."""
    require(can_take_over(ledger.office, actor))
    transaction.on_commit(partial(take_rows.enqueue, ledger.pk))


@transaction.atomic
def take_old_ledger_step(
    ledger: OldLedger, name: str, *, actor: User, reason: str = "", seen_version: int | None = None
) -> OldLedger:
    """Confirm, withdraw, reverse or keep an old ledger as a whole; nothing of it is ever removed. Raises as
    `core.fsm.perform` does."""
    fresh = perform_locked(lock(ledger, version=seen_version), name, actor=actor, reason=reason, by=actor)
    if name == "withdraw":
        OldLedgerRows.objects.filter(ledger=fresh).delete()
    return fresh


def plain(row: OldRow) -> dict[str, Any]:
    """A row as JSON has it."""
    return {
        "row": row.number,
        **{
            name: str(value) if isinstance(value, Decimal | dt.date) else value
            for name, value in row.values.items()
        },
    }


def _read(values: dict[str, Any]) -> dict[str, Any]:
    days = {name: dt.date.fromisoformat(text) for name in DAYS if (text := values[name])}
    sums = {name: Decimal(text) for name in SUMS if (text := values[name]) is not None}
    return values | days | sums

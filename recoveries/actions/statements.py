"""Statements come in whole or not at all; their rows are skipped with a reason, and taken up again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Office, User
from core.audit import lock, record, record_new
from core.errors import Changed, Problem
from recoveries.models import Statement, StatementLayout, StatementLine
from recoveries.permissions import can_keep_statements
from recoveries.statement_table import StatementRow


@dataclass(frozen=True)
class Origin:
    """Where a statement is from: the name of the file, and the hash of what is in it."""

    name: str
    sha256: str


def statement_of(office: Office, sha256: str) -> Statement | None:
    """The statement the office has of the same file."""
    return Statement.objects.filter(office=office, sha256=sha256).first()


@transaction.atomic
def add_statement(
    office: Office,
    *,
    actor: User,
    origin: Origin,
    account_end: str,
    rows: Sequence[StatementRow],
    reason: str = "",
) -> tuple[Statement, int]:
    """Put a statement on record with what came in, and how many rows were left out since an earlier one of the account
    has them. Raises `Problem` where the same file is on record, or nothing in it is new."""
    if not can_keep_statements(office, actor):
        raise PermissionDenied
    lock(office)
    if known := statement_of(office, origin.sha256):
        raise Problem(_("This file is on record already: %(name)s.") % {"name": known.name})
    lines = [
        StatementLine(
            number=row.number,
            came_on=row.values["came_on"],
            amount=row.values["income"],
            payer=row.values["payer"],
            purpose=row.values.get("purpose", "")[:300],
            reference=row.values.get("reference", ""),
        )
        for row in rows
        if row.is_income
    ]
    before = _told(
        StatementLine.objects.filter(
            statement__office=office,
            statement__account_end=account_end,
            came_on__in={line.came_on for line in lines},
        )
    )
    new = [line for line in lines if not _told([line]) & before]
    if not new:
        raise Problem(
            _("Nothing in it is new: no sum came in, or earlier statements of the account have all of it.")
        )
    statement = Statement(
        office=office,
        name=origin.name[:200],
        sha256=origin.sha256,
        account_end=account_end,
        recorded_by=actor,
    )
    record(statement, actor=actor, reason=reason)
    for line in new:
        line.statement = statement
    record_new(new, actor=actor, reason=reason)
    return statement, len(lines) - len(new)


def _told(lines: Iterable[StatementLine]) -> set[tuple[object, ...]]:
    """By what rows of statements of one account are the same: day and sum, and the reference, or where there is none payer
    and purpose."""
    return {
        (line.came_on, line.amount, line.reference)
        if line.reference
        else (line.came_on, line.amount, line.payer, line.purpose)
        for line in lines
    }


@transaction.atomic
def remember_layout(office: Office, *, actor: User, signature: str, columns: Mapping[str, str]) -> None:
    """Keep what the columns of such a table were said to be, for the next one of the office."""
    if not can_keep_statements(office, actor):
        raise PermissionDenied
    kept = StatementLayout.objects.filter(office=office, signature=signature).first()
    layout = lock(kept) if kept else StatementLayout(office=office, signature=signature)
    if layout.columns != dict(columns):
        layout.columns = dict(columns)
        record(layout, actor=actor)


def layout_of(office: Office, signatures: Sequence[str]) -> dict[str, str]:
    """What the columns of a table with one of these headers were said to be the last time."""
    found = StatementLayout.objects.filter(office=office, signature__in=signatures).first()
    return found.columns if found else {}


@transaction.atomic
def skip_line(line: StatementLine, *, actor: User, reason: str) -> StatementLine:
    """Say that a sum is of no case, and why."""
    if not reason.strip():
        raise Problem({"reason": _("Say why.")})
    fresh = lock_open(line, actor)
    fresh.skipped_because = reason.strip()
    return record(fresh, actor=actor, reason=reason)


@transaction.atomic
def reopen_line(line: StatementLine, *, actor: User, reason: str = "") -> StatementLine:
    """Take a sum up again that was skipped."""
    if not can_keep_statements(line.office, actor):
        raise PermissionDenied
    fresh = lock(line)
    if not fresh.skipped_because:
        raise Changed
    fresh.skipped_because = ""
    return record(fresh, actor=actor, reason=reason)


def lock_open(line: StatementLine, actor: User) -> StatementLine:
    """The line, locked, as long as it is neither posted nor skipped. Raises `Changed`."""
    if not can_keep_statements(line.office, actor):
        raise PermissionDenied
    fresh = lock(line)
    if not fresh.is_open:
        raise Changed
    return fresh

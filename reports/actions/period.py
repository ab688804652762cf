"""The text of a report, its signature, and the shapes of an office."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.audit import lock, record
from core.errors import Changed, Problem, require
from reports.models import PeriodReport, ReportShape
from reports.permissions import can_shape_for, can_sign
from reports.tables import fingerprint


@transaction.atomic
def write_narrative(
    office: Any,
    *,
    actor: User,
    shape: ReportShape | None,
    since: dt.date,
    until: dt.date,
    narrative: str,
    version: int,
    reason: str = "",
) -> PeriodReport:
    """Keep the text of a report that is not signed yet; `version` is that of the text the page showed, 0 without one.

    Raises `Changed` where somebody else wrote meanwhile, `Problem` once it is signed.
    """
    require(can_sign(office, actor))
    report = _draft(office, shape, since, until, version)
    report.narrative = narrative
    return _put_on_record(report, actor, reason)


def _draft(
    office: Any, shape: ReportShape | None, since: dt.date, until: dt.date, version: int
) -> PeriodReport:
    found = PeriodReport.objects.of(office, shape).filter(since=since, until=until).first()
    if found is None:
        if version:
            raise Changed
        return PeriodReport(office=office, shape=shape, since=since, until=until)
    if found.is_signed:
        raise Problem(_("This report is signed; what changes later is told in the next one."))
    return lock(found, version=version)


def _put_on_record(report: PeriodReport, actor: User, reason: str) -> PeriodReport:
    try:
        with transaction.atomic():
            return record(report, actor=actor, reason=reason)
    except IntegrityError as error:
        raise Changed from error


@transaction.atomic
def sign_report(
    office: Any,
    *,
    actor: User,
    shape: ReportShape | None,
    since: dt.date,
    until: dt.date,
    narrative: str,
    version: int,
    table: dict[str, Any],
    seen: str,
    reason: str = "",
) -> PeriodReport:
    """Freeze a report: its text and its table, as counted just now. `seen` is the fingerprint of the table that the signer
    looked at.

    Raises `Problem` for days to come, and where the figures are no longer those that were seen.
    """
    require(can_sign(office, actor))
    if until > clock.today():
        raise Problem(_("The period is not over yet."))
    if fingerprint(table, "") != seen:
        raise Problem(_("The figures changed since the page was shown. Look at them again, then sign."))
    report = _draft(office, shape, since, until, version)
    report.narrative, report.table = narrative, table
    report.sha256 = fingerprint(table, narrative)
    report.signed_by, report.signed_at = actor, clock.now()
    return _put_on_record(report, actor, reason)


@transaction.atomic
def save_shape(shape: ReportShape, *, actor: User, reason: str, version: int | None = None) -> ReportShape:
    """Keep a shape as the form filled it in; with a key, over the version the page showed.

    A shape that a report was signed in keeps its rows and columns: those reports are read by them.
    """
    require(can_shape_for(shape.office, actor))
    if shape.pk:
        kept = lock(ReportShape.objects.get(pk=shape.pk), version=version)
        if _laid_out(kept) != _laid_out(shape) and kept.reports.signed().exists():
            raise Problem(_("Reports were signed in this shape. Make another one, and take this out of use."))
        for name in ("name", "rows", "columns", "narrowing", "is_active"):
            setattr(kept, name, getattr(shape, name))
        shape = kept
    try:
        with transaction.atomic():
            return record(shape, actor=actor, reason=reason)
    except IntegrityError as error:
        raise Problem({"name": _("The office has a shape of this name.")}) from error


def _laid_out(shape: ReportShape) -> tuple[Any, ...]:
    return shape.rows, shape.columns, shape.narrowing

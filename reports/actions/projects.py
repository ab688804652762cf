"""Projects of a year: set up, handed down to offices below, and what was done entered month by month."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Office, User
from core import clock
from core.audit import lock, record
from core.errors import Changed, Problem, require
from reports.models import Project, ProjectEntry, ProjectUnit, RollUp
from reports.permissions import can_enter, can_keep_project, can_shape_for
from reports.projects import COUNTABLE

SHARED = ("name", "number")
"""What a project and those handed down from it have in common and may change."""
LAID_OUT = ("unit", "measure")
"""What they have in common for good, once there are any or something was entered."""


@transaction.atomic
def save_project(project: Project, *, actor: User, reason: str, version: int | None = None) -> Project:
    """Keep a project as the form filled it in; with a key, over the version the page showed.

    Its name and number change with those handed down from it. Unit and figure stay once others go by them.
    """
    require(can_keep_project(project, actor))
    _check(project)
    if not project.pk:
        return _put_on_record(project, actor, reason)
    kept = lock(Project.objects.get(pk=project.pk), version=version)
    if kept.parent_id and any(getattr(kept, name) != getattr(project, name) for name in (*SHARED, *LAID_OUT)):
        raise Problem(
            _("This project was handed down: its name and how it is counted are those of the project above.")
        )
    if (found := _relaid(kept, project)) and (kept.children.exists() or kept.entries.exists()):
        told = _(
            "Something was entered or handed down already, so this stays. Make another project, and take this out of use."
        )
        raise Problem({found: told})
    for name in (*SHARED, *LAID_OUT, "plan", "roll_up", "is_active"):
        setattr(kept, name, getattr(project, name))
    saved = _put_on_record(kept, actor, reason)
    _rename_below(saved, actor, reason)
    return saved


def _relaid(kept: Project, project: Project) -> str:
    """The first thing that is laid out otherwise."""
    return next((name for name in LAID_OUT if getattr(kept, name) != getattr(project, name)), "")


def _rename_below(project: Project, actor: User, reason: str) -> None:
    for child in project.children.select_related("office"):
        if any(getattr(child, name) != getattr(project, name) for name in SHARED):
            fresh = lock(child)
            for name in SHARED:
                setattr(fresh, name, getattr(project, name))
            _put_on_record(fresh, actor, reason)
            _rename_below(fresh, actor, reason)


@transaction.atomic
def hand_down(
    project: Project, *, actor: User, office: Office, plan: Decimal, roll_up: str, reason: str
) -> Project:
    """The same project for an office below, with a plan of its own."""
    require(can_shape_for(project.office, actor))
    above = lock(project)
    if not above.is_active:
        raise Problem(_("This project is out of use."))
    if office.pk == above.office_id or not office.path.startswith(above.office.path):
        raise Problem({"office": _("Choose an office below the one whose project it is.")})
    handed = Project(parent=above, office=office, year=above.year, plan=plan, roll_up=roll_up)
    for name in (*SHARED, *LAID_OUT):
        setattr(handed, name, getattr(above, name))
    _check(handed)
    return _put_on_record(handed, actor, reason, at="office")


def _check(project: Project) -> None:
    """Raises `Problem` at the field for what cannot be."""
    if project.measure and project.measure not in COUNTABLE.get(project.unit, {}):
        raise Problem({"measure": _("This figure is counted in another unit.")})
    if project.roll_up == RollUp.SUM and project.measure:
        raise Problem(
            {"roll_up": _("A figure is counted over the office and all below it; nothing is added up.")}
        )
    if project.roll_up == RollUp.SUM and project.unit == ProjectUnit.PERSONS:
        told = _(
            "Persons are not added up over offices: who is with two of them would count twice. Have them counted by a figure, or enter the number of the office."
        )
        raise Problem({"roll_up": told})
    if project.roll_up == RollUp.SUM and project.is_share:
        raise Problem({"roll_up": _("Shares are not added up. Enter the share of the office.")})
    if project.plan <= 0:
        raise Problem({"plan": _("The plan must be above zero.")})
    _check_amount(project, project.plan, "plan")


def _check_amount(project: Project, amount: Decimal, field: str) -> None:
    if project.is_share and amount > 100:
        raise Problem({field: _("A share cannot be above 100 %.")})
    if not project.takes_fractions and amount != amount.to_integral_value():
        raise Problem(
            {
                field: _("Enter a whole number: %(unit)s cannot be divided.")
                % {"unit": project.get_unit_display()}
            }
        )


def _put_on_record(project: Project, actor: User, reason: str, *, at: str = "name") -> Project:
    try:
        with transaction.atomic():
            return record(project, actor=actor, reason=reason)
    except IntegrityError as error:
        told = {
            "name": _("The office has a project of this name in this year."),
            "office": _("This office has the project already."),
        }
        raise Problem({at: told[at]}) from error


@transaction.atomic
def enter(
    project: Project,
    *,
    actor: User,
    month: int,
    amount: Decimal,
    reference: str = "",
    path: str | None = None,
    upload: UploadedFile | None = None,
) -> ProjectEntry:
    """What was done in a month; of a share, how much it was at its end. `path` comes from `documents.actions.received_file`."""
    require(can_enter(project, actor))
    project = lock(project)
    if project.entries.filter(month=month).exists():
        raise Problem({"month": _("This month was entered already. Correct that entry instead.")})
    entry = ProjectEntry(project=project, month=month, amount=amount)
    return _enter(entry, actor, reference, path, upload, "")


@transaction.atomic
def correct(
    entry: ProjectEntry,
    *,
    actor: User,
    amount: Decimal,
    reason: str,
    reference: str = "",
    path: str | None = None,
    upload: UploadedFile | None = None,
) -> ProjectEntry:
    """A new entry in the place of one that was wrong, which stays on record.

    Raises `Changed` where somebody else corrected it meanwhile.
    """
    require(can_enter(entry.project, actor))
    project = lock(entry.project)
    if not reason.strip():
        raise Problem({"reason": _("Say why.")})
    if ProjectEntry.objects.filter(corrects=entry).exists():
        raise Changed
    corrected = ProjectEntry(project=project, month=entry.month, amount=amount, corrects=entry)
    return _enter(corrected, actor, reference, path, upload, reason)


def _enter(
    entry: ProjectEntry, actor: User, reference: str, path: str | None, upload: Any, reason: str
) -> ProjectEntry:
    project = entry.project
    if not project.is_active:
        raise Problem(_("This project is out of use."))
    if not project.is_entered:
        raise Problem(_("This project is counted by a figure; nothing is entered."))
    if dt.date(project.year, entry.month, 1) > clock.today():
        raise Problem({"month": _("This month has not begun yet.")})
    _check_amount(project, entry.amount, "amount")
    if not reference.strip() and path is None:
        raise Problem({"reference": _("Say what proves it, or hand in a file.")})
    entry.reference, entry.entered_by, entry.entered_at = reference.strip(), actor, clock.now()
    if path is not None and upload is not None:
        found = upload.inspected
        entry.file, entry.file_name, entry.content_type = path, found.name, found.content_type
        entry.size, entry.sha256 = found.size, found.sha256
    return record(entry, actor=actor, reason=reason)

"""The tree of offices."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Office, User
from accounts.permissions import can_administer
from core.audit import record
from core.errors import Changed, Problem


@transaction.atomic
def place_office(
    office: Office, *, parent: Office | None, actor: User, reason: str, version: int | None = None
) -> Office:
    """Write an office below `parent` (None: at the top), moving it with all below it where it stood elsewhere;
    `version` is the one the page showed.

    Raises `PermissionDenied` unless the actor administers the office and, for a new or a moved one, the office
    above at both ends, and may place it in its region; the top is for who set up the house. `Problem` when it would
    stand below itself; `Changed` where somebody else was faster. Where the office stood and what stands below it is read
    again: the row may have been read before the tree changed.
    """
    # Who writes offices at once waits here: the tree is one, and so are the regions.
    list(Office.objects.select_for_update().order_by("pk").values_list("pk"))
    was = Office.objects.get(pk=office.pk) if office.pk else None
    parent = Office.objects.get(pk=parent.pk) if parent else None
    if was:
        if version not in (None, was.version):
            raise Changed
        for name in Office.without_history:
            setattr(office, name, getattr(was, name))
    if was and parent and parent.path.startswith(was.path):
        raise Problem(_("An office cannot stand below itself."))
    before = Office.objects.get_parent(was) if was else None
    if not _may_place(office, before, parent, actor) or not may_lie_there(office, parent, actor):
        raise PermissionDenied
    if office.pk is None:
        office._history_user, office._change_reason = actor, reason  # type: ignore[attr-defined]
        objects = Office.objects
        return objects.add_child(parent, instance=office) if parent else objects.add_root(instance=office)
    record(office, actor=actor, reason=reason)
    if parent == before:
        return office
    if parent:
        Office.objects.move(office, parent, pos="last-child")
    else:
        Office.objects.move(office, Office.objects.get_root(office), pos="last-sibling")
    return record(Office.objects.get(pk=office.pk), actor=actor, reason=reason)


def may_lie_there(office: Office, parent: Office | None, actor: User) -> bool:
    """May the actor give the office its region below `parent`? What it had there already stays."""
    if not office.region or actor.is_superuser:
        return True
    if office.pk:
        was = Office.objects.get(pk=office.pk)
        if (was.region, Office.objects.get_parent(was)) == (office.region, parent):
            return True
    return office.region in Office.objects.regions_open([office.region], below=parent, office=office)


def _may_place(office: Office, before: Office | None, parent: Office | None, actor: User) -> bool:
    if office.pk and not can_administer(actor, Office.objects.get(pk=office.pk)):
        return False
    if office.pk and parent == before:
        return True
    ends = (before, parent) if office.pk else (parent,)
    return all(can_administer(actor, end) if end else actor.is_superuser for end in ends)

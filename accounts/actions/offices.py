"""The tree of offices."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Office
from core.audit import record
from core.errors import Problem


@transaction.atomic
def place_office(office: Office, *, parent: Office | None, actor: Any, reason: str) -> Office:
    """Write an office below `parent` (None: at the top), moving it with all below it where it stood elsewhere."""
    if office.pk is None:
        office._history_user, office._change_reason = actor, reason  # type: ignore[attr-defined]
        objects = Office.objects
        return objects.add_child(parent, instance=office) if parent else objects.add_root(instance=office)
    record(office, actor=actor, reason=reason)
    before = Office.objects.get_parent(office)
    if parent == before:
        return office
    if parent and parent.path.startswith(office.path):
        raise Problem(_("An office cannot stand below itself."))
    if parent:
        Office.objects.move(office, parent, pos="last-child")
    else:
        Office.objects.move(office, Office.objects.get_root(office), pos="last-sibling")
    return record(Office.objects.get(pk=office.pk), actor=actor, reason=reason)

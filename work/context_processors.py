"""What the frame of every page needs: the sections open to this user, and who the user is."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import Role, User
from accounts.permissions import ROSTER_WRITERS, STAFF_ROLES, has_role_anywhere, is_administrator
from core.addresses import address
from lawyers.permissions import lawyer_of
from recoveries.permissions import can_see_queue, can_see_statements
from reports.permissions import can_read, can_see_projects, can_shape
from seals.permissions import can_read_seals


def _sections(user: User) -> list[tuple[str, str, str]]:
    """Label, name of the URL and key of each section this user has."""
    only_audits = user.roles == {"auditor"} and not lawyer_of(user)
    sections = [(_("Audit overview") if only_audits else _("My work"), "work:home", "h")]
    calculator = (_("Calculator"), "calculators:index", "k")
    if lawyer_of(user):
        return [
            *sections,
            (_("Offers"), "assignments:offers", "o"),
            (_("Cases"), "cases:list", "c"),
            calculator,
        ]
    if has_role_anywhere(user, STAFF_ROLES):
        sections += [(_("Visits"), "front_desk:visits", "v"), (_("Cases"), "cases:list", "c")]
        sections.append((_("Lawyers"), "assignments:firms", "l"))
    sections.append(calculator)
    if can_see_queue(user):
        sections.append((_("Money to verify"), "recoveries:queue", "m"))
    if can_see_statements(user):
        sections.append((_("Bank statements"), "recoveries:statements", "b"))
    if can_read(user):
        sections.append((_("Reports"), "reports:dashboard", "e"))
    if can_read_seals(user):
        sections.append((_("Integrity of the record"), "seals:record", "r"))
    if has_role_anywhere(user, ROSTER_WRITERS):
        sections.append((_("Duty roster"), "accounts:roster", "d"))
    if is_administrator(user):
        sections.append((_("People and offices"), "accounts:people", "p"))
        sections.append((_("Rates and holidays"), "law_tables:rates", "t"))
    if can_see_projects(user) and not can_read(user):
        sections.append((_("Projects of the year"), "reports:projects", "j"))
    if can_shape(user):
        sections.append((_("Report shapes"), "reports:shapes", "s"))
    return sections


def _role_of(lawyer: Any) -> str:
    return _("Coordinator") if lawyer.is_coordinator else _("Lawyer")


def _holds(url: str, path: str) -> bool:
    """Does the section at `url` hold the page at `path`?"""
    return path == url if url == "/" else path.startswith(url)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context for `base.html`: `nav`, `search_url`, `user_role_label`, `user_office_label`."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"nav": []}
    nav: list[dict[str, Any]] = [
        {"label": label, "url": address(name), "key": key} for label, name, key in _sections(user)
    ]
    current = max((url for item in nav if _holds(url := item["url"], request.path)), key=len, default="")
    for item in nav:
        item["current"] = item["url"] == current
    lawyer = lawyer_of(user)
    roles = dict(Role.choices)
    memberships = user.current_memberships
    return {
        "nav": nav,
        "search_url": address("cases:list"),
        "user_role_label": _role_of(lawyer)
        if lawyer
        else " · ".join(str(roles[m.role]) for m in memberships),
        "user_office_label": str(lawyer.firm)
        if lawyer
        else (str(memberships[0].office) if memberships else ""),
    }

"""Who holds which role where, and who is on duty."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db.models import F, Q, QuerySet
from treebeard.mp_tree import MP_Node, MP_NodeManager

from accounts.permissions import ROSTER_READERS, STAFF_ROLES, office_ids
from core.audit import AuditedQuerySet
from law_tables.choices import lies_in

if TYPE_CHECKING:
    from accounts.models import Office, User

SYSTEM = "system"
ALL_ROLES = (*STAFF_ROLES, "administrator")


class UserManager(DjangoUserManager):
    """Users by name."""

    def system(self) -> "User":
        """The user behind what commands do by themselves (expiry of offers, deadlines)."""
        user, _ = self.get_or_create(
            username=SYSTEM,
            defaults={
                "name": "系统",
                "email": "",
                "is_active": False,
                "is_superuser": True,
                "password": "!",
            },
        )
        return user  # type: ignore[return-value]

    def visible_to(self, user: "User") -> QuerySet:
        """Administrators see who holds or held a role at an office of theirs; everybody sees oneself."""
        if user.is_superuser:
            return self.exclude(username=SYSTEM)
        return self.seen_from(office_ids(user, ["administrator"]), user.pk)

    def seen_from(self, offices: Any, user: Any) -> QuerySet:
        """Who holds or held a role at one of these offices, and this user."""
        held = self.model._meta.get_field("memberships").related_model.objects.filter(office__in=offices)
        return self.filter(Q(pk__in=held.values("user")) | Q(pk=user))

    def clerks_of(self, offices: Iterable["Office"], on: dt.date | None = None) -> QuerySet:
        """Who is or was a clerk of one of these offices, or of one above and so of them as well; with a day whoever is one
        on it and signs in. By name."""
        held = self.model._meta.get_field("memberships").related_model.objects.filter(
            office__path__in={one for office in offices for one in line_of(office.path)}, role="clerk"
        )
        if on is None:
            return self.filter(pk__in=held.values("user")).order_by("name", "pk")
        now = held.in_force(on).values("user")
        return self.filter(is_active=True, pk__in=now).order_by("name", "pk")

    def roster_candidates(self, office: Any, on: dt.date) -> QuerySet:
        """Who may be on duty at a window: people with a role there, above it or below it on that day."""
        member = self.model._meta.get_field("memberships").related_model
        above = line_of(office.path)[:-1]
        near = Q(office__path__in=above) | Q(office__path__startswith=office.path)
        return self.filter(is_active=True, pk__in=member.objects.in_force(on).filter(near).values("user"))


class OfficeManager(MP_NodeManager):
    """Offices in the order of the tree."""

    def visible_to(self, user: "User", roles: tuple[str, ...] = ALL_ROLES) -> QuerySet:
        """The offices where the user holds one of the roles, and all below them."""
        if user.is_superuser:
            return self.get_queryset()
        return self.filter(pk__in=office_ids(user, roles))

    def ids_visible_to(self, user: "User", roles: tuple[str, ...] = ALL_ROLES) -> list[int]:
        """The keys of `visible_to`, in the order of the tree."""
        return list(self.values_list("pk", flat=True)) if user.is_superuser else office_ids(user, roles)

    def region_of(self, office: Any) -> str:
        """The region whose rates hold at an office: its own, else that of the nearest office above; "" where none.

        One query whatever the depth, none where the office has its own.
        """
        if office.region:
            return office.region
        nearest = self.filter(path__in=line_of(office.path)[:-1]).exclude(region="").order_by("-depth")
        return nearest.values_list("region", flat=True).first() or ""

    def names_in(self, region: str) -> list[str]:
        """The names of the offices whose own region this is."""
        return list(self.filter(region=region).order_by("path").values_list("name", flat=True))

    def regions_open(self, codes: Iterable[str], *, below: Any | None, office: Any | None = None) -> set[str]:
        """Those of the regions in which an office may lie that stands below another: within the region of each office
        above; or where no office of another tree lies, for who keeps the tables of a region is told by the offices
        there. A region is also taken where others lie around it or within it. One query.
        """
        placed = self._placed()
        path = below.path if below else (office.path if office else "")
        taken = {region for other, region in placed.items() if not self._in_one_tree(other, path)}
        return {
            code
            for code in codes
            if (below and self._is_within(code, below.path, placed)) or not meets(code, taken)
        }

    def rightly_placed(self) -> dict[str, str]:
        """Path → own region, of the offices that have one, but for those that lie outside the regions of the offices
        above them where an office of another tree rightly lies. One query.
        """
        placed = self._placed()
        inside = {path for path, code in placed.items() if self._is_within(code, path, placed)}
        return {
            path: code
            for path, code in placed.items()
            if path in inside
            or not meets(code, {placed[p] for p in inside if not self._in_one_tree(p, path)})
        }

    def _placed(self) -> dict[str, str]:
        """Path → own region, of the offices that have one."""
        return dict(self.exclude(region="").values_list("path", "region"))

    def _is_within(self, code: str, path: str, placed: dict[str, str]) -> bool:
        """Is the region that of each office from this one up, or within it? Also where none has one above the first."""
        above = {placed[one] for one in line_of(path) if one in placed}
        return bool(above) and all(lies_in(code, region) for region in above)

    def _in_one_tree(self, one: str, other: str) -> bool:
        return one[: self.model.steplen] == other[: self.model.steplen]

    def windows(self, user: "User") -> QuerySet:
        """The aid windows whose duty roster the user may read."""
        return self.visible_to(user, ROSTER_READERS).filter(is_window=True)


class MembershipQuerySet(AuditedQuerySet):
    def in_force(self, on: dt.date) -> QuerySet:
        """The memberships that hold on that day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)

    def not_over(self, on: dt.date) -> QuerySet:
        """The memberships that hold on that day or later; one withdrawn before it began never does."""
        return self.filter(
            Q(valid_to__isnull=True) | (Q(valid_to__gte=on) & Q(valid_to__gte=F("valid_from")))
        )

    def visible_to(self, user: "User") -> QuerySet:
        """The memberships at offices the user administers."""
        return self if user.is_superuser else self.filter(office__in=office_ids(user, ["administrator"]))

    def overlapping(self, membership: Any) -> QuerySet:
        """Other memberships of the same person in the same role and office with a day in common."""
        others = (
            self.not_over(membership.valid_from)
            .exclude(pk=membership.pk)
            .filter(user=membership.user_id, office=membership.office_id, role=membership.role)
        )
        return others.filter(valid_from__lte=membership.valid_to) if membership.valid_to else others


class DutyQuerySet(AuditedQuerySet):
    def visible_to(self, user: "User") -> QuerySet:
        """The duties at windows whose roster the user may read."""
        return self if user.is_superuser else self.filter(office__in=office_ids(user, ROSTER_READERS))

    def between(self, first: dt.date, last: dt.date) -> QuerySet:
        """The duties somebody is on, from one day to another."""
        return self.filter(on__range=(first, last), user__isnull=False).select_related("user", "office")


def line_of(path: str) -> list[str]:
    """The paths of the offices from the top of the tree down to this one."""
    return [path[:end] for end in range(MP_Node.steplen, len(path) + 1, MP_Node.steplen)]


def meets(code: str, regions: Iterable[str]) -> bool:
    """Is the region one of these, or within or around one of them?"""
    return any(lies_in(code, region) or lies_in(region, code) for region in regions)

"""Users, the tree of offices, dated memberships, and who is on duty."""

import datetime as dt
from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from treebeard.mp_tree import MP_Node

from accounts.permissions import office_ids
from accounts.queries import SYSTEM, DutyQuerySet, MembershipQuerySet, OfficeManager, UserManager, meets
from core import clock
from core.audit import Audited, History, HistoryBase
from core.days import written_day
from core.prepared import Prepared
from law_tables.columns import RegionColumn


class Role(models.TextChoices):
    CLERK = "clerk", _("Clerk")
    REVIEWER = "reviewer", _("Reviewer")
    SUPERVISOR = "supervisor", _("Supervisor")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class User(AbstractUser):
    """Somebody who signs in: union staff by membership, a lawyer by a profile in `lawyers`."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("Name"), max_length=60)
    phone = models.CharField(_("Phone"), max_length=20, blank=True)
    language = models.CharField(
        _("Language"),
        max_length=8,
        choices=[("zh-hans", _("Chinese")), ("en", _("English"))],
        default="zh-hans",
    )

    pasted_columns = models.JSONField(default=dict, editable=False)
    """What the user said that headings of pasted tables mean: kind of table → heading → column."""

    history = HistoricalRecords(
        bases=[HistoryBase],
        history_manager=History,
        excluded_fields=["password", "last_login", "pasted_columns"],
    )
    objects = UserManager()

    REQUIRED_FIELDS = ["name", "email"]

    class Meta:
        verbose_name = _("User")
        verbose_name_plural = _("Users")
        ordering = ("username",)

    def __str__(self) -> str:
        return gettext("System") if self.is_system else self.name or self.username

    @property
    def is_system(self) -> bool:
        """Nobody: what the program does by itself stands under this name."""
        return self.username == SYSTEM

    def get_full_name(self) -> str:
        return self.name

    @cached_property
    def current_memberships(self) -> list["Membership"]:
        """The memberships in force today, offices included. Read once per request."""
        return HELD(user=self.pk, on=clock.today())

    @property
    def roles(self) -> set[str]:
        return {membership.role for membership in self.current_memberships}

    @property
    def administers_a_top_office(self) -> bool:
        """Is the user an administrator of an office at the top of the tree?"""
        return any(m.role == Role.ADMINISTRATOR and m.office.is_root() for m in self.current_memberships)

    @cached_property
    def keeps_tables(self) -> bool:
        """May the user keep what holds in the whole country? Whoever administers every office at the top."""
        return self.is_superuser or (
            self.administers_a_top_office and not OTHER_TOPS(offices=office_ids(self, (Role.ADMINISTRATOR,)))
        )

    def keeps_tables_of(self, region: str) -> bool:
        """May the user keep what holds in this region? Whoever administers a top office and all that lie there, where
        no other office lies around it."""
        return self.is_superuser or (
            self.administers_a_top_office and not meets(region, self._foreign_regions)
        )

    @cached_property
    def _foreign_regions(self) -> set[str]:
        """The regions in which offices lie that the user does not administer."""
        lie = Office.objects.rightly_placed()
        return {lie[path] for path in self._others().filter(path__in=lie).values_list("path", flat=True)}

    def _others(self) -> models.QuerySet["Office"]:
        """The offices the user does not administer."""
        return Office.objects.exclude(pk__in=office_ids(self, (Role.ADMINISTRATOR,)))


class OfficeKind(models.TextChoices):
    CITY = "city", _("Municipal federation")
    DISTRICT = "district", _("District or industry federation")
    TOWN = "town", _("Town or street federation")
    GRASSROOTS = "grassroots", _("Grassroots union")


letters_only = RegexValidator(r"^[^\W\d_]+$", _("Letters only."))


class Office(MP_Node):
    """A node of the union tree; members see their own node and everything below it."""

    without_history = ("path", "depth", "numchild")
    """What the tree writes of all below when one office is moved."""

    name = models.CharField(_("Office name"), max_length=80)
    kind = models.CharField(_("Kind"), max_length=16, choices=OfficeKind)
    is_window = models.BooleanField(
        _("Aid window"), default=False, help_text=_("Workers are received here and cases are numbered here.")
    )
    code = models.CharField(
        _("Code in case numbers"),
        max_length=12,
        unique=True,
        validators=[letters_only],
        help_text=_("For example 朱泾 in 沪工援〔2026〕朱泾0001号."),
    )
    number_prefix = models.CharField(
        _("Case number prefix"), max_length=12, default="工援", validators=[letters_only]
    )
    address = models.CharField(_("Address"), max_length=200, blank=True)
    phone = models.CharField(_("Phone"), max_length=20, blank=True)
    region = RegionColumn(
        _("Region"),
        max_length=24,
        blank=True,
        help_text=_("Whose minimum wage and other rates hold here; empty: those of the office above."),
    )

    history = HistoricalRecords(bases=[HistoryBase], history_manager=History)
    objects = OfficeManager()
    node_order_by: list[str] = []

    class Meta:
        verbose_name = _("Office")
        verbose_name_plural = _("Offices")

    def __str__(self) -> str:
        return self.name

    @property
    def version(self) -> int:
        """The newest row of its history: rises with whatever is written of the office itself."""
        return self.history.latest().history_id


class Membership(Audited):
    """A user holds a role at an office from one day to another (or for now).

    A last day before the first: withdrawn before it began, so it never holds.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("User"))
    office = models.ForeignKey(Office, models.PROTECT, related_name="memberships", verbose_name=_("Office"))
    role = models.CharField(_("Role"), max_length=16, choices=Role)
    valid_from = models.DateField(_("From"), default=clock.today)
    valid_to = models.DateField(
        _("Until"), null=True, blank=True, help_text=_("The last day; empty for now.")
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("Membership")
        verbose_name_plural = _("Memberships")
        ordering = ("user", "-valid_from")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "office", "role"],
                condition=Q(valid_to__isnull=True),
                name="membership_held_once",
                violation_error_message=_("This user already holds this role here."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.office}"

    @property
    def was_withdrawn(self) -> bool:
        return self.valid_to is not None and self.valid_to < self.valid_from


OTHER_TOPS = Prepared(
    lambda offices: Office.objects.exclude(pk__in=offices).filter(depth=1).values_list("pk", flat=True)[:1]
)
HELD = Prepared(
    lambda user, on: (
        Membership.objects.in_force(on)
        .filter(user=user)
        .select_related("office")
        .order_by("-valid_from", "pk")
    )
)


class DutyKind(models.TextChoices):
    COORDINATOR = "coordinator", _("Labour-relations coordinator")
    AID_WORKER = "aid_worker", _("Legal-aid worker")
    BARGAINING_GUIDE = "bargaining_guide", _("Wage-bargaining guide")


class Duty(Audited):
    """One of the three people on duty at a window on a day; nobody, once somebody was taken off."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="duties", verbose_name=_("Office"))
    on = models.DateField(_("Date"))
    kind = models.CharField(_("Duty"), max_length=20, choices=DutyKind)
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="duties", verbose_name=_("On duty")
    )

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("Duty")
        verbose_name_plural = _("Duty roster")
        ordering = ("-on", "kind")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "on", "kind"],
                name="duty_filled_once",
                violation_error_message=_("Somebody is already on this duty that day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{written_day(self.on)} {self.get_kind_display()} {self.user or '–'}"

    @staticmethod
    def on_duty(office: Office, on: dt.date) -> str:
        """The people on duty as one line, kept on a visit as it was that day."""
        rows = Duty.objects.between(on, on).filter(office=office).order_by("kind")
        named = [{"name": row.user, "duty": row.get_kind_display()} for row in rows]
        return "、".join(_("%(name)s (%(duty)s)") % row for row in named)

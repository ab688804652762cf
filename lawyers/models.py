"""Volunteer firms, their lawyers, the alliances they stand in, and whom the firms act for."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from core import clock
from core.audit import Audited
from core.sorted_by_name import SortedByName
from lawyers.queries import (
    AllianceQuerySet,
    FirmClientQuerySet,
    FirmQuerySet,
    LawyerQuerySet,
    ServingQuerySet,
)


class Firm(SortedByName, Audited):
    """A law firm that takes union cases for free."""

    is_person = False

    name = models.CharField(_("Firm name"), max_length=80, unique=True)
    pinyin = models.CharField(max_length=120, editable=False, db_index=True, default="")
    licence = models.CharField(_("Licence number"), max_length=40, blank=True)
    address = models.CharField(_("Address"), max_length=200, blank=True)
    phone = models.CharField(_("Phone"), max_length=20, blank=True)
    offices = models.ManyToManyField(
        Office, through="FirmOffice", related_name="firms", verbose_name=_("Offices")
    )
    is_active = models.BooleanField(_("Takes cases"), default=True)

    objects = FirmQuerySet.as_manager()

    class Meta:
        verbose_name = _("Firm")
        verbose_name_plural = _("Firms")
        ordering = ("pinyin", "pk")

    def __str__(self) -> str:
        return self.name


class FirmOffice(Audited):
    """The firm serves this office and those below it."""

    firm = models.ForeignKey(Firm, models.PROTECT, related_name="service", verbose_name=_("Firm"))
    office = models.ForeignKey(Office, models.PROTECT, related_name="firm_service", verbose_name=_("Office"))

    objects = ServingQuerySet.as_manager()

    class Meta:
        verbose_name = _("Office served")
        verbose_name_plural = _("Offices served")
        constraints = [models.UniqueConstraint(fields=["firm", "office"], name="firm_serves_office_once")]

    def __str__(self) -> str:
        return f"{self.firm} → {self.office}"


class Lawyer(SortedByName, Audited):
    """A lawyer of a volunteer firm; with a user, one who signs in."""

    firm = models.ForeignKey(Firm, models.PROTECT, related_name="lawyers", verbose_name=_("Firm"))
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="lawyer",
        verbose_name=_("User"),
    )
    name = models.CharField(_("Name"), max_length=60)
    pinyin = models.CharField(max_length=120, editable=False, db_index=True, default="")
    licence = models.CharField(_("Licence number"), max_length=40, blank=True)
    phone = models.CharField(_("Phone"), max_length=20, blank=True)
    is_coordinator = models.BooleanField(
        _("Coordinator"), default=False, help_text=_("Sees all cases of the firm and answers its offers.")
    )
    is_active = models.BooleanField(_("Takes cases"), default=True)

    objects = LawyerQuerySet.as_manager()

    class Meta:
        verbose_name = _("Lawyer")
        verbose_name_plural = _("Lawyers")
        ordering = ("pinyin", "pk")

    def __str__(self) -> str:
        return self.name


class Alliance(Audited):
    """A standing group of firms that serves one office together."""

    name = models.CharField(_("Alliance name"), max_length=80, unique=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="alliances", verbose_name=_("Office"))
    lead = models.ForeignKey(Firm, models.PROTECT, related_name="leads", verbose_name=_("Lead firm"))
    founded_on = models.DateField(_("Founded on"))
    founders = models.CharField(_("Founding bodies"), max_length=200, blank=True)

    objects = AllianceQuerySet.as_manager()

    class Meta:
        verbose_name = _("Alliance")
        verbose_name_plural = _("Alliances")

    def __str__(self) -> str:
        return self.name


class AllianceMember(Audited):
    """A firm belongs to an alliance from one day to another (or for now)."""

    alliance = models.ForeignKey(Alliance, models.PROTECT, related_name="members", verbose_name=_("Alliance"))
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="alliances", verbose_name=_("Firm"))
    joined_on = models.DateField(_("Joined on"), default=clock.today)
    left_on = models.DateField(_("Left on"), null=True, blank=True)

    class Meta:
        verbose_name = _("Alliance member")
        verbose_name_plural = _("Alliance members")
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "firm"], condition=Q(left_on__isnull=True), name="alliance_member_once"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="alliance_left_after_joining",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm} · {self.alliance}"


class FirmClient(Audited):
    """An employer the firm acts for: found by the conflict check before an offer is made."""

    firm = models.ForeignKey(Firm, models.PROTECT, related_name="clients", verbose_name=_("Firm"))
    employer_name = models.CharField(_("Employer"), max_length=120)
    credit_code = models.CharField(_("Unified credit code"), max_length=18, blank=True, db_index=True)
    since = models.DateField(_("Since"), default=clock.today)
    until = models.DateField(_("Until"), null=True, blank=True)

    objects = FirmClientQuerySet.as_manager()

    class Meta:
        verbose_name = _("Client of a firm")
        verbose_name_plural = _("Clients of firms")

    def __str__(self) -> str:
        return f"{self.firm} → {self.employer_name}"

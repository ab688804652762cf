"""Files that came in, and papers that went out."""

import re
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from cases.models import Case, Claimant, Visit
from core import clock
from core.audit import Audited
from core.crypto import EncryptedJSONField
from core.file_kinds import PICTURES, described
from documents.queries import AttachmentQuerySet, PaperQuerySet
from documents.workflow import PaperState, PaperWorkflow

UNSAFE = re.compile(r'[\\/:*?"<>|\s]+')
"""What a file name may not contain on one system or another."""


class AttachmentKind(models.TextChoices):
    EVIDENCE = "evidence", _("Evidence")
    CONSENT = "consent", _("Signed consent")
    PROOF = "proof", _("Proof of payment")
    SIGNED = "signed", _("Signed paper")
    OTHER = "other", pgettext_lazy("file", "Other")


class Attachment(Audited):
    """A file somebody handed in, kept as it came; its kind is told by its content."""

    may_change = ("version",)
    set_once = ("voided",)

    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments", verbose_name=_("Case"))
    kind = models.CharField(_("Kind"), max_length=16, choices=AttachmentKind, default=AttachmentKind.EVIDENCE)
    title = models.CharField(_("Title"), max_length=120)
    file = models.FileField(_("File"), upload_to="attachments/%Y/%m/", max_length=200)
    file_name = models.CharField(_("File name"), max_length=200)
    content_type = models.CharField(_("Content type"), max_length=80)
    size = models.PositiveIntegerField(_("Size"))
    sha256 = models.CharField("SHA-256", max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Uploaded by")
    )
    uploaded_at = models.DateTimeField(_("Uploaded at"), default=clock.now)
    voided = models.BooleanField(_("Void"), default=False)

    objects = AttachmentQuerySet.as_manager()

    twin: "Attachment | None" = None
    """The first file of the case with the same content, on a page that lists them."""
    fits_page = True
    """Whether a page can show it, where it is a picture; told when it is handed in."""

    TOLD = {
        "added": _("%(who)s handed in the file %(names)s"),
        "voided": _("%(who)s declared the file %(names)s void"),
    }

    class Meta:
        verbose_name = _("File")
        verbose_name_plural = _("Files")
        ordering = ("-uploaded_at", "-pk")
        indexes = [models.Index(fields=["sha256"], name="attachment_content")]

    def __str__(self) -> str:
        return self.title

    @property
    def form(self) -> str:
        """What kind of file it is, in words."""
        return described(self.content_type)

    @property
    def is_untitled(self) -> bool:
        """Whether it goes by the name of its file, which may say nothing."""
        return self.title == self.file_name[: self._meta.get_field("title").max_length]  # type: ignore[union-attr]

    @property
    def is_picture(self) -> bool:
        """Whether it is shown as a picture (`documents:shown`), whatever browsers make of the original."""
        return self.content_type in PICTURES


class PaperKind(models.TextChoices):
    """The papers the program makes, each after the template of the same name."""

    VISIT_RECORD = "visit_record", _("Visit record")
    AID_APPLICATION = "aid_application", _("Legal-aid application")
    ACCEPTANCE_NOTICE = "acceptance_notice", _("Notice of acceptance")
    SUPPLEMENT_NOTICE = "supplement_notice", _("Notice of missing papers")
    REFUSAL_NOTICE = "refusal_notice", _("Notice of refusal")
    APPOINTMENT_NOTICE = "appointment_notice", _("Notice of appointment")
    POWER_OF_ATTORNEY = "power_of_attorney", _("Power of attorney")
    MEDIATION_AGREEMENT = "mediation_agreement", _("Mediation agreement")
    ARBITRATION_APPLICATION = "arbitration_application", _("Arbitration application")
    PAYMENT_ORDER_APPLICATION = "payment_order_application", _("Application for a payment order")
    CONFIRMATION_APPLICATION = "confirmation_application", _("Application for judicial confirmation")
    REVIEW_APPLICATION = "review_application", _("Application for review by the commission")
    ENFORCEMENT_APPLICATION = "enforcement_application", _("Application for enforcement")
    TERMINATION_NOTICE = "termination_notice", _("Notice of termination")
    CLOSING_REPORT = "closing_report", pgettext_lazy("paper", "Closing report")
    AUDIT_RECORD = "audit_record", _("Audit record")


class PaperNumberCounter(models.Model):
    """The last number given per office, year and series. Locked while a number is given, so there are no gaps."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    series = models.CharField(max_length=8)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "year", "series"], name="paper_counter_per_series")
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.year} {self.series}: {self.last}"


class Paper(PaperWorkflow, Audited):
    """A paper. Once issued, its bytes, data and template version never change; again means a new edition.

    `subject` says what it is about ("case 12", "case 12 claimant 30", "visit 7"): editions count per subject.
    """

    frozen_from = "issued_at"
    may_change = ("state", "version")
    set_once = ("signed_on", "signed_copy", "voided_on")

    kind = models.CharField(_("Paper"), max_length=32, choices=PaperKind)
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="papers", verbose_name=_("Case")
    )
    visit = models.ForeignKey(
        Visit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="papers",
        verbose_name=_("Visit"),
    )
    claimant = models.ForeignKey(
        Claimant, models.PROTECT, null=True, blank=True, related_name="papers", verbose_name=_("Claimant")
    )
    subject = models.CharField(max_length=60, editable=False)
    edition = models.PositiveSmallIntegerField(_("Version"))
    number = models.CharField(_("Number"), max_length=60, blank=True)
    data: "models.Field[dict[str, Any], dict[str, Any]]" = EncryptedJSONField(_("Data"), default=dict)
    template_version = models.CharField(_("Template version"), max_length=64)
    file = models.FileField(_("File"), upload_to="papers/%Y/%m/", max_length=200, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    size = models.PositiveIntegerField(_("Size"), default=0)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="papers_issued", verbose_name=_("Issued by")
    )
    issued_at = models.DateTimeField(_("Issued at"), null=True, blank=True)
    signed_on = models.DateField(_("Signed on"), null=True, blank=True)
    signed_copy = models.ForeignKey(
        Attachment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="signed_papers",
        verbose_name=_("Signed copy"),
    )
    voided_on = models.DateField(_("Voided on"), null=True, blank=True)

    objects = PaperQuerySet.as_manager()

    TOLD = {
        "added": _("%(who)s drew up %(names)s"),
    }

    class Meta:
        verbose_name = _("Paper")
        verbose_name_plural = _("Papers")
        ordering = ("-pk",)
        indexes = [
            models.Index(fields=["number"], name="paper_number"),
            models.Index(fields=["visit"], condition=Q(visit__isnull=False), name="paper_of_visit"),
            models.Index(fields=["claimant"], condition=Q(claimant__isnull=False), name="paper_of_claimant"),
            models.Index(fields=["issued_by", "issued_at"], name="paper_issued"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False, visit__isnull=True)
                | Q(case__isnull=True, visit__isnull=False),
                name="paper_of_case_or_visit",
            ),
            models.UniqueConstraint(fields=["kind", "subject", "edition"], name="paper_edition_once"),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="paper_number_once"),
            models.CheckConstraint(
                condition=~Q(state__in=(PaperState.ISSUED, PaperState.SIGNED))
                | (~Q(sha256="") & Q(issued_at__isnull=False)),
                name="paper_issued_is_sealed",
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(paper)s, version %(edition)d") % {
            "paper": self.get_kind_display(),
            "edition": self.edition,
        }

    @property
    def named(self) -> str:
        """Whom a paper for one claimant names: as it was printed, whatever the name is today."""
        return self.data["workers"][0]["name"] if self.claimant_id else ""

    @property
    def download_name(self) -> str:
        """受理通知书_沪工援〔2026〕朱泾0001号_周建国_第1版.pdf, from the paper's own data, whatever the page's language."""
        with override("zh-hans"):
            parts = [self.get_kind_display()]
        if self.visit_id:
            parts.append((self.data.get("visited_at") or "")[:10])
        else:
            parts.append(self.data.get("case_number") or "")
        parts += [self.named, f"第{self.edition}版"]
        return "_".join(UNSAFE.sub("", part) for part in parts if part) + ".pdf"

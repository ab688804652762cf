"""The people and the employers a case is about; each stands once, whatever number of cases."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from cases.choices import employer_types, relation_types, worker_types
from cases.models.names import Named
from cases.queries.parties import EmployerLinkQuerySet, EmployerQuerySet, WorkerQuerySet
from core import clock
from core.audit import Audited
from core.crypto import EncryptedTextField
from core.lookups import BEGINS, BEGINS_THEN_ID
from labour_law.identity import IdKind
from law_tables.choices import countries


class Sex(models.TextChoices):
    MALE = "male", _("Male")
    FEMALE = "female", _("Female")


class IdentityKind(models.TextChoices):
    """The documents of `labour_law.identity`, and none at all."""

    RESIDENT = IdKind.RESIDENT.value, _("Resident ID card")
    RESIDENCE_PERMIT = IdKind.RESIDENCE_PERMIT.value, _("Residence permit of Hong Kong, Macao or Taiwan")
    PERMANENT_RESIDENCE = IdKind.PERMANENT_RESIDENCE.value, _("Foreigner's permanent residence card")
    PASSPORT = IdKind.PASSPORT.value, _("Passport")
    HOME_RETURN = IdKind.HOME_RETURN.value, _("Mainland travel permit (Hong Kong, Macao)")
    TAIWAN_PASS = IdKind.TAIWAN_PASS.value, _("Mainland travel permit (Taiwan)")
    NONE = "none", _("No document")


class Worker(Named, Audited):
    """A worker. The ID number and the bank account stand encrypted; `id_hash` finds the person by the document.

    A person stands once on record. Where an office registers somebody whom only offices know that it may not look
    into, it keeps a record apart (`kept_by`) until theirs is shared. Whoever registers too many of them in an hour is
    not told which office it is (`elsewhere_told`).
    """

    name = models.CharField(_("Name"), max_length=60)
    pinyin = models.CharField(max_length=120, editable=False, default="")
    id_kind = models.CharField(_("Kind of document"), max_length=24, choices=IdentityKind, blank=True)
    id_country = models.CharField(
        _("Country of the passport"), max_length=3, choices=countries, blank=True, default=""
    )
    id_number = EncryptedTextField(_("ID number"), blank=True)
    id_hash = models.CharField(max_length=64, null=True, blank=True, editable=False)
    birth_date = models.DateField(_("Date of birth"), null=True, blank=True)
    sex = models.CharField(_("Sex"), max_length=8, choices=Sex, blank=True)
    phone = models.CharField(_("Phone"), max_length=20, blank=True)
    phone2 = models.CharField(_("Second phone"), max_length=20, blank=True)
    worker_type = models.CharField(_("Kind of worker"), max_length=32, choices=worker_types, blank=True)
    relation_type = models.CharField(_("Kind of relation"), max_length=32, choices=relation_types, blank=True)
    is_migrant = models.BooleanField(_("Migrant worker"), default=False)
    is_union_member = models.BooleanField(_("Union member"), default=False)
    household = models.CharField(_("Registered residence"), max_length=200, blank=True)
    address = models.CharField(_("Address"), max_length=200, blank=True)
    zone = models.CharField(_("Village or neighbourhood"), max_length=60, blank=True)
    bank_name = models.CharField(_("Bank"), max_length=80, blank=True)
    bank_account = EncryptedTextField(_("Bank account"), blank=True)
    kept_by = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("Kept apart by"),
    )
    elsewhere_told = models.BooleanField(default=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = WorkerQuerySet.as_manager()

    class Meta:
        verbose_name = _("Worker")
        verbose_name_plural = _("Workers")
        constraints = [
            models.UniqueConstraint(
                fields=["id_hash"],
                condition=Q(kept_by=None),
                name="worker_once",
                violation_error_message=_("This ID number belongs to a worker already on record."),
            ),
            models.UniqueConstraint(
                fields=["id_hash", "kept_by"],
                condition=Q(kept_by__isnull=False),
                name="worker_kept_apart_once",
                violation_error_message=_("This ID number belongs to a worker already on record."),
            ),
            models.CheckConstraint(condition=~Q(id_hash=""), name="worker_hash_not_empty"),
            models.CheckConstraint(
                condition=Q(id_hash=None) | Q(id_kind__in=[kind.value for kind in IdKind]),
                name="worker_number_has_kind",
            ),
            models.CheckConstraint(
                condition=Q(id_country="") | Q(id_kind=IdKind.PASSPORT.value),
                name="worker_country_of_passport",
            ),
        ]
        indexes = [
            models.Index(fields=["id_hash"], name="worker_id_hash"),
            models.Index(fields=["pinyin", "id"], name="worker_pinyin", opclasses=BEGINS_THEN_ID),
            models.Index(fields=["name", "id"], name="worker_name", opclasses=BEGINS_THEN_ID),
            models.Index(fields=["phone"], name="worker_phone", opclasses=BEGINS),
            models.Index(fields=["phone2"], name="worker_phone2", opclasses=BEGINS),
            models.Index(fields=["worker_type"], name="worker_kind"),
        ]

    def __str__(self) -> str:
        return self.name


class KnownBy(models.TextChoices):
    """What an employer is known by as long as nobody knows its name."""

    BOSS = "boss", _("its boss")
    SIGNBOARD = "signboard", _("its signboard")
    SITE = "site", _("its building site")
    APP = "app", _("the platform's app")


class Employer(Named, Audited):
    """An employer, platform, partner or agency.

    Of one whose name nobody knows yet, `name` holds what it is `known_by`; that may be said of several.
    """

    is_person = False

    name = models.CharField(_("Name"), max_length=120)
    known_by = models.CharField(_("Known only by"), max_length=16, choices=KnownBy, blank=True)
    pinyin = models.CharField(max_length=120, editable=False, default="")
    credit_code = models.CharField(_("Unified credit code"), max_length=18, null=True, blank=True)
    type = models.CharField(_("Kind of employer"), max_length=32, choices=employer_types, blank=True)
    address = models.CharField(_("Address"), max_length=200, blank=True)
    legal_representative = models.CharField(_("Legal representative"), max_length=60, blank=True)
    legal_representative_title = models.CharField(_("Office held"), max_length=40, blank=True)
    phone = models.CharField(_("Phone"), max_length=20, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = EmployerQuerySet.as_manager()

    class Meta:
        verbose_name = _("Employer")
        verbose_name_plural = _("Employers")
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"],
                name="employer_once",
                violation_error_message=_("This credit code belongs to an employer already on record."),
            ),
            models.CheckConstraint(condition=~Q(credit_code=""), name="employer_code_not_empty"),
            models.CheckConstraint(
                condition=Q(credit_code=None) | Q(known_by=""),
                name="employer_with_code_has_a_name",
                violation_error_message=_("Who has a credit code has a name: enter it."),
            ),
        ]
        indexes = [
            models.Index(fields=["credit_code"], name="employer_code", opclasses=BEGINS),
            models.Index(fields=["phone"], name="employer_phone", opclasses=BEGINS),
            models.Index(fields=["pinyin", "id"], name="employer_pinyin", opclasses=BEGINS_THEN_ID),
            models.Index(fields=["name", "id"], name="employer_name", opclasses=BEGINS_THEN_ID),
        ]

    def __str__(self) -> str:
        if not self.known_by:
            return self.name
        return gettext("%(name)s (%(known_by)s; name not known)") % {
            "name": self.name,
            "known_by": self.get_known_by_display(),
        }


class EmployerLinkKind(models.TextChoices):
    PLATFORM = "platform", _("Works for the platform")
    AGENCY = "agency", _("Workers dispatched by")
    STATION = "station", _("Station or partner of")
    PARENT = "parent", _("Subsidiary of")


class EmployerLink(Audited):
    """How one employer hangs on another: platform, agency, partner, parent."""

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="links", verbose_name=_("Employer"))
    related = models.ForeignKey(
        Employer, models.PROTECT, related_name="linked_from", verbose_name=_("Related to")
    )
    kind = models.CharField(_("How"), max_length=16, choices=EmployerLinkKind)
    is_active = models.BooleanField(_("Active"), default=True)

    objects = EmployerLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("Link between employers")
        verbose_name_plural = _("Links between employers")
        constraints = [
            models.UniqueConstraint(fields=["employer", "related", "kind"], name="employer_link_once"),
            models.CheckConstraint(
                condition=~Q(employer=models.F("related")), name="employer_not_linked_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employer} · {self.get_kind_display()} {self.related}"

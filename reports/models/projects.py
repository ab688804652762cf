"""实事项目: what an office promises to do in a year, and what was done month by month."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Office
from core import clock
from core.audit import Audited
from reports.queries import ProjectEntryQuerySet, ProjectQuerySet

FIRST_YEAR, LAST_YEAR = 2000, 2100


class ProjectUnit(models.TextChoices):
    """What a project is counted in."""

    PERSONS = "persons", pgettext_lazy("unit", "persons")
    MATTERS = "matters", pgettext_lazy("unit", "matters")
    HEADS = "heads", pgettext_lazy("unit", "heads")
    TEN_THOUSAND = "ten_thousand", _("10,000 yuan")
    PERCENT = "percent", "%"
    PIECES = "pieces", pgettext_lazy("unit", "pieces")


class RollUp(models.TextChoices):
    """What of an entered project is done."""

    OWN = "own", _("What the office itself enters")
    SUM = "sum", _("What the office enters and what those below enter, added up")


class Project(Audited):
    """A project of a year and an office. Handed down, it is the same project of an office below, with its own plan.

    What is done is counted by a figure (`measure`) over the office and all below it, or entered month by month.
    Persons and shares are never added up over offices: who is with two of them would count twice.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="projects", verbose_name=_("Office"))
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("Handed down from"),
    )
    year = models.PositiveSmallIntegerField(
        _("Year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    number = models.PositiveSmallIntegerField(
        pgettext_lazy("project", "Number"), validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    name = models.CharField(pgettext_lazy("project", "Name"), max_length=60)
    unit = models.CharField(_("Unit"), max_length=16, choices=ProjectUnit)
    plan = models.DecimalField(_("Plan"), max_digits=14, decimal_places=2)
    measure = models.CharField(_("Counted by"), max_length=32, blank=True)
    roll_up = models.CharField(_("What is done"), max_length=8, choices=RollUp, default=RollUp.OWN)
    is_active = models.BooleanField(_("In use"), default=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("Project of the year")
        verbose_name_plural = _("Projects of the year")
        constraints = [
            models.UniqueConstraint(fields=["office", "year", "name"], name="project_named_once"),
            models.UniqueConstraint(fields=["parent", "office"], name="project_handed_down_once"),
            models.CheckConstraint(condition=Q(plan__gt=0), name="project_plan_positive"),
            models.CheckConstraint(
                condition=~Q(unit=ProjectUnit.PERCENT) | Q(plan__lte=100), name="project_share_at_most_100"
            ),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR), name="project_year_likely"
            ),
            models.CheckConstraint(
                condition=~Q(roll_up=RollUp.SUM)
                | (Q(measure="") & ~Q(unit__in=(ProjectUnit.PERSONS, ProjectUnit.PERCENT))),
                name="project_nobody_added_twice",
            ),
        ]
        indexes = [models.Index(fields=["office", "year", "number"], name="project_office_year")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_entered(self) -> bool:
        """Is what was done entered month by month?"""
        return not self.measure

    @property
    def is_share(self) -> bool:
        """A share stands for itself: it is neither added up nor carried on to the end of the year."""
        return self.unit == ProjectUnit.PERCENT

    @property
    def takes_fractions(self) -> bool:
        return self.unit in (ProjectUnit.PERCENT, ProjectUnit.TEN_THOUSAND)


class ProjectEntry(Audited):
    """What was done in a month, with its proof; of a share, how much it was at the end of the month.

    Written once. A correction is a new entry that stands in the place of the one it `corrects`.
    """

    append_only = True

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="entries", verbose_name=_("Project of the year")
    )
    month = models.PositiveSmallIntegerField(_("Month"))
    amount = models.DecimalField(_("Done"), max_digits=14, decimal_places=2)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="correction", verbose_name=_("Corrects")
    )
    reference = models.CharField(_("Proof in words"), max_length=300, blank=True)
    file = models.FileField(_("File"), upload_to="attachments/%Y/%m/", max_length=200, blank=True)
    file_name = models.CharField(_("File name"), max_length=200, blank=True)
    content_type = models.CharField(_("Content type"), max_length=80, blank=True)
    size = models.PositiveIntegerField(_("Size"), default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Entered by")
    )
    entered_at = models.DateTimeField(_("Entered at"), default=clock.now)

    objects = ProjectEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("Entry of a project")
        verbose_name_plural = _("Entries of projects")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "month"], condition=Q(corrects=None), name="project_month_entered_once"
            ),
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="project_entry_month"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="project_entry_not_negative"),
            models.CheckConstraint(condition=~Q(reference="", file=""), name="project_entry_has_proof"),
            models.CheckConstraint(
                condition=Q(file="", sha256="") | (~Q(file="") & ~Q(sha256="")), name="project_file_has_hash"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.project.year}-{self.month:02}"

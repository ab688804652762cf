"""The dated tables as an administrator keeps them: rates, holidays by year, code lists.

Each row turns into the dataclass of `labour_law` that stands for it, and is made from one. Nothing is deleted: a row
entered by mistake is struck out and no longer counts.
"""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.audit import Audited
from core.days import written_day
from core.fields import FIRST_YEAR, LAST_YEAR, law_error
from labour_law.calendar import HolidayYear
from labour_law.codes import Code, check_validity
from labour_law.entitlements.heat_allowance import HOTTEST
from labour_law.errors import InvalidTable
from labour_law.places import is_place
from labour_law.rates import HEAT, Rate
from law_tables.columns import RegionColumn
from law_tables.days import contradictions, days_text, read_days
from law_tables.queries import TableQuerySet
from law_tables.series import UNITS, Series, Unit

STAND_IN: list[Callable[[str], Iterable[str]]] = []
"""Each names what stands in the region with this code, which the list then cannot let go."""


class Confidence(models.TextChoices):
    VERIFIED = "verified", _("Checked against the source")
    TWO_SOURCES = "two_sources", _("Two sources agree")
    MEMORY = "memory", _("From memory")
    UNCONFIRMED = "unconfirmed", _("Unconfirmed")


class Place(models.TextChoices):
    OUTDOORS = "outdoors", _("Outdoors or by a source of heat")
    INDOORS = "indoors", _("Elsewhere in the heat")


class CodeList(models.TextChoices):
    WORKER_TYPE = "worker_type", _("Kind of worker")
    WORKER_FLAG = "worker_flag", _("Special situation of a worker")
    RELATION_TYPE = "relation_type", _("Kind of relation")
    EMPLOYER_TYPE = "employer_type", _("Kind of employer")
    CHANNEL = "channel", _("Channel")
    CAUSE = "cause", _("Cause of action")
    REGION = "region", _("Region")


class Row(Audited):
    """What every table says of a row: where it comes from, how sure that is, whether it counts."""

    source = models.CharField(
        _("Source"), max_length=200, help_text=_("The notice or the law, with its number.")
    )
    confidence = models.CharField(_("Confidence"), max_length=16, choices=Confidence)
    is_active = models.BooleanField(
        _("Counts"),
        default=True,
        help_text=_("Untick it for a row entered by mistake: it stays on record and no longer counts."),
    )

    objects = TableQuerySet.as_manager()

    class Meta:
        abstract = True


def _ends_after_it_starts(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
        name=name,
        violation_error_message=_("The row ends before it begins."),
    )


def rate_of(row: models.Model, **values: Any) -> Rate:
    """A row that holds a rate as `labour_law` takes it: its columns are named like the facts, `values` are the others."""
    names = {field.name for field in row._meta.concrete_fields} & Rate.__dataclass_fields__.keys()
    return Rate(**{name: getattr(row, name) for name in names}, **values)


class RateRow(Row):
    """A rate of a region from a day on, until the next of its series there begins or until its own last day."""

    series = models.CharField(_("Series"), max_length=24, choices=Series)
    region = RegionColumn(_("Region"), max_length=24)
    grade = models.PositiveSmallIntegerField(
        _("Grade of disability"),
        default=0,
        validators=[MaxValueValidator(10)],
        help_text=_("1 to 10 for benefits of a work injury, else 0."),
    )
    valid_from = models.DateField(_("From"))
    valid_to = models.DateField(
        _("Until"), null=True, blank=True, help_text=_("The last day; empty until the next row begins.")
    )
    value = models.DecimalField(
        _("Value"), max_digits=12, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    unit = models.CharField(_("Unit"), max_length=16, choices=Unit)
    value_to = models.DecimalField(
        _("Up to"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("The upper end, where the rule gives a range; the value is the least."),
    )
    place = models.CharField(
        _("Where"),
        max_length=8,
        blank=True,
        choices=Place,
        help_text=_("For work in the heat with two rates, a row for each."),
    )
    from_degrees = models.PositiveSmallIntegerField(
        _("From °C"),
        default=0,
        validators=[MaxValueValidator(HOTTEST)],
        help_text=_("For work in the heat in steps of temperature, a row for each; else 0."),
    )
    first_month = models.PositiveSmallIntegerField(
        _("First hot month"),
        default=0,
        validators=[MaxValueValidator(12)],
        help_text=_("For work in the heat: 1 to 12; 0 where the rule names no months."),
    )
    last_month = models.PositiveSmallIntegerField(
        _("Last hot month"), default=0, validators=[MaxValueValidator(12)]
    )
    excludes_insurance = models.BooleanField(
        _("Without the worker's own insurance"),
        default=False,
        help_text=_(
            "Of a monthly minimum wage: what the worker pays for social insurance and the housing fund does not count "
            "towards it, as in Shanghai and Beijing."
        ),
    )
    note = models.CharField(_("Note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Rate")
        verbose_name_plural = _("Rates")
        ordering = ("-valid_from", "series", "region", "grade", "place", "from_degrees")
        constraints = [
            models.UniqueConstraint(
                fields=["series", "region", "grade", "place", "from_degrees", "valid_from"],
                name="rate_begins_once",
                violation_error_message=_("There is a row of this series, region and grade from this day."),
            ),
            models.CheckConstraint(
                condition=Q(value_to__isnull=True) | Q(value_to__gt=F("value")),
                name="rate_range_goes_up",
                violation_error_message=_("The upper end must be above the value."),
            ),
            models.CheckConstraint(
                condition=Q(first_month=0, last_month=0)
                | Q(first_month__gte=1, last_month__gte=F("first_month"), last_month__lte=12),
                name="rate_season_is_in_a_year",
                violation_error_message=_("Give both months, 1 to 12, the first no later than the last."),
            ),
            _ends_after_it_starts("rate_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(value__gt=0),
                name="rate_is_positive",
                violation_error_message=_("The value must be above zero."),
            ),
        ]

    def __str__(self) -> str:
        grade = f" {self.grade}" if self.grade else ""
        return f"{self.get_series_display()} · {self.region_name}{grade} · {written_day(self.valid_from)}"

    @property
    def region_name(self) -> str:
        return str(self._meta.get_field("region").said(self.region))  # type: ignore[attr-defined]

    @property
    def rate(self) -> Rate:
        """The row as `labour_law` takes it."""
        return rate_of(self)

    @classmethod
    def of(cls, rate: Rate) -> "RateRow":
        return cls(**{name: getattr(rate, name) for name in Rate.__dataclass_fields__})

    def clean(self) -> None:
        """The unit and grade are those of the series."""
        if not self.series:
            return
        if self.unit and self.unit not in UNITS[self.series]:
            units = ", ".join(str(Unit(unit).label) for unit in UNITS[self.series])
            raise ValidationError(
                {"unit": gettext("This series is counted in: %(units)s.") % {"units": units}}
            )
        if bool(self.grade) != self.series.startswith("injury_"):
            raise ValidationError(
                {"grade": gettext("Benefits of a work injury have a grade, other rates none.")}
            )
        if self.series not in HEAT:
            for name in ("place", "from_degrees", "first_month", "last_month"):
                if getattr(self, name):
                    raise ValidationError({name: gettext("Only rates for work in the heat have this.")})
        if self.excludes_insurance and self.series != Series.MINIMUM_WAGE_MONTH:
            raise ValidationError({"excludes_insurance": gettext("Only the monthly minimum wage has this.")})


class HolidayYearRow(Row):
    """The holidays of a year by the notice of the State Council, as lines of days and spans."""

    year = models.PositiveSmallIntegerField(
        _("Year"),
        unique=True,
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
        error_messages={"unique": _("This year is in the table: change its row.")},
    )
    announced = models.BooleanField(
        _("Announced"),
        default=True,
        help_text=_("Whether the notice is out. Until then only the days paid at 300 % are known."),
    )
    off = models.TextField(
        _("Days off"),
        blank=True,
        help_text=_("One day or span a line, as in the notice: 2026-02-15 – 2026-02-23"),
    )
    working = models.TextField(
        _("Weekends made working days"), blank=True, help_text=_("One day a line: 2026-02-14")
    )
    triple = models.TextField(
        _("Days paid at 300 %"), blank=True, help_text=_("One day or span a line: the 13 statutory days.")
    )

    class Meta:
        verbose_name = _("Holidays of a year")
        verbose_name_plural = _("Holidays")
        ordering = ("-year",)

    def __str__(self) -> str:
        return str(self.year)

    @property
    def holiday_year(self) -> HolidayYear:
        """The row as `labour_law` takes it."""
        return HolidayYear(
            year=self.year,
            off=read_days(self.off),
            working=read_days(self.working),
            triple=read_days(self.triple),
            source=self.source,
            confidence=self.confidence,  # type: ignore[arg-type]
            announced=self.announced,
        )

    @classmethod
    def of(cls, row: HolidayYear) -> "HolidayYearRow":
        return cls(
            year=row.year,
            announced=row.announced,
            off=days_text(row.off),
            working=days_text(row.working),
            triple=days_text(row.triple),
            source=row.source,
            confidence=row.confidence,
        )

    def clean(self) -> None:
        """Every line is a day or span near the year, and the days do not contradict each other."""
        days: dict[str, frozenset[date]] = {}
        errors: dict[str, Any] = {}
        for name in ("off", "working", "triple"):
            try:
                days[name] = read_days(getattr(self, name))
            except ValidationError as error:
                errors[name] = error
        if errors:
            raise ValidationError(errors)
        if not self.year or not FIRST_YEAR <= self.year <= LAST_YEAR:
            return
        if errors := contradictions(self.year, announced=self.announced, **days):
            raise ValidationError(errors)
        for name, found in days.items():
            setattr(self, name, days_text(found))


class CodeRow(Row):
    """An entry of a code list. The code is stored with cases: its name may change, the code never does."""

    table = models.CharField(_("List"), max_length=16, choices=CodeList)
    code = models.CharField(
        pgettext_lazy("code list", "Code"),
        max_length=24,
        validators=[
            RegexValidator(r"^[a-z0-9_.]+\Z", _("Small letters, digits, dots and underscores only."))
        ],
        help_text=_("Stored with cases: never changed, and never used again for something else."),
    )
    zh = models.CharField(_("Chinese name"), max_length=80)
    en = models.CharField(_("English name"), max_length=120)
    parent = models.CharField(
        _("Belongs to"), max_length=24, blank=True, help_text=_("The code it stands under, if any.")
    )
    valid_from = models.DateField(_("From"))
    valid_to = models.DateField(
        _("Until"), null=True, blank=True, help_text=_("The last day; empty for now.")
    )
    position = models.PositiveSmallIntegerField(_("Place in the list"), default=100)

    class Meta:
        verbose_name = _("Entry of a code list")
        verbose_name_plural = _("Code lists")
        ordering = ("table", "position", "code", "valid_from")
        constraints = [
            models.UniqueConstraint(
                fields=["table", "code", "valid_from"],
                name="code_begins_once",
            ),
            _ends_after_it_starts("code_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.get_table_display()} · {self.code} {self.zh}"

    @property
    def entry(self) -> Code:
        """The row as `labour_law` takes it."""
        return Code(
            code=self.code,
            zh=self.zh,
            en=self.en,
            parent=self.parent,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            source=self.source,
            confidence=self.confidence,  # type: ignore[arg-type]
        )

    @classmethod
    def of(cls, table: str, entry: Code, position: int) -> "CodeRow":
        values = {name: getattr(entry, name) for name in Code.__dataclass_fields__}
        return cls(table=table, position=position, **values)

    def clean(self) -> None:
        """An entry begins once a day; what it belongs to is in the list and does not belong to it in turn."""
        others = CodeRow.objects.filter(table=self.table).exclude(pk=self.pk)
        if others.filter(code=self.code, valid_from=self.valid_from).exists():
            raise ValidationError({"valid_from": gettext("There is an entry of this code from this day.")})
        rows = others.in_force()
        self._check_validity(rows.filter(code=self.code))
        above: dict[str, set[str]] = {}
        for code, parent in [*rows.values_list("code", "parent"), *self._own_link()]:
            above.setdefault(code, set()).add(parent)
        wanted = {parent for parents in above.values() for parent in parents if parent}
        if missing := sorted(wanted - set(above)):
            field = "parent" if self.parent in missing else "is_active"
            raise ValidationError(
                {
                    field: gettext("%(code)s is not in the list, but others belong to it.")
                    % {"code": missing[0]}
                }
            )
        reached, fresh = set[str](), {self.parent}
        while fresh := {code for code in fresh if code} - reached:
            reached |= fresh
            fresh = {parent for code in fresh for parent in above.get(code, ())}
        if self.code in reached:
            raise ValidationError({"parent": gettext("An entry cannot belong to itself.")})
        self._check_nothing_stands_there()

    def _check_validity(self, rows: Iterable["CodeRow"]) -> None:
        if not (self.is_active and self.valid_from):
            return
        try:
            check_validity(str(self.get_table_display()), [*(row.entry for row in rows), self.entry])
        except InvalidTable as error:
            if error.code == "table_overlap":  # the order of its own days is a constraint
                raise ValidationError({"valid_from": law_error(error)}) from error

    def _check_nothing_stands_there(self) -> None:
        """A region does not end while something stands there, unless another row goes on with it; a place needs none."""
        if self.table != CodeList.REGION or self._goes_on or is_place(self.code):
            return
        rows = CodeRow.objects.in_force().filter(table=self.table, code=self.code, valid_to__isnull=True)
        if [row.pk for row in rows] != [self.pk]:
            return
        if names := [name for stand_in in STAND_IN for name in stand_in(self.code)]:
            offices = pgettext("list", ", ").join(names)
            raise ValidationError(
                gettext("Offices lie there: %(offices)s. Give them another region first.")
                % {"offices": offices}
            )

    @property
    def _goes_on(self) -> bool:
        return self.is_active and self.valid_to is None

    def _own_link(self) -> list[tuple[str, str]]:
        return [(self.code, self.parent)] if self.is_active else []

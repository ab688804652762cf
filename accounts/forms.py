"""What is typed about people, roles and the duty roster."""

import datetime as dt
from copy import copy
from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordMixin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.actions.offices import may_lie_there
from accounts.models import DutyKind, Membership, Office, Role, User
from accounts.permissions import can_administer
from core import clock
from core.admin import ReasonedForm
from core.fields import DateField, PhoneField, ask_to_choose
from core.pills import HasPills
from law_tables.choices import places
from law_tables.forms import RegionField


class OwnChoiceField(forms.ModelChoiceField):
    """A choice among what the user may write, and what the row holds already.

    Whoever sends another one that exists did not take it from the form: that is refused and put on record.
    """

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        stored = form.get_initial_for_field(self, field_name)
        if stored and getattr(getattr(form, "instance", None), "pk", None):
            pk = getattr(stored, "pk", stored)
            own = Q(pk__in=self.queryset.order_by().values("pk")) | Q(pk=pk)  # type: ignore[union-attr]
            self.queryset = self.queryset.model._default_manager.filter(own)  # type: ignore[union-attr]
        return super().get_bound_field(form, field_name)

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except forms.ValidationError:
            try:
                exists = self.queryset.model._base_manager.filter(pk=value).exists()  # type: ignore[union-attr]
            except (ValueError, TypeError, OverflowError):
                exists = False
            if exists:
                raise PermissionDenied from None
            raise


class TreeChoiceField(OwnChoiceField):
    """Offices, indented as they stand in the tree."""

    def label_from_instance(self, obj: Office) -> str:
        return "　" * (obj.depth - 1) + str(obj)


class PeopleFilter(HasPills, forms.Form):
    """What the list of people is narrowed by. A value that makes no sense is said at its field and left out."""

    q = forms.CharField(label=_("Name, user name or phone"), max_length=60, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("All")), *Role.choices], required=False)
    closed = forms.BooleanField(label=_("Closed accounts"), required=False)


class ReasonForm(forms.Form):
    """A step that asks for nothing but a reason."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("Kept on record."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class OfficeForm(ReasonedForm):
    """An office and where it stands in the tree."""

    parent = TreeChoiceField(
        label=_("Below"),
        queryset=Office.objects.none(),
        required=False,
        empty_label=_("At the top"),
        help_text=_("Moving an office moves all below it, and with it what people there may see."),
    )
    region = RegionField(
        label=_("Region"),
        required=False,
        help_text=_(
            "A city, district or county by name: its minimum wage and other rates hold here. "
            "Empty: the region of the office above."
        ),
    )
    phone = PhoneField(label=_("Phone"), required=False)

    class Meta:
        model = Office
        fields = ["name", "kind", "is_window", "code", "number_prefix", "address", "phone", "region"]

    user: User

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        """The parent is one of the offices the user administers; who does not administer it cannot move away. The
        regions suggested are those in which it may lie there.
        """
        self.user = user or self.user
        super().__init__(*args, **kwargs)
        field: Any = self.fields["parent"]
        offices = Office.objects.visible_to(self.user, ("administrator",))
        field.required = not self.user.is_superuser
        if self.instance.pk:
            parent = Office.objects.get_parent(self.instance)
            self.initial["parent"] = parent
            self._suggest_open_regions(parent)
            field.disabled = not self.user.is_superuser and not (parent and can_administer(self.user, parent))
            if field.disabled:
                field.required, offices = False, Office.objects.all()
            offices = offices.exclude(path__startswith=self.instance.path)
        field.queryset = offices

    def _suggest_open_regions(self, parent: Office | None) -> None:
        if self.user.is_superuser:
            return
        codes = [code for code, _name in places()]
        open_ones = Office.objects.regions_open(codes, below=parent, office=self.instance)
        widget: Any = self.fields["region"].widget
        widget.choices = lambda: [row for row in places() if row[0] in open_ones]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        office = copy(self.instance)
        office.region = data.get("region", "")
        if "parent" in data and not may_lie_there(office, data["parent"], self.user):
            self.add_error(
                "region", _("Another union lies there. Choose a region within that of the office above.")
            )
        return data


class OfficePageForm(OfficeForm):
    """An office on a page of ours: with the version it was shown in, so that nobody writes over another's change."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = [
        "name", "kind", "parent", "region", "is_window", "code", "number_prefix", "address", "phone", "reason",
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].widget = forms.Textarea(attrs={"rows": 2})
        if self.instance.pk:
            self.initial["seen_version"] = self.instance.version


class OfficeChoice(forms.Form):
    """A form with an office of those the user administers."""

    office = TreeChoiceField(label=_("Office"), queryset=Office.objects.none())

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = Office.objects.visible_to(user, ("administrator",))  # type: ignore[attr-defined]
        ask_to_choose(self)


class InviteForm(OfficeChoice, forms.ModelForm):
    """A new person and the first role."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=forms.RadioSelect)
    phone = PhoneField(label=_("Phone"), required=False)
    field_order = ["name", "username", "email", "phone", "office", "role", "language"]

    class Meta:
        model = User
        fields = ["name", "username", "email", "phone", "language"]
        help_texts = {
            "username": _("Typed at sign-in. Letters and digits, for example shenyufang."),
            "email": _("The invitation goes there. Without one you pass the link on yourself."),
        }


class PersonForm(ReasonForm, forms.ModelForm):
    """Corrections of a person's data."""

    phone = PhoneField(label=_("Phone"), required=False)
    field_order = ["name", "email", "phone", "reason"]

    class Meta:
        model = User
        fields = ["name", "email", "phone"]


class GrantForm(OfficeChoice, ReasonForm, forms.ModelForm):
    """One more role for a person."""

    field_order = ["office", "role", "valid_from", "valid_to", "reason"]

    class Meta:
        model = Membership
        fields = ["office", "role", "valid_from", "valid_to"]
        field_classes = {"office": TreeChoiceField, "valid_from": DateField, "valid_to": DateField}


class EndForm(ReasonForm):
    """The last day of a role."""

    last_day = DateField(
        label=_("Last day"),
        initial=clock.today,
        help_text=_("The role still holds on this day. One that has not begun by then is withdrawn."),
    )
    field_order = ["last_day", "reason"]


class PasswordForm(SetPasswordMixin, forms.Form):
    """The first password of an invited person, typed twice."""

    password1, password2 = SetPasswordMixin.create_password_fields(
        label1=_("Password"), label2=_("Password again")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        self.validate_passwords()
        self.validate_password_for_user(self.user, "password1")
        return self.cleaned_data


class DayForm(forms.Form):
    """The people on duty on one day, one field for each duty; a reason once the day has passed."""

    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)

    def __init__(self, *args: Any, office: Office, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.roster_candidates(office, on)
        for kind, label in DutyKind.choices:
            self.fields[kind] = forms.ModelChoiceField(
                people, label=label, required=False, empty_label=_("Nobody")
            )
        if on >= clock.today():
            del self.fields["reason"]
        else:
            self.fields["reason"].required = True
            self.order_fields([*DutyKind.values, "reason"])

    def people(self) -> dict[str, User | None]:
        """Kind of duty → person."""
        return {kind: self.cleaned_data[kind] for kind in DutyKind.values}

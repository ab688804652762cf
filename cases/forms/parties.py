"""Forms for workers and employers. Whole ID and account numbers are never put back into a page."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Employer, KnownBy, Worker
from cases.models.parties import IdentityKind, Sex
from core import clock
from core.fields import (
    AccountField,
    CreditCodeField,
    DateField,
    EmployerPhoneField,
    NameField,
    PhoneField,
    identified,
)
from core.names import tidy_name
from labour_law.identifiers import mask_account, mask_id
from labour_law.identity import Identity, identify
from labour_law.places import registered_at
from law_tables.forms import CodeField, CountryField


def choice(label: Any, choices: Any, *, blank: Any = "–", **kwargs: Any) -> forms.ChoiceField:
    """A select that may be left blank; `blank` is what it then says."""
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=lambda: [("", blank), *(choices() if callable(choices) else choices)],
        **kwargs,
    )


def words(label: Any, max_length: int, **kwargs: Any) -> forms.CharField:
    """A line of text that may be left blank."""
    return forms.CharField(label=label, max_length=max_length, required=False, **kwargs)


ASK_COUNTRY = gettext_lazy("Enter the country that issued the passport: others may have the same number.")


class PersonFields(forms.Form):
    """Who somebody is: the fields every form about a worker begins with."""

    id_kind = choice(
        gettext_lazy("Kind of document"), IdentityKind.choices, blank=gettext_lazy("As the number says")
    )
    id_number = words(
        gettext_lazy("ID number"),
        60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    id_country = CountryField(label=gettext_lazy("Country of the passport"), max_length=60, required=False)
    name = NameField(label=gettext_lazy("Name"), max_length=60)
    phone = PhoneField(label=gettext_lazy("Phone"), required=False)
    worker_type = CodeField(table="worker_type", label=gettext_lazy("Kind of worker"), blank="–")

    identity: Identity | None = None
    """What the number says, once it was found right."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        number, kind = cleaned.get("id_number"), cleaned.get("id_kind", "")
        if not number:
            return cleaned
        if kind == IdentityKind.NONE:
            self.add_error(
                "id_number", _("Here stands a number: choose the kind of document, or take it out.")
            )
            return cleaned
        try:
            country = cleaned.get("id_country", "")
            self.identity = said = identified(number, kind, country=country)
        except ValidationError as error:
            self.add_error("id_number", error)
        else:
            cleaned |= {"id_kind": said.kind.value, "id_number": said.number, "id_country": said.country}
            if said.kind == IdentityKind.PASSPORT and not said.country and "id_country" not in self.errors:
                self.add_error("id_country", ValidationError(ASK_COUNTRY, code="required"))
        return cleaned


class WorkerFields(PersonFields):
    """All of a worker but the second phone."""

    sex = choice(gettext_lazy("Sex"), Sex.choices)
    birth_date = DateField(label=gettext_lazy("Date of birth"), required=False, not_in_future=True)
    relation_type = CodeField(table="relation_type", label=gettext_lazy("Kind of relation"), blank="–")
    address = words(gettext_lazy("Address"), 200)
    zone = words(gettext_lazy("Village or neighbourhood"), 60)
    is_migrant = forms.BooleanField(label=gettext_lazy("Migrant worker"), required=False)
    is_union_member = forms.BooleanField(label=gettext_lazy("Union member"), required=False)
    household = words(
        gettext_lazy("Registered residence"),
        200,
        help_text=gettext_lazy("By the ID number: where it was given. Correct it after a move."),
    )
    bank_name = words(gettext_lazy("Bank"), 80)
    bank_account = AccountField(label=gettext_lazy("Bank account"), max_length=60, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if said := self.identity:
            cleaned["birth_date"] = said.birth_date or cleaned.get("birth_date")
            cleaned["sex"] = said.sex or cleaned.get("sex")
        return cleaned


class WorkerForm(WorkerFields):
    """A worker on record, for `save_worker(worker, seen_version=…, **form.worker_data())`.

    ID number and bank account are shown masked and stay as they are when left empty.
    """

    phone2 = PhoneField(label=gettext_lazy("Second phone"), required=False)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    KEPT = {"id_number": mask_id, "bank_account": mask_account}

    def __init__(self, *args: Any, worker: Worker | None = None, **kwargs: Any) -> None:
        self.worker = worker
        if worker:
            names = [*self.base_fields, "version"]
            values = {name: getattr(worker, name) for name in names if hasattr(worker, name)}
            values["seen_version"] = values.pop("version")
            kwargs["initial"] = {k: v for k, v in values.items() if k not in self.KEPT} | (
                kwargs.get("initial") or {}
            )
        super().__init__(*args, **kwargs)
        for name, mask in self.KEPT.items():
            if worker and (value := getattr(worker, name)):
                self.fields[name].help_text = _("On record: %(number)s. Leave empty to keep it.") % {
                    "number": mask(value)
                }

    def _said_by_the_number(self) -> set[str]:
        said = identify(self.worker.id_number, self.worker.id_kind) if self.worker else None
        return {name for name in ("birth_date", "sex") if getattr(said, name)}

    def worker_data(self) -> dict[str, Any]:
        """The keyword arguments for `save_worker` but `seen_version`."""
        kept = {
            n for n in self.KEPT if self.worker and getattr(self.worker, n) and not self.cleaned_data.get(n)
        }
        if "id_number" in kept:
            kept |= {"id_kind"} | self._said_by_the_number()
        return {
            name: self.cleaned_data[name] for name in self.fields if name in WORKER_NAMES and name not in kept
        }


WORKER_NAMES = frozenset(WorkerForm.base_fields) - {"seen_version"}


ABOUT_AN_EMPLOYER = (
    "known_by",
    "type",
    "address",
    "legal_representative",
    "legal_representative_title",
    "phone",
)
NAME_THE_EMPLOYER = gettext_lazy(
    "Enter the name. If nobody knows it yet, enter the boss, the signboard, the site or the app, and choose that "
    "beside it; the name can be completed later."
)


class EmployerFields(forms.Form):
    """An employer as typed; `known` is the one on record the page showed."""

    known = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    name = NameField(label=gettext_lazy("Employer"), max_length=120, required=False)
    known_by = choice(
        gettext_lazy("What that is"), KnownBy.choices, blank=gettext_lazy("its name as registered")
    )
    credit_code = CreditCodeField(label=gettext_lazy("Unified credit code"), required=False)
    name_is_needed = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("known_by") == KnownBy.BOSS and not cleaned.get("name"):
            cleaned["name"] = tidy_name(cleaned.get("legal_representative") or "")
        says_more = any(cleaned.get(name) for name in self.fields if name in ABOUT_AN_EMPLOYER)
        is_named = (
            cleaned.get("name") or cleaned.get("credit_code") or {"name", "credit_code"} & set(self.errors)
        )
        if not is_named and (says_more or self.name_is_needed):
            self.add_error("name", ValidationError(NAME_THE_EMPLOYER, code="required"))
        if cleaned.get("known_by") and cleaned.get("credit_code"):
            self.add_error("known_by", ValidationError(_("Who has a credit code has a name: enter it.")))
        return cleaned


class EmployerForm(EmployerFields):
    """An employer on record, for `save_employer(employer, seen_version=…, **form.employer_data())`."""

    type = CodeField(table="employer_type", label=gettext_lazy("Kind of employer"), blank="–")
    address = words(gettext_lazy("Address"), 200)
    legal_representative = words(gettext_lazy("Legal representative"), 60)
    legal_representative_title = words(gettext_lazy("Office held"), 40)
    phone = EmployerPhoneField(label=gettext_lazy("Phone"), required=False)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, employer: Employer | None = None, **kwargs: Any) -> None:
        if employer:
            values = {name: getattr(employer, name) for name in EMPLOYER_NAMES}
            values |= {"known": employer.pk, "seen_version": employer.version}
            kwargs["initial"] = values | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def employer_data(self) -> dict[str, Any]:
        """The keyword arguments for `save_employer` but `seen_version`."""
        return {name: self.cleaned_data[name] for name in EMPLOYER_NAMES}


EMPLOYER_NAMES = tuple(n for n in EmployerForm.base_fields if n not in ("known", "seen_version"))


PERSON_NAMES = (
    "name", "phone", "worker_type", "relation_type", "sex", "birth_date", "household", "address", "zone", "is_migrant",
    "is_union_member", "bank_name",
)  # fmt: skip


def worker_row(worker: Worker) -> dict[str, Any]:
    """A worker on record as a row of a page; of ID number and bank account only what may be shown."""
    return {name: getattr(worker, name) for name in PERSON_NAMES} | {
        "known": worker.pk,
        "masked": mask_id(worker.id_number) if worker.id_number else "",
        "account_masked": mask_account(worker.bank_account) if worker.bank_account else "",
        "household": worker.household or household_by(worker.id_kind, worker.id_number),
    }


def household_by(id_kind: str, id_number: str) -> str:
    """The registered residence that the number of a document tells, to begin with; "" where it tells none."""
    return registered_at(id_number) if id_kind == IdentityKind.RESIDENT else ""


def employer_row(employer: Employer | None) -> dict[str, Any]:
    """An employer on record as the fields of a page."""
    if employer is None:
        return {}
    return {name: getattr(employer, name) for name in EMPLOYER_NAMES} | {"known": employer.pk}


def age_of(birth_date: Any) -> int | None:
    """Full years lived today, or None where the date of birth is not known."""
    if not birth_date or birth_date > clock.today():
        return None
    today = clock.today()
    return today.year - birth_date.year - ((today.month, today.day) < (birth_date.month, birth_date.day))

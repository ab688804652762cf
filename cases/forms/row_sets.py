"""Pages made of several forms: rows that come and go, errors placed at the form they belong to."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.formsets import BaseFormSet, formset_factory
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import AS_TYPED, Problem


class RowSet(BaseFormSet):
    """Rows of a page. A row that stays blank is no row, and a removed row is not looked at."""

    default_error_messages = {
        **BaseFormSet.default_error_messages,
        "too_many_forms": gettext_lazy(
            "At most %(num)s rows fit here. Save these first, and add the rest then."
        ),
    }

    def filled(self) -> Iterator[tuple[int, forms.Form]]:
        """Number in the page and form of each row that says something."""
        for index, form in enumerate(self.forms):
            if not self._should_delete_form(form) and (
                form.has_changed() or index < self.initial_form_count()
            ):
                yield index, form

    def rows(self) -> list[tuple[int, dict[str, Any]]]:
        """Number in the page and data of each row that says something; after `is_valid()`."""
        return [(index, _without_delete(form.cleaned_data)) for index, form in self.filled()]


class PeopleSet(RowSet):
    """Rows of workers: nobody stands in two of them."""

    def clean(self) -> None:
        seen: dict[tuple[str, str], int] = {}
        for index, form in self.filled():
            cleaned = getattr(form, "cleaned_data", {})
            document = (cleaned.get("id_number"), cleaned.get("id_country", ""))
            if document[0] and document in seen:
                message = _("This is the ID number of row %(row)s too.") % {"row": seen[document]}
                form.add_error("id_number", ValidationError(message, code="twice"))
            elif document[0]:
                seen[document] = index + 1


def row_set(
    form: type[forms.Form], base: type[RowSet], *, limit: int, minimum: int = 0, extra: int = 1
) -> Any:
    """A formset of at most `limit` rows, of which the first `minimum` may not stay blank."""
    return formset_factory(
        form,
        base,
        extra=extra,
        can_delete=True,
        min_num=minimum,
        max_num=limit,
        absolute_max=limit + 10,
        validate_max=True,
    )


def _without_delete(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != "DELETE"}


class FormPage:
    """Several forms and formsets sent together. `parts` maps a name in the template to each."""

    def __init__(self, parts: dict[str, forms.BaseForm | BaseFormSet]) -> None:
        self.parts = parts

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["parts"][name]
        except KeyError:
            raise AttributeError(name) from None

    def is_valid(self) -> bool:
        valid = [part.is_valid() for part in self.parts.values()]
        return all(valid)

    def add_problem(self, problem: Problem) -> None:
        """Show a problem where it belongs: keys are names of fields in the page, or of a row (`workers-0`).

        Where a number is on record under another name, the row learns who that is, so that sending it again
        means it.
        """
        if not hasattr(problem, "error_dict"):
            return self.main.add_error(None, problem)
        for key, errors in problem.error_dict.items():
            form, field = self._place(key)
            form.add_error(field, errors)
            for error in errors:
                if error.code == "other_name":
                    set_value(form, "known", str(error.params["known"]))

    def _place(self, key: str) -> tuple[Any, str | None]:
        for form in self._forms():
            if form.prefix == key:
                return form, None
            if form.prefix and key.startswith(f"{form.prefix}-"):
                field = key[len(form.prefix) + 1 :]
                if field in form.fields:
                    return form, field
        return self.main, key if key in self.main.fields else None

    def _forms(self) -> Iterator[Any]:
        for part in self.parts.values():
            yield from part.forms if isinstance(part, BaseFormSet) else [part]

    def quiet(self) -> None:
        """Show what is typed without finding fault yet: for a draft taken up again."""
        for part in self.parts.values():
            if isinstance(part, BaseFormSet):
                part._errors, part._non_form_errors = [], part.error_class()  # type: ignore[attr-defined]
        for form in self._forms():
            form._errors = ErrorDict()

    @property
    def has_to_be_corrected(self) -> bool:
        """Is anything wrong with what was typed, or was the page only sent before?"""
        return any(problem.get("code") not in AS_TYPED for problem in self.problems)

    @property
    def problems(self) -> list[dict[str, Any]]:
        """What is wrong, for the top of the page: `text`, and `label`, `anchor`, `row` and `code` where there is one."""
        found: list[dict[str, Any]] = []
        for part in self.parts.values():
            if isinstance(part, BaseFormSet) and part.is_bound:
                found += [{"text": text} for text in part.non_form_errors()]
            rows = part.forms if isinstance(part, BaseFormSet) else [part]
            for number, form in enumerate(rows, start=1):
                if not form.errors or (isinstance(part, RowSet) and part._should_delete_form(form)):
                    continue
                row = number if isinstance(part, BaseFormSet) and len(rows) > 1 else None
                found += _of_form(form, row)
        return found


def _of_form(form: Any, row: int | None) -> Iterable[dict[str, Any]]:
    for name, errors in form.errors.items():
        if name == NON_FIELD_ERRORS:
            found = zip(errors, errors.as_data(), strict=True)
            yield from ({"text": text, "row": row, "code": error.code} for text, error in found)
        else:
            field = form[name]
            anchor = field.id_for_label or field.auto_id
            yield from ({"text": t, "label": field.label, "anchor": anchor, "row": row} for t in errors)


def set_value(form: Any, name: str, value: str) -> None:
    """Put a value into what a bound form shows."""
    data = form.data.copy() if isinstance(form.data, QueryDict) else dict(form.data)
    data[form.add_prefix(name)] = value
    form.data = data

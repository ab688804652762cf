"""Fields of forms, written as Django's own templates do: a page holds dozens, and a template for each takes most of it."""

from collections.abc import Iterator
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

OF_DJANGO = "django/forms/widgets/"
OPTION = f"{OF_DJANGO}select_option.html"
INPUTS = ("text", "hidden", "number", "email", "url", "tel", "search", "password", "date", "time", "checkbox")


class HouseRenderer(TemplatesSetting):
    """Templates for all but the plainest fields."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> Any:
        field = context.get("widget")
        if template_name in DRAWN and (template_name != SELECT or _is_plain(field)):
            return mark_safe(DRAWN[template_name](field))
        return super().render(template_name, context, request)


def _input(field: Any) -> str:
    value = "" if field["value"] is None else f' value="{_text(field["value"])}"'
    return f'<input type="{_text(field["type"])}" name="{_text(field["name"])}"{value}{_attrs(field)}>'


def _textarea(field: Any) -> str:
    text = _text(field["value"]) if field["value"] else ""
    return f'<textarea name="{_text(field["name"])}"{_attrs(field)}>\n{text}</textarea>'


def _select(field: Any) -> str:
    return f'<select name="{_text(field["name"])}"{_attrs(field)}>{"".join(_options(field))}\n</select>'


def _options(field: Any) -> Iterator[str]:
    for name, options, _index in field["optgroups"]:
        if name:
            yield f'\n  <optgroup label="{_text(name)}">'
        for one in options:
            yield f'\n  <option value="{_text(one["value"])}"{_attrs(one)}>{_text(one["label"])}</option>\n'
        if name:
            yield "\n  </optgroup>"


def _is_plain(field: Any) -> bool:
    return all(
        one["template_name"] == OPTION for _name, options, _index in field["optgroups"] for one in options
    )


def _attrs(field: Any) -> str:
    return "".join(
        f" {_text(name)}" if value is True else f' {_text(name)}="{_text(value)}"'
        for name, value in field["attrs"].items()
        if value is not False
    )


def _text(value: Any) -> str:
    return conditional_escape(value if isinstance(value, str) else str(value))


SELECT = f"{OF_DJANGO}select.html"
DRAWN = {
    **{f"{OF_DJANGO}{name}.html": _input for name in INPUTS},
    f"{OF_DJANGO}textarea.html": _textarea,
    SELECT: _select,
}
"""The templates of Django that are written here."""

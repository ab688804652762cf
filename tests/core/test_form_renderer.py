"""Fields look to the byte as Django's templates write them."""

from typing import Any

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from core.form_renderer import DRAWN, HouseRenderer

CHOICES = [
    ("", gettext_lazy("Sign out")),
    (1, "a < b"),
    ("Group & co", [("x", 'He said "yes"'), (True, format_html("<b>{}</b>", "&"))]),
]
WIDGETS = [
    forms.TextInput(attrs={"maxlength": 60, "autofocus": True, "readonly": False, "placeholder": '"&<'}),
    forms.HiddenInput(),
    forms.NumberInput(attrs={"min": 0, "step": "0.01"}),
    forms.EmailInput(),
    forms.URLInput(),
    forms.TelInput(),
    forms.SearchInput(),
    forms.PasswordInput(),
    forms.PasswordInput(render_value=True),
    forms.DateInput(),
    forms.TimeInput(),
    forms.CheckboxInput(attrs={"class": "tick"}),
    forms.Textarea(attrs={"rows": 2}),
    forms.Select(choices=CHOICES),
    forms.Select(choices=[], attrs={"data-note": gettext_lazy("Sign out")}),
    forms.SelectMultiple(choices=CHOICES),
    forms.RadioSelect(choices=CHOICES),
]


def test_each_that_is_written_here_is_a_template_of_django() -> None:
    for name in DRAWN:
        assert TemplatesSetting().get_template(name)


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
@pytest.mark.parametrize("value", [None, "", "x", '<a href="&">', 0, 1, True, False, ["x", "1"], "\n二\n"])
def test_a_field_is_written_as_its_template_does(widget: forms.Widget, value: Any) -> None:
    wrote = [
        widget.render("name-0", value, {"id": "id_name-0", "required": True}, renderer=one)
        for one in (HouseRenderer(), TemplatesSetting())
    ]
    assert wrote[0] == wrote[1]
    assert type(wrote[0]) is type(wrote[1])

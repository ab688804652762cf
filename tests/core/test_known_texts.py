"""A text that stands in a template is translated once in each language, and says what Django's tag would say."""

import pytest
from django.template import Context, Template
from django.utils import translation

from core.templatetags.known_texts import KnownText


def rendered(source: str, language: str, **context: object) -> str:
    with translation.override(language):
        return Template("{% load i18n %}" + source).render(Context(context))


@pytest.mark.parametrize("tag", ["translate", "trans"])
def test_it_follows_the_language_of_each_rendering(tag):
    template = Template(f'{{% load i18n %}}{{% {tag} "Cases" %}}')
    said = []
    for language in ("zh-hans", "en", "zh-hans"):
        with translation.override(language):
            said.append(template.render(Context()))
    assert said == ["案件", "Cases", "案件"]


def test_a_context_tells_two_meanings_apart():
    one, other = ('{% translate "Open" context "deadline" %}', '{% translate "Open" %}')
    assert rendered(one, "zh-hans") == translation.trans_real.translation("zh-hans").pgettext(
        "deadline", "Open"
    )
    assert rendered(other, "en") == "Open"


@pytest.mark.parametrize(
    ("source", "is_known"),
    [
        ('{% translate "Cases" %}', True),
        ('{% translate "Open" context "deadline" %}', True),
        ('{% translate "Open" context meaning %}', False),
        ("{% translate text %}", False),
        ('{% translate "Cases"|upper %}', False),
        ('{% translate "Cases" as name %}', False),
        ('{% translate "Cases" noop %}', False),
    ],
)
def test_what_depends_on_the_page_is_left_to_django(source, is_known):
    nodes = Template("{% load i18n %}" + source).nodelist
    assert any(isinstance(node, KnownText) for node in nodes) is is_known


def test_what_is_left_to_django_reads_the_page():
    assert rendered("{% translate text %}", "zh-hans", text="Cases") == "案件"
    assert rendered('{% translate "Cases" as name %}[{{ name }}]', "zh-hans") == "[案件]"

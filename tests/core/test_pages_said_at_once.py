"""Addresses and texts that are the same for everybody are worked out once, and are what Django says."""

from typing import Any

import pytest
from django.template import engines
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from core.addresses import address


def rendered(text: str, **context: Any) -> str:
    return engines["django"].from_string(text).render(context)


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("work:home", []),
        ("cases:detail", [7]),
        ("cases:step", [12, "file-arbitration"]),
        ("cases:finish_deadline", [3, 4]),
        ("cases:finish_deadline", [44, 31]),
    ],
)
def test_an_address_is_that_of_django(name: str, args: list[Any]) -> None:
    assert address(name, *args) == reverse(name, args=args)
    assert rendered(f"{{% url '{name}' {' '.join(f'args.{n}' for n in range(len(args)))} %}}", args=args) == (
        reverse(name, args=args)
    )


def test_the_tag_takes_names_and_keeps_an_address_for_later() -> None:
    assert rendered("{% url 'cases:detail' pk=pk %}", pk=7) == reverse("cases:detail", args=[7])
    assert rendered("{% url name 7 as here %}[{{ here }}]", name="cases:detail") == (
        f"[{reverse('cases:detail', args=[7])}]"
    )
    assert rendered("{% url 'cases:nothing' 7 as here %}[{{ here }}]") == "[]"
    with pytest.raises(NoReverseMatch):
        rendered("{% url 'cases:detail' pk %}", pk="x")
    with pytest.raises(NoReverseMatch):
        rendered("{% url 'cases:nothing' 7 %}")


def test_what_everybody_is_told_is_kept_for_each_language_and_knows_nobody() -> None:
    page = engines["django"].from_string(
        "{% load i18n %}{% per_language %}{% translate 'Sign out' %}{{ who }}{% endper_language %}"
    )
    said = {}
    for language in ("zh-hans", "en", "zh-hans"):
        with translation.override(language):
            said[language] = page.render({"who": language})
    assert said == {"zh-hans": "退出登录", "en": "Sign out"}

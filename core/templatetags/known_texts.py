"""Django's library `i18n`, with texts that stand in a template translated once in each language, not at each rendering."""

from typing import Any

from django import template
from django.template.base import Node, Parser, Token, Variable
from django.templatetags.i18n import TranslateNode, do_translate
from django.templatetags.i18n import register as of_django
from django.utils.translation import get_language

register = template.Library()
register.tags.update(of_django.tags)
register.filters.update(of_django.filters)


class KnownText(Node):
    """A text without variables or filters; what it renders to depends on the language alone."""

    def __init__(self, translated: TranslateNode) -> None:
        self.translated = translated
        self.told: dict[str | None, Any] = {}

    def render(self, context: Any) -> Any:
        language = get_language()
        if language not in self.told:
            self.told[language] = self.translated.render(context)
        return self.told[language]


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Node:
    """As Django's."""
    node = do_translate(parser, token)
    return KnownText(node) if _is_known(node) else node


def _is_known(node: Any) -> bool:
    if not isinstance(node, TranslateNode) or node.noop or node.asvar or node.filter_expression.filters:
        return False
    return _is_literal(node.filter_expression.var) and (
        node.message_context is None or _is_literal(node.message_context.var)
    )


def _is_literal(var: Any) -> bool:
    return not isinstance(var, Variable) or var.lookups is None

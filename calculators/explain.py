"""A frozen working in words, in the language of the page: one formula, or the whole of it as plain text."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from calculators import words
from calculators.forms.award import KINDS
from calculators.working import frozen_rate
from labour_law.entitlements.final_award import AwardItem, FinalAwardResult
from law_tables import rate_words
from law_tables.choices import name_of
from law_tables.models import Place
from law_tables.series import Series, Unit
from law_tables.wording import citation, in_language

ONE = Decimal(1)

Words = Mapping[str, str]


def pick(both: Words) -> str:
    """Of {"zh": …, "en": …} the one in the language of the page."""
    return in_language(both["zh"], both["en"])


def period(line: Mapping[str, Any]) -> str:
    """The days a line stands for; "" where it stands for none."""
    start, end = (line[name] and dt.date.fromisoformat(line[name]) for name in ("start", "end"))
    return words.period(start, end)


def formula(line: Mapping[str, Any]) -> str:
    """8 days × 6,500.00 ÷ 21.75; "" for a plain sum."""
    quantity, rate, divisor, factor = (
        Decimal(line[name]) for name in ("quantity", "rate", "divisor", "factor")
    )
    if line["unit"] == "item" and quantity == divisor == factor == ONE:
        return ""
    parts = [words.quantity(quantity, line["unit"]), f"×\u00a0{words.sum_of(rate)}"]
    if divisor != ONE:
        parts.append(f"÷\u00a0{rate_words.number(divisor)}")
    if factor != ONE:
        percent = line["unit"] in ("hour", "day")
        parts.append(
            f"×\u00a0{rate_words.number(factor * 100)}%" if percent else f"×\u00a0{rate_words.number(factor)}"
        )
    return " ".join(parts)


def basis(line: Mapping[str, Any]) -> str:
    """Article and source of a line, once where they are the same."""
    named = dict.fromkeys((line["article"], line["source"]))
    return " · ".join(citation(one) for one in named if one)


def rate_text(rate: Mapping[str, Any]) -> str:
    """Minimum wage, monthly, Shanghai, from 1 Jul 2025: 2,740 yuan a month. And where it was only compared, that."""
    parts = {
        "series": Series(rate["series"]).label,
        "grade": rate["grade"],
        "region": name_of("region", rate["region"]),
        "from": words.day(dt.date.fromisoformat(rate["valid_from"])),
        "value": rate_words.number(Decimal(rate["value"])),
        "unit": Unit(rate["unit"]).label,
    }
    if rate.get("place"):
        parts["series"] = f"{parts['series']}{_in_brackets(str(Place(rate['place']).label))}"
    if rate["grade"]:
        text = gettext("%(series)s, grade %(grade)s, %(region)s, from %(from)s: %(value)s %(unit)s") % parts
    else:
        text = gettext("%(series)s, %(region)s, from %(from)s: %(value)s %(unit)s") % parts
    return gettext("%(rate)s, only compared") % {"rate": text} if rate.get("use") == "compared" else text


def rates_mark(working: Mapping[str, Any]) -> str:
    """What is to be said of the rates of a working where one of them was not checked against its source, else ""."""
    return words.mark("memory") if any(rate["confidence"] == "memory" for rate in working["rates"]) else ""


def item_name(item: AwardItem) -> str:
    """An item of an award as the office calls it, else by its kind."""
    return item.name or str(dict(KINDS)[item.kind])


def award_text(result: FinalAwardResult, title: str) -> str:
    """Which items an award settles for good, as plain text."""
    colon = gettext(": ")
    rulings = []
    for number, ruling in enumerate(result.rulings, start=1):
        final = gettext("Final") if ruling.is_final else gettext("Not final")
        amount = gettext("%(sum)s yuan") % {"sum": words.sum_of(ruling.item.amount)}
        reason = f"{words.told(ruling.reason)} {citation(ruling.article)}"
        name = item_name(ruling.item) + _in_brackets(amount)
        rulings.append(f"{number}. {name}{colon}{final}\n   {reason}")
    notes = [f"- {words.told(note.text)}" for note in result.notes]
    rate = [_rate(frozen_rate(result.minimum, "applied"))] if result.minimum else []
    return _joined([[title], rulings, notes, rate])


def as_text(working: Mapping[str, Any], title: str) -> str:
    """The whole reasoning as plain text, to paste into an answer."""
    colon = gettext(": ")
    paragraphs = [
        [title],
        [f"{pick(entry['label'])}{colon}{pick(entry['value'])}" for entry in working["inputs"]],
        [_line(number, line) for number, line in enumerate(working["lines"], start=1)],
        [
            total_label(working)
            + colon
            + gettext("%(sum)s yuan") % {"sum": words.sum_of(Decimal(working["total"]))}
        ],
        [_note(note) for note in working["notes"]],
        [gettext("Rates used"), *map(_rate, working["rates"])] if working["rates"] else [],
    ]
    return _joined(paragraphs)


def total_label(working: Mapping[str, Any]) -> str:
    """Total, or what it is while rates are missing."""
    return gettext("Total so far, rates are missing") if working["asks"] else gettext("Total")


def _line(number: int, line: Mapping[str, Any]) -> str:
    during, how, tail = period(line), formula(line), [basis(line), words.mark(line["confidence"])]
    amount = words.sum_of(Decimal(line["amount"]))
    head = pick(line["label"]) + _in_brackets(during)
    sum_text = f"{how} = {amount}".replace("\u00a0", " ") if how else amount
    return f"{number}. {head}{gettext(': ')}{sum_text}\n   " + " · ".join(part for part in tail if part)


def _note(note: Mapping[str, Any]) -> str:
    text = pick(note["text"])
    return f"- {text}{_in_brackets(citation(note['article']))}"


def _rate(rate: Mapping[str, Any]) -> str:
    tail = [rate_text(rate), citation(rate["source"]), words.mark(rate["confidence"])]
    return "- " + " · ".join(filter(None, tail))


def _in_brackets(text: str) -> str:
    return gettext(" (%(text)s)") % {"text": text} if text else ""


def _joined(paragraphs: Iterable[list[str]]) -> str:
    return "\n\n".join("\n".join(lines) for lines in paragraphs if lines)

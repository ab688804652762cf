"""Charts as SVG: the same picture on the page, on paper and in the PDF.

pygal lays them out; its styles and scripts, which the policy of the pages refuses, are taken out and every mark is told
how it looks by attributes, so that a PDF shows it as well. The style sheet of the pages only turns the colours of
text and lines in the dark. Series differ by pattern, not by colour alone; the table with all figures stands beside.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from django.utils.safestring import SafeString, mark_safe

LINK = "{http://www.w3.org/1999/xlink}href"
WIDTH, ROW, FONT = 440, 30, 14
CHARACTER = FONT / 0.6
"""pygal takes a character for six tenths of its size, as Latin letters are; a Chinese one is as wide as high."""
TICKS = 4
INK, FAINT = "#4b5564", "#d9d5cc"
COLOURS = ("#3a78c2", "#c98a2b", "#2f9163", "#9a62b0", "#858c97")
"""In the middle: they stand out from white and from black."""
KEPT = {"chart", "axis", "guide", "line"}
"""Classes the style sheet of the pages knows; others mean something else there."""
DROPPED = ("style", "script", "desc", "title")


@dataclass(frozen=True)
class Bar:
    """One value with the address of what stands behind it."""

    value: float | None
    url: str = ""
    said: str = ""


@dataclass(frozen=True)
class Series:
    """What belongs together: `name` stands in the legend."""

    name: str
    bars: Sequence[Bar]


def columns(
    key: str, told: str, labels: Sequence[str], series: Sequence[Series], *, stacked: bool = False
) -> SafeString:
    """Upright bars, side by side or on top of each other."""
    return _drawn(key, told, labels, series, "StackedBar" if stacked else "Bar", height=280)


def rows(
    key: str, told: str, labels: Sequence[str], series: Sequence[Series], *, stacked: bool = False
) -> SafeString:
    """Lying bars, for long names: from top to bottom in the order given."""
    kind = "HorizontalStackedBar" if stacked else "HorizontalBar"
    height = 90 + ROW * len(labels) * (1 if stacked else max(1, len(series)))
    turned = [Series(one.name, list(one.bars)[::-1]) for one in series]
    return _drawn(key, told, list(labels)[::-1], turned, kind, height=height)


def _drawn(
    key: str, told: str, labels: Sequence[str], series: Sequence[Series], kind: str, *, height: int
) -> SafeString:
    import pygal
    from pygal.style import Style

    lying = kind.startswith("Horizontal")
    size = CHARACTER if lying else FONT
    values = [bar.value or 0 for one in series for bar in one.bars]
    if "Stacked" in kind:
        values = [
            sum(bars) for bars in zip(*([bar.value or 0 for bar in one.bars] for one in series), strict=True)
        ]
    chart = getattr(pygal, kind)(
        js=[], no_prefix=True, width=WIDTH, height=height, margin=6, margin_right=38 if lying else 6, spacing=10,
        show_legend=len(series) > 1, legend_at_bottom=True, legend_at_bottom_columns=len(series) if len(series) < 4 else 2, legend_box_size=14,
        include_x_axis=True, value_formatter=_short, truncate_legend=-1, truncate_label=-1, y_labels=_ticks(values),
        style=Style(label_font_size=size, major_label_font_size=size, legend_font_size=FONT),
    )  # fmt: skip
    chart.x_labels = [str(label) for label in labels]
    for one in series:
        chart.add(one.name, [_value(bar) for bar in one.bars])
    root = ElementTree.fromstring(chart.render())
    _dress(root, key, told, [list(one.bars) for one in series])
    return mark_safe(ElementTree.tostring(root, encoding="unicode"))


def _value(bar: Bar) -> Any:
    value = None if bar.value is None else float(bar.value)
    return {"value": value, "xlink": {"href": bar.url}} if bar.url and value else value


def _ticks(values: Sequence[Any]) -> list[float]:
    """Round numbers from below the least value to above the greatest, nought among them: 0, 200, 400."""
    low, high = min(0.0, *map(float, values)), max(1.0, *map(float, values))
    rough = (high - low) / TICKS
    size = 10 ** math.floor(math.log10(rough))
    step = max(1, next(size * one for one in (1, 2, 5, 10) if size * one >= rough))
    return [step * at for at in range(math.floor(low / step), math.ceil(high / step) + 1)]


def _short(value: float) -> str:
    """A number at an axis: 12,000."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


# --- how it looks ---


def _dress(root: Any, key: str, told: str, bars: list[list[Bar]]) -> None:
    _take_out(root)
    for node in root.iter():
        node.tag = _name_of(node)
    root.set("xmlns", "http://www.w3.org/2000/svg")
    root.attrib.pop("id", None)
    # A picture hides what is in it from whoever does not see it; what leads somewhere is not hidden.
    root.set("role", "group" if any(bar.url for series in bars for bar in series) else "img")
    root.set("class", "chart")
    root.set("aria-label", told)
    root.set("font-size", str(FONT))
    root.set("font-family", "Noto Sans CJK SC, sans-serif")
    _patterns(root, key)
    for node in root.iter():
        _tell_how(node)
    for number, series in enumerate(bars):
        for group in root.iter("g"):
            classes = group.get("class", "").split()
            if f"serie-{number}" in classes:
                _fill(group, key, number)
                _name(group, series)
            elif f"activate-serie-{number}" in classes or group.get("id") == f"activate-serie-{number}":
                group.attrib.pop("id", None)
                _fill(group, key, number)
    for node in root.iter():
        kept = KEPT & set(node.attrib.pop("class", "").split())
        if kept:
            node.set("class", " ".join(sorted(kept)))


def _name_of(node: Any) -> str:
    """Without the namespace, as a page wants it."""
    return node.tag.rpartition("}")[2]


def _take_out(parent: Any) -> None:
    """What acts, what styles and what only scripts read."""
    for child in list(parent):
        name, classes = _name_of(child), child.get("class", "")
        if name in DROPPED or "overlay" in classes or "background" in classes:
            parent.remove(child)
        else:
            _take_out(child)


def _patterns(root: Any, key: str) -> None:
    """One for each series: plain, slanted, dotted, crossed, level."""
    defs = root.find("defs")
    marks = (
        (),
        ("M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2",),
        ("M2,2 h2 v2 h-2 z",),
        ("M0,3 h6 M3,0 v6",),
        ("M0,3 h6",),
    )
    for number, (colour, paths) in enumerate(zip(COLOURS, marks, strict=True)):
        pattern = ElementTree.SubElement(
            defs,
            "pattern",
            id=f"{key}-{number}",
            patternUnits="userSpaceOnUse",
            width="6",
            height="6",
        )
        ElementTree.SubElement(pattern, "rect", width="6", height="6", fill=colour)
        for path in paths:
            ElementTree.SubElement(
                pattern,
                "path",
                {"d": path, "stroke": "#fff", "stroke-width": "1.2", "fill": "none"},
            )


def _tell_how(node: Any) -> None:
    name, classes = node.tag, node.get("class", "").split()
    if name == "text":
        node.set("fill", INK)
    elif name == "path" and ("line" in classes or "guide" in classes):
        node.set("stroke", INK if "axis" in classes else FAINT)
        node.set("stroke-width", "1")
        node.set("fill", "none")
    elif name == "g" and "axis" in classes:
        anchor = "end" if "y" in classes else "middle"
        for text in node.iter("text"):
            text.set("text-anchor", anchor)


def _fill(group: Any, key: str, number: int) -> None:
    for rect in group.iter("rect"):
        rect.set("fill", f"url(#{key}-{number % len(COLOURS)})")
        rect.set("stroke", COLOURS[number % len(COLOURS)])


def _name(group: Any, series: list[Bar]) -> None:
    """Each link says where it leads."""
    said = {bar.url: bar.said for bar in series if bar.said}
    for link in group.iter("a"):
        link.set("href", url := link.attrib.pop(LINK))
        if url in said:
            link.set("aria-label", said[url])
            ElementTree.SubElement(link, "title").text = said[url]

"""A workflow as a picture, drawn from its transitions: SVG that needs no program to be made.

A box is a state, in the column of its distance from the first one. In it stand the steps that lead on, with where
they lead; an arrow shows the way forward. Steps that leave most states alike stand once, at the foot.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from html import escape

from django.db import models
from django.utils.translation import override
from django_fsm import State

from core.fsm import state_field, transitions_of

WIDTH, GAP, MARGIN, LINE, HEAD = 216, 60, 24, 30, 44
FOOT = 38
SHARED = 6
"""A step that leaves at least this many states is said once, at the foot."""

STYLE = (
    "text{font:12px sans-serif;fill:#1d2430}text.e{font-size:11px}.s{font-size:14px;font-weight:600}.e{fill:#4b5564}"
    ".b{fill:#fff;stroke:#858c97}.p{fill:none;stroke:#1b4f8f;stroke-width:1.6}.w{fill:#1b4f8f;font-weight:600}"
    ".d{fill:#b3261e}"
)


@dataclass(frozen=True)
class Edge:
    """One step from one state to another."""

    zh: str
    en: str
    source: str
    target: str
    tone: str


@dataclass
class Box:
    """A state with its steps, and where it is drawn."""

    state: str
    zh: str
    en: str
    column: int
    edges: list[Edge] = field(default_factory=list)
    x: int = 0
    y: int = 0

    @property
    def height(self) -> int:
        return HEAD + LINE * len(self.edges) + (8 if self.edges else 0)


def draw(model: type[models.Model]) -> str:
    """The workflow of a model as SVG, in Chinese and English."""
    edges = _edges(model)
    sources: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in edges:
        sources[edge.en, edge.target].append(edge)
    shared = [group for group in sources.values() if len(group) >= SHARED]
    own = [edge for group in sources.values() if len(group) < SHARED for edge in group]
    boxes = _boxes(model, own, {group[0].target for group in shared})
    width, height = _place(boxes)
    by_state = {box.state: box for box in boxes}
    parts = [_arrow(by_state[e.source], by_state[e.target]) for e in own if e.tone == "primary"]
    parts += [_box(box, by_state) for box in boxes]
    for row, group in enumerate(shared):
        parts.append(_foot(group, by_state, height + FOOT * row))
    height += FOOT * len(shared)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{escape(str(model._meta.label))}"><style>{STYLE}</style>'
        f'<defs><marker id="a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path d="M0 0 8 4 0 8z" fill="#1b4f8f"/></marker></defs>'
        f'<rect width="{width}" height="{height}" fill="#f5f4f1"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _edges(model: type[models.Model]) -> list[Edge]:
    """Every step from every state it leaves; one that leads back leads to each state it may have come from."""
    found = []
    for meta in transitions_of(model).values():
        for step in meta.transitions.values():
            target = step.target
            targets = target.allowed_states if isinstance(target, State) else [target]  # type: ignore[attr-defined]
            label, tone = step.custom["label"], step.custom["tone"]
            found += [Edge(*_both(label), str(step.source), str(each), str(tone)) for each in targets]
    order = [value for value, _ in state_field(model).flatchoices]
    return sorted(found, key=lambda e: (order.index(e.source), e.tone != "primary", e.tone == "danger", e.en))


def _both(label: object) -> tuple[str, str]:
    with override("zh-hans"):
        zh = str(label)
    with override("en"):
        return zh, str(label)


def _boxes(model: type[models.Model], edges: list[Edge], apart: set[str]) -> list[Box]:
    """The states by their distance from the first; those only the shared steps lead to stand in the last column."""
    state = state_field(model)
    distance = {str(state.default): 0}
    queue = [str(state.default)]
    for here in queue:
        for edge in edges:
            if edge.source == here and edge.target not in distance and edge.target not in apart:
                distance[edge.target] = distance[here] + 1
                queue.append(edge.target)
    last = max(distance.values())
    return [
        Box(value, *_both(label), distance.get(value, last), [e for e in edges if e.source == value])
        for value, label in state.flatchoices
    ]


def _place(boxes: list[Box]) -> tuple[int, int]:
    """Columns from left to right, the states of a column below each other."""
    bottom: dict[int, int] = defaultdict(lambda: MARGIN)
    for box in boxes:
        box.x = MARGIN + box.column * (WIDTH + GAP)
        box.y = bottom[box.column]
        bottom[box.column] += box.height + 28
    return MARGIN + (max(bottom) + 1) * (WIDTH + GAP) - GAP + MARGIN, max(bottom.values()) + MARGIN


def _box(box: Box, by_state: dict[str, Box]) -> str:
    lines = [
        f'<rect class="b" x="{box.x}" y="{box.y}" width="{WIDTH}" height="{box.height}" rx="8"/>',
        f'<text class="s" x="{box.x + 12}" y="{box.y + 20}">{escape(box.zh)}</text>',
        f'<text class="e" x="{box.x + 12}" y="{box.y + 36}">{escape(box.en)}</text>',
    ]
    for number, edge in enumerate(box.edges):
        tone = {"primary": "w", "danger": "d"}.get(edge.tone, "")
        y = box.y + HEAD + LINE * number + 12
        words = f"{edge.zh} → {by_state[edge.target].zh}"
        lines.append(f'<text class="{tone}" x="{box.x + 12}" y="{y}">{escape(words)}</text>')
        lines.append(f'<text class="e" x="{box.x + 12}" y="{y + 13}">{escape(edge.en)}</text>')
    return "".join(lines)


def _arrow(source: Box, target: Box) -> str:
    """To the right from side to side; within a column or back, around the left or right edge."""
    y1, y2 = source.y + 22, target.y + 22
    if target.column > source.column:
        x1, x2 = source.x + WIDTH, target.x
        bend = f"C{x1 + GAP // 2} {y1} {x2 - GAP // 2} {y2} {x2} {y2}"
    elif target.column == source.column:
        x1 = x2 = source.x + WIDTH
        bend = f"C{x1 + 36} {y1} {x2 + 36} {y2} {x2} {y2}"
    else:
        x1, x2 = source.x, target.x + WIDTH
        bend = f"C{x1 - GAP // 2} {y1} {x2 + GAP // 2} {y2} {x2} {y2}"
    return f'<path class="p" d="M{x1} {y1} {bend}" marker-end="url(#a)"/>'


def _foot(group: list[Edge], by_state: dict[str, Box], y: int) -> str:
    first = group[0]
    zh = "、".join(by_state[edge.source].zh for edge in group)
    en = ", ".join(by_state[edge.source].en for edge in group)
    target = by_state[first.target]
    return (
        f'<text class="d" x="{MARGIN}" y="{y}">{escape(f"{first.zh} → {target.zh}")}：{escape(zh)}</text>'
        f'<text class="e" x="{MARGIN}" y="{y + 15}">{escape(f"{first.en} → {target.en}")}: {escape(en)}</text>'
    )

"""State machines with reasons: guards that say why a step is closed, and one way to take a step."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django_fsm import (
    ConcurrentTransition,
    FSMField,
    FSMMeta,
    InvalidResultState,
    State,
    Transition,
    TransitionNotAllowed,
)
from django_fsm import transition as fsm_transition

from core.audit import lock, record
from core.errors import Blocked, Changed

if TYPE_CHECKING:
    from accounts.models import User

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Guard:
    """A condition of a step.

    `reason` says what is missing when it does not hold; `at` is the anchor on the page that mends it. What a
    guard asks for may be `supplied_by_form`: the step's own form brings it, so it does not keep that form shut.
    Where `nothing_entered` yet, neither would be true: the page then says `not_yet`.
    """

    test: Callable[[Any], bool]
    label: Any
    reason: Any
    at: str = ""
    supplied_by_form: bool = False
    nothing_entered: Callable[[Any], bool] | None = None
    not_yet: Any = ""
    do_not_call_in_templates: ClassVar[bool] = True

    def __call__(self, obj: Any) -> bool:
        return bool(self.test(obj))

    def check(self, obj: Any) -> "Check":
        """Does it hold, and what the page says of it."""
        holds = self(obj)
        if self.nothing_entered and self.nothing_entered(obj):
            return Check(self, holds, self.not_yet, "u")
        return Check(self, holds, self.label if holds else self.reason, "y" if holds else "n")


@dataclass(frozen=True)
class Check:
    """A guard as it stands: `mark` is "y" where it holds, "n" where not, "u" where nothing was entered yet."""

    guard: Guard
    ok: bool
    text: Any
    mark: str


def guard(
    label: Any,
    reason: Any,
    at: str = "",
    *,
    supplied_by_form: bool = False,
    nothing_entered: Callable[[Any], bool] | None = None,
    not_yet: Any = "",
) -> Callable[[Callable[[Any], bool]], Guard]:
    """Make a test into a `Guard`: `label` is what it states when met, `reason` what is missing when not."""
    return lambda test: Guard(test, label, reason, at, supplied_by_form, nothing_entered, not_yet)


def step(
    field: str,
    source: str | Iterable[str],
    target: Any,
    *,
    label: Any,
    told: Any,
    permission: Callable[[Any, "User"], bool],
    guards: Iterable[Guard] = (),
    opens: Iterable[str] = (),
    settles: Iterable[str] = (),
    tone: str = "",
    rank: int = 50,
) -> Callable[[Any], Any]:
    """A transition, with what the page needs to offer it.

    `told` is the sentence the record tells it in, with places as in `core.timeline`.
    `opens` and `settles` name the deadlines (codes of `labour_law.periods.LIMITS`) the step starts and ends;
    `tone` is "primary" for the way forward, "danger" for a way out; steps are offered in order of `rank`.
    """
    return fsm_transition(
        field=field,
        source=list(source) if not isinstance(source, str) else source,
        target=target,
        conditions=list(guards),  # type: ignore[arg-type]
        permission=permission,  # type: ignore[arg-type]
        custom={
            "label": label,
            "told": told,
            "opens": tuple(opens),
            "settles": tuple(settles),
            "tone": tone,
            "rank": rank,
        },
    )


@dataclass(frozen=True)
class Step:
    """A step as the page offers it from where the object stands.

    `checks` are the guards to be met before its form is sent, as they stand.
    """

    name: str
    label: Any
    tone: str
    rank: int
    told: Any = ""
    target: str = ""
    opens: tuple[str, ...] = ()
    settles: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()

    @property
    def slug(self) -> str:
        """The name as it stands in an address."""
        return self.name.replace("_", "-")

    @property
    def is_open(self) -> bool:
        return all(check.ok for check in self.checks)

    @property
    def open_checks(self) -> list[Check]:
        """Those that do not hold yet."""
        return [check for check in self.checks if not check.ok]


def state_field(model: type[models.Model] | models.Model) -> FSMField:
    """The one state field of a model with a workflow."""
    return next(f for f in model._meta.concrete_fields if isinstance(f, FSMField))


def transitions_of(model: type[models.Model]) -> dict[str, FSMMeta]:
    """Name of each transition of the model's workflow → its `FSMMeta`."""
    return {name: method._django_fsm for name, method in state_field(model).transitions[model].items()}


def _transition(obj: models.Model, name: str) -> Transition | None:
    meta = transitions_of(type(obj))[name]
    state = state_field(obj).get_state(obj)
    return meta.get_transition(state) if meta.has_transition(state) else None


def find_step(obj: models.Model, name: str) -> Step | None:
    """The step of that name with its guards tested, or None where the state does not allow it."""
    found = _transition(obj, name)
    if found is None:
        return None
    checks = tuple(g.check(obj) for g in found.conditions if not g.supplied_by_form)  # type: ignore[attr-defined]
    return Step(name, target=_target(obj, found), checks=checks, **found.custom)  # type: ignore[arg-type]


def _target(obj: models.Model, found: Transition) -> str:
    """Where the step leads; nowhere when it leads back and there is no way back on record."""
    if not isinstance(found.target, State):
        return str(found.target or "")
    try:
        return found.target.get_state(obj, found, None)  # type: ignore[arg-type]
    except InvalidResultState:
        return ""


def label_of(model: type[models.Model], name: str) -> Any:
    """What the step is called, wherever the object stands."""
    return next(iter(transitions_of(model)[name].transitions.values())).custom["label"]


def told_of(model: type[models.Model], source: str, target: str) -> Any:
    """The words of the step that leads from one state to the other; "" where none does."""
    for meta in transitions_of(model).values():
        found = meta.get_transition(source) if meta.has_transition(source) else None
        if found and target in (getattr(found.target, "allowed_states", None) or (found.target,)):
            return found.custom["told"]
    return ""


def may_take(obj: models.Model, name: str, user: "User") -> bool:
    """Does the step lead on from here, and may this user take it (whether or not its guards hold)?"""
    found = _transition(obj, name)
    return found is not None and found.has_perm(obj, user)  # type: ignore[arg-type]


def steps_for(obj: models.Model, user: "User") -> list[Step]:
    """The steps this user may take from here, open or not, in order of rank."""
    names = [name for name in transitions_of(type(obj)) if may_take(obj, name, user)]
    steps = [found for name in names if (found := find_step(obj, name))]
    return sorted(steps, key=lambda s: s.rank)


def perform(
    obj: M, name: str, *, actor: "User", reason: str = "", seen_version: int | None = None, **data: Any
) -> M:
    """Take a step: lock, check permission, run the transition, save with actor and reason.

    Returns the fresh object. Raises `Changed` when the object is no longer in a state that allows the step, or
    (given the `seen_version` the page showed) was written since,
    `PermissionDenied` when the actor may not take it, `Blocked` when a guard does not hold; then nothing
    was written.
    """
    with transaction.atomic():
        return perform_locked(lock(obj, version=seen_version), name, actor=actor, reason=reason, **data)


def perform_locked(fresh: M, name: str, *, actor: "User", reason: str = "", **data: Any) -> M:
    """The same for an object that this transaction has locked and read already."""
    found = _transition(fresh, name)
    if found is None:
        raise Changed
    if not found.has_perm(fresh, actor):  # type: ignore[arg-type]
        raise PermissionDenied
    try:
        getattr(fresh, name)(**data)  # asks the guards before anything else
    except TransitionNotAllowed as error:
        raise Blocked([g for g in found.conditions if not g(fresh)]) from error
    try:
        return record(fresh, actor=actor, reason=reason)
    except ConcurrentTransition as error:
        raise Changed from error

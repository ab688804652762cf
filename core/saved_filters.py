"""Filters of a list that a user keeps under a name: chosen with one press, renamed, removed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.errors import Problem, require
from core.models import SavedFilter
from core.paging import AFTER, BEFORE
from core.pills import COUNTS, PANEL
from core.prepared import Prepared

if TYPE_CHECKING:
    from accounts.models import User

V = TypeVar("V", bound=Callable[..., Any])
MOST = 20
"""So many are kept of a list; more would no longer be chosen at a glance."""
LONGEST = 2000
"""Characters of a query string that is kept."""


def keeps_filters(title: str | Promise) -> Callable[[V], V]:
    """Mark a list with this title whose filters can be kept; its template includes `components/saved_filters.html`."""

    def mark(view: V) -> V:
        view.keeps_filters = title  # type: ignore[attr-defined]
        return view

    return mark


class KeptList(NamedTuple):
    """A list whose filters are kept."""

    address: str
    title: str | Promise


def kept_list(name: str) -> KeptList | None:
    """The list with this name of an address; None where there is none whose filters are kept."""
    try:
        address = reverse(name)
    except NoReverseMatch:
        return None
    title = getattr(resolve(address).func, "keeps_filters", None)
    return KeptList(address, title) if title else None


def asked(params: QueryDict) -> str:
    """What a query string asks of a list, always written the same way: without blanks, and from the first page."""
    said = QueryDict(mutable=True)
    for name, values in sorted(params.lists()):
        if filled := sorted(filter(None, values)):
            said.setlist(name, filled if name not in (AFTER, BEFORE, PANEL, COUNTS) else [])
    return said.urlencode()


@dataclass(frozen=True)
class FilterBar:
    """The filters the user keeps of a list, the one that is on, and what could be kept."""

    of: str
    saved: list[SavedFilter]
    query: str

    @property
    def can_be_kept(self) -> bool:
        return 0 < len(self.query) <= LONGEST

    @property
    def current(self) -> SavedFilter | None:
        return next((one for one in self.saved if one.query == self.query), None)


KEPT = Prepared(lambda user, of: SavedFilter.objects.filter(owner=user, of=of))


def filter_bar(request: HttpRequest) -> FilterBar:
    """For the page of the list that is asked for."""
    of = request.resolver_match.view_name  # type: ignore[union-attr]
    return FilterBar(of, KEPT(user=request.user.pk, of=of), asked(request.GET))


def save_filter(*, actor: "User", of: str, query: str, name: str) -> SavedFilter:
    """Keep a filter under a name. It belongs to the actor alone and is no record."""
    kept = SavedFilter(owner=actor, of=of, query=query)
    if SavedFilter.objects.visible_to(actor).filter(of=of).count() >= MOST:
        raise Problem(_("You keep %(most)d filters of this list already: remove one first.") % {"most": MOST})
    return _named(kept, name)


def rename_filter(kept: SavedFilter, *, actor: "User", name: str) -> SavedFilter:
    """Give a kept filter another name."""
    require(kept.owner_id == actor.pk)
    return _named(kept, name)


def remove_filter(kept: SavedFilter, *, actor: "User") -> None:
    """Keep it no longer."""
    require(kept.owner_id == actor.pk)
    kept.delete()


def _named(kept: SavedFilter, name: str) -> SavedFilter:
    others = SavedFilter.objects.filter(owner=kept.owner_id, of=kept.of, name=name).exclude(pk=kept.pk)
    if others.exists():
        raise Problem({"name": _("You keep another filter of this list under this name.")})
    kept.name = name
    kept.save()
    return kept

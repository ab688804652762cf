"""The words of the tables that say who may open which address.

Every app with addresses has such a table beside its views, `PAGES` in `<app>/access.py`: the name of each address and
its `Page`. `config.access` has them all in one. They grant nothing: the views decide, and a test
(`tests/security/test_matrix.py`) asks every address as everybody and compares the answers.

What the answers are, for everybody alike:

- who is not signed in is sent to sign in, except on a `public` page;
- a method the page does not have is 405, outside the `section` it may as well be 403;
- outside the `section` is 403, whatever is asked for;
- what somebody does not see is 404, whether it exists or not;
- what somebody sees and may not do is 403.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Who = frozenset[str]

NOBODY: Who = frozenset()
CLERK: Who = frozenset({"clerk"})
REVIEWER: Who = frozenset({"reviewer"})
SUPERVISOR: Who = frozenset({"supervisor"})
AUDITOR: Who = frozenset({"auditor"})
ADMINISTRATOR: Who = frozenset({"administrator"})
LAWYER: Who = frozenset({"lawyer"})
COORDINATOR: Who = frozenset({"coordinator"})
SUPERUSER: Who = frozenset({"superuser"})
"""Set up the house and holds no role."""
ROLELESS: Who = frozenset({"roleless"})
"""Signs in and holds no role."""
ANONYMOUS: Who = frozenset({"anonymous"})
"""Is not signed in."""

STAFF = CLERK | REVIEWER | SUPERVISOR | AUDITOR
LAWYERS = LAWYER | COORDINATOR
ADMINISTRATORS = ADMINISTRATOR | SUPERUSER
SIGNED_IN = STAFF | LAWYERS | ADMINISTRATORS | ROLELESS
EVERYBODY = SIGNED_IN | ANONYMOUS
ENTERS_ADMIN = ADMINISTRATORS | AUDITOR
"""The admin site; which parts of it, its rows say."""


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Who sees an object, who may get the page of it (HEAD as well), and who may post to it.

    `get` or `post` is None where the page does not have the method. Who may do one or the other also sees.
    """

    get: Who | None = None
    post: Who | None = None
    sees: Who = NOBODY

    def answer(self, who: str, method: str) -> str:
        """What somebody is answered: "ok", "403" or "404"."""
        if who in (self._may(method) or NOBODY):
            return "ok"
        return "403" if who in self.sees | (self.get or NOBODY) | (self.post or NOBODY) else "404"

    def _may(self, method: str) -> Who | None:
        return self.post if method == "POST" else self.get


NOT_SEEN = Reach()


@dataclass(frozen=True, kw_only=True)
class Page(Reach):
    """A row of a table.

    `of` is the kind of thing whose id is `pk`, for a page about one thing; other ids name theirs (`claim_pk`).
    The row says what holds for something of the own office or firm; `foreign`, for that of another one.
    A page about no single thing is seen by all in its `section`. `texts` are examples for what else stands in the
    address.
    """

    of: str = ""
    section: Who = SIGNED_IN
    foreign: Reach = NOT_SEEN
    texts: Mapping[str, str] = field(default_factory=dict)
    public: bool = False

    def expected(self, who: str, method: str, *, foreign: bool = False) -> str:
        """What somebody is answered: "ok", "sign in", "403", "404" or "405"."""
        if self._may("GET" if method == "HEAD" else method) is None:
            return "sign in" if who in ANONYMOUS and not self.public else "405"
        if self.public:
            return "ok"
        if who in ANONYMOUS:
            return "sign in"
        if who not in self.section:
            return "403"
        reach = self.foreign if foreign else self
        answer = reach.answer(who, method)
        return "403" if answer == "404" and not self.of else answer


def admin_pages(
    app: str,
    model: str,
    *,
    of: str,
    own: Reach,
    foreign: Reach = NOT_SEEN,
    looks: Who | None = None,
    has_history: bool = True,
) -> dict[str, Page]:
    """The rows of a model in the admin site, `app` and `model` as in its addresses.

    `own` and `foreign` say what holds for the page of one object; who posts to an own one also adds. All who look at an
    own one (or `looks`, where these are more) get the list; everybody else is refused. Nothing is deleted, by nobody.
    """
    own_get, foreign_get = own.get or NOBODY, foreign.get or NOBODY
    lists = looks or own_get

    def one(get: Who, post: Who, sees: Who, abroad: Reach) -> Page:
        return Page(of=of, section=lists, get=get, post=post, sees=sees, foreign=abroad)

    shown = one(own_get, own_get, own.sees, Reach(get=foreign_get, post=foreign_get))
    name = f"admin:{app}_{model}"
    return {
        f"{name}_changelist": Page(section=lists, get=lists, post=lists),
        f"{name}_add": Page(section=lists, get=own.post or NOBODY, post=own.post or NOBODY),
        f"{name}_change": one(own_get, own.post or NOBODY, own.sees, foreign),
        f"{name}_history": shown if has_history else one(NOBODY, NOBODY, NOBODY, NOT_SEEN),
        f"{name}_delete": one(NOBODY, NOBODY, own.sees | own_get, Reach(sees=foreign.sees | foreign_get)),
        # Leads on to the page of the object, whether there is one or not.
        f"admin/{app}/{model}/<path:object_id>/": Page(
            of=of,
            section=ENTERS_ADMIN,
            get=ENTERS_ADMIN,
            post=ENTERS_ADMIN,
            foreign=Reach(get=ENTERS_ADMIN, post=ENTERS_ADMIN),
        ),
    }

"""Receipts a user may see, and the sums they make."""

import datetime as dt
from decimal import Decimal
from typing import Any, Self

from django.apps import apps
from django.db.models import Count, Exists, FilteredRelation, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.permissions import office_ids
from accounts.queries import line_of
from cases.queries.scope import case_scope
from core import clock
from core.audit import AuditedQuerySet
from core.money import total
from lawyers.permissions import lawyer_of


def counts_as_received(prefix: str = "") -> Q:
    """A condition for receipts (with `prefix` for rows that lead to one) whose sum came in.

    A reversed receipt still counts, as does the verified counter-entry that takes it back to nought; one that waits does not.
    """
    state, reverses = f"{prefix}state", f"{prefix}reverses__isnull"
    return counts_as_verified(prefix) | Q(**{state: "recorded", reverses: True})


def counts_as_verified(prefix: str = "") -> Q:
    """A condition as above for what was verified, be it reversed since."""
    return Q(**{f"{prefix}state__in": ("verified", "reversed")})


STANDING = ("recorded", "verified")
"""States of receipts that count, or wait to."""
STATEMENT_READERS = ("clerk", "supervisor")
OLD_LEDGER_READERS = ("clerk", "supervisor", "auditor")


class ReceiptQuerySet(AuditedQuerySet):
    def visible_to(self, user: User, *, by_row: bool = False) -> Self:
        return self.filter(case_scope(user, "case__", by_row=by_row))

    def standing(self) -> Self:
        """What counts, or waits to: neither rejected nor reversed, and no counter-entry."""
        return self.filter(reverses=None, state__in=STANDING)

    def to_verify(self) -> Self:
        """What waits for a supervisor, counter-entries as well, the longest first."""
        return self.filter(state="recorded").order_by("recorded_at", "pk")

    def not_own(self, user: User) -> Self:
        """Without what the user has a part in, as `permissions.can_verify` says it of one."""
        rounds = apps.get_model("mediation", "MediationRound").objects.exclude(state="cancelled")
        found = self.exclude(
            Q(recorded_by=user)
            | Q(reverses__recorded_by=user)
            | Q(mends__recorded_by=user)
            | Q(case__handler=user)
        ).exclude(Exists(rounds.filter(case=OuterRef("case"), mediator=user)))
        lawyer = lawyer_of(user)
        return found.exclude(case__in=lawyer.assignments.accepted().values("case")) if lawyer else found

    def sent_back_to(self, user: User) -> Self:
        """What a supervisor sent back to this user and nothing stands in place of yet, the longest first."""
        waiting = self.filter(state="returned", recorded_by=user, mended_by__isnull=True)
        return waiting.order_by("verified_at", "pk")

    def waiting_sums(self) -> dict[str, Decimal]:
        """How many entries these are (`count`), the yuan that came in (`incoming`) and those to be taken back (`back`)."""
        return self.order_by().aggregate(
            count=Count("pk"),
            incoming=total("amount", filter=Q(reverses__isnull=True)),
            back=total("amount", filter=Q(reverses__isnull=False)),
        )


class OfReceiptQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> QuerySet:
        return self.filter(case_scope(user, "case__"))


class StatementQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> QuerySet:
        """Those of the offices where the user keeps or supervises them."""
        return self.filter(office__in=office_ids(user, STATEMENT_READERS))

    def with_progress(self) -> QuerySet:
        """With how many rows there are (`in_all`), and how many of them are posted or skipped (`done`)."""
        is_posted = Q(lines__receipts__state__in=STANDING)
        return self.annotate(
            in_all=Count("lines", distinct=True),
            done=Count("lines", filter=is_posted | ~Q(lines__skipped_because=""), distinct=True),
        )


class StatementLineQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> QuerySet:
        return self.filter(statement__office__in=office_ids(user, STATEMENT_READERS))

    def told_apart(self) -> Self:
        """With the receipt that stands of each (`standing`), of which there is one at most."""
        return self.annotate(standing=FilteredRelation("receipts", condition=Q(receipts__state__in=STANDING)))

    def open(self) -> Self:
        return self.told_apart().filter(standing__isnull=True, skipped_because="")

    def posted(self) -> Self:
        return self.told_apart().filter(standing__isnull=False)

    def skipped(self) -> Self:
        return self.told_apart().filter(standing__isnull=True).exclude(skipped_because="")


class SecondLookQuerySet(AuditedQuerySet):
    def visible_to(self, user: User, *, by_row: bool = False) -> Self:
        return self.filter(case_scope(user, "case__", by_row=by_row))

    def to_answer(self, user: User) -> Self:
        """What waits for a second look by this user, the longest first: not own, not verified by the user."""
        receipts = self.model._meta.get_field("receipt").related_model.objects.not_own(user)
        waiting = self.filter(result__isnull=True).exclude(receipt__verified_by=user)
        return waiting.filter(Exists(receipts.filter(pk=OuterRef("receipt")))).order_by("drawn_at", "pk")

    def figures(self, since: dt.datetime) -> dict[str, int]:
        """Of what was drawn since then: how many, how many were looked at, and how many had a fault."""
        return (
            self.filter(drawn_at__gte=since)
            .order_by()
            .aggregate(
                drawn=Count("pk"),
                answered=Count("pk", filter=Q(result__isnull=False)),
                faults=Count("pk", filter=Q(result="fault")),
            )
        )


class SecondLookShareQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> Self:
        """Those of the offices the user administers."""
        return self if user.is_superuser else self.filter(office__in=office_ids(user, ("administrator",)))

    def of(self, office: Any, usual: int) -> int:
        """The share of an office, else that of the nearest above; `usual` where there is none."""
        shares = self.filter(office__path__in=line_of(office.path)).values_list("office__depth", "percent")
        return max(shares, default=(0, usual))[1]


class TotalQuerySet(QuerySet):
    def visible_to(self, user: User) -> Self:
        """Those of the user's offices."""
        return self.filter(office__in=office_ids(user))


OLD_LEDGER_STANDING = ("taking_in", "waiting", "confirmed", "reversal_asked")
"""States of old ledgers that count or may come to: none of their cases is in another one."""


def counts_as_taken_over(prefix: str = "") -> Q:
    """A condition for old ledgers (with `prefix` for rows that lead to one) whose cases and sums count: confirmed, and not
    reversed."""
    return Q(**{f"{prefix}state__in": ("confirmed", "reversal_asked")})


class OldLedgerQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> Self:
        return self.filter(office__in=office_ids(user, OLD_LEDGER_READERS))

    def standing(self) -> Self:
        return self.filter(state__in=OLD_LEDGER_STANDING)

    def waiting(self) -> Self:
        """Those a supervisor is to decide on: to be confirmed, or to be reversed."""
        return self.filter(state__in=("waiting", "reversal_asked"))


class OldCaseQuerySet(AuditedQuerySet):
    """Cases of old ledgers. A figure counts `counting()` or `known_on(day)` of the rows of its days, and no others."""

    def visible_to(self, user: User) -> Self:
        return self.filter(ledger__office__in=office_ids(user, OLD_LEDGER_READERS))

    def standing(self) -> Self:
        return self.filter(ledger__state__in=OLD_LEDGER_STANDING)

    def counting(self) -> Self:
        """Those that count, as now known."""
        return self.filter(counts_as_taken_over("ledger__"))

    def known_on(self, day: dt.date) -> Self:
        """Those that counted at the end of a day: confirmed by then, and not reversed by then."""
        ends = clock.end_of(day)
        return self.filter(
            Q(ledger__reversed_at__isnull=True) | Q(ledger__reversed_at__gte=ends),
            ledger__confirmed_at__lt=ends,
        )

    def accepted_in(self, since: dt.date, until: dt.date) -> Self:
        return self.filter(accepted_on__gte=since, accepted_on__lte=until)

    def concluded_in(self, since: dt.date, until: dt.date) -> Self:
        return self.filter(closed_on__gte=since, closed_on__lte=until)

    def received_in(self, since: dt.date, until: dt.date) -> Self:
        """Those whose money came in then; their `received` adds up to what was recovered."""
        return self.filter(received_on__gte=since, received_on__lte=until)

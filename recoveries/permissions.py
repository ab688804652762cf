"""Who records money and who verifies it: never the same person, nor somebody who has a part in the case."""

from typing import Any

from accounts.models import User
from accounts.permissions import has_role, has_role_anywhere
from cases.permissions import can_supervise, clerk_or_lawyer, is_case_lawyer
from recoveries.queries import OLD_LEDGER_READERS, STATEMENT_READERS


def can_record(case: Any, user: User) -> bool:
    """Handlers and lawyers record money on a case that waits for it."""
    return clerk_or_lawyer(case, user)


def can_mend(receipt: Any, user: User) -> bool:
    """Whoever records money on its case."""
    return can_record(receipt.case, user)


def can_ask_reversal(receipt: Any, user: User) -> bool:
    """Whoever may find the mistake: those who record money on the case, and its supervisors."""
    return can_record(receipt.case, user) or can_supervise(receipt.case, user)


def can_keep_statements(office: Any, user: User) -> bool:
    """Clerks of the office take in its bank statements and post what came in."""
    return has_role(user, "clerk", office)


def can_import(user: User) -> bool:
    """Who takes in bank statements of any office."""
    return has_role_anywhere(user, "clerk")


def can_see_statements(user: User) -> bool:
    """Who reads bank statements of any office."""
    return has_role_anywhere(user, STATEMENT_READERS)


def can_see_queue(user: User) -> bool:
    """Who verifies money anywhere, and who audits it."""
    return has_role_anywhere(user, ("supervisor", "auditor"))


def has_part_in(case: Any, user: User) -> bool:
    """The user handles the case, mediates in it or acts in it as a lawyer."""
    return (
        user.pk == case.handler_id
        or any(r.mediator_id == user.pk for r in case.rounds.all() if r.state != "cancelled")
        or is_case_lawyer(case, user)
    )


def recorders_of(receipt: Any) -> set[int]:
    """Who recorded it, or the entry it reverses or mends."""
    entries = (receipt, receipt.reverses, receipt.mends)
    return {entry.recorded_by_id for entry in entries if entry is not None}


def can_verify(receipt: Any, user: User) -> bool:
    """A supervisor who did not record it, nor what it reverses or mends, and has no part in its case.

    `ReceiptQuerySet.not_own` says the same of many.
    """
    return (
        can_supervise(receipt.case, user)
        and user.pk not in recorders_of(receipt)
        and not has_part_in(receipt.case, user)
    )


def can_look_again(look: Any, user: User) -> bool:
    """Who might have verified the entry, and did not."""
    return user.pk != look.receipt.verified_by_id and can_verify(look.receipt, user)


def is_taken_back(receipt: Any, user: User) -> bool:
    """Its counter-entry has been verified: within that act alone, before the receipt follows."""
    return receipt.counter_entries.filter(state="verified").exists()


def can_take_over(office: Any, user: User) -> bool:
    """Clerks of the office take over what it kept before the program."""
    return has_role(user, "clerk", office)


def can_see_old_ledgers(user: User) -> bool:
    """Who reads what any office took over."""
    return has_role_anywhere(user, OLD_LEDGER_READERS)


def can_confirm_old_ledger(ledger: Any, user: User) -> bool:
    """A supervisor of the office who did not take it in."""
    return has_role(user, "supervisor", ledger.office) and user.pk != ledger.imported_by_id


def can_take_back_old_ledger(ledger: Any, user: User) -> bool:
    """Clerks and supervisors of the office: whoever may find the mistake."""
    return has_role(user, ("clerk", "supervisor"), ledger.office)


def can_reverse_old_ledger(ledger: Any, user: User) -> bool:
    """A supervisor of the office who did not ask for it."""
    return has_role(user, "supervisor", ledger.office) and user.pk != ledger.reversal_asked_by_id


def is_taken_in(ledger: Any, user: User) -> bool:
    """Every row of it is there: within the act that takes in the last one alone, before the ledger follows."""
    return ledger.rows.count() == ledger.number_of_rows

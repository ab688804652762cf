"""Who may open which page of a case. How to read and write a row: `core/access.py`."""

from core.access import (
    AUDITOR,
    CLERK,
    ENTERS_ADMIN,
    LAWYER,
    LAWYERS,
    REVIEWER,
    SIGNED_IN,
    STAFF,
    SUPERVISOR,
    Page,
    Reach,
    Who,
    admin_pages,
)

SEES_CASE = STAFF | LAWYERS
"""Staff of the office and those above it, the lawyer who accepted it, the coordinator of the firm."""
WORKS_ON_CASE = CLERK | LAWYER
UNMASKS = CLERK | REVIEWER | SUPERVISOR | LAWYER


def form(who: Who, of: str = "case", **texts: str) -> Page:
    """A form about a case, or about something `of` a case."""
    return Page(of=of, sees=SEES_CASE, get=who, post=who, texts=texts)


PAGES = {
    "cases:list": Page(get=SIGNED_IN),
    "cases:export": Page(section=SEES_CASE, get=SEES_CASE, texts={"fmt": "csv"}),
    "cases:detail": Page(of="case", get=SEES_CASE),
    "cases:section": Page(of="case", get=SEES_CASE, texts={"name": "papers"}),
    "cases:edit": form(CLERK | SUPERVISOR | LAWYER),
    "cases:closing_report": form(WORKS_ON_CASE),
    "cases:add_note": form(CLERK | REVIEWER | SUPERVISOR | LAWYER),
    "cases:correct_note": form(CLERK),  # who wrote it
    "cases:add_deadline": form(WORKS_ON_CASE),
    "cases:add_limitation_event": form(WORKS_ON_CASE),
    "cases:drop_limitation_event": form(WORKS_ON_CASE),
    "cases:finish_deadline": form(WORKS_ON_CASE),
    "cases:move_deadline": form(WORKS_ON_CASE),
    "cases:timeline": Page(of="case", get=SEES_CASE),
    "cases:proceeding": form(WORKS_ON_CASE, of="proceeding"),
    "cases:extend_award": form(WORKS_ON_CASE, of="proceeding"),
    "cases:split": form(CLERK),
    "cases:add_claimant": form(CLERK),
    "cases:paste_claimants": form(CLERK),
    "cases:consent": form(CLERK),
    "cases:edit_claimant": form(WORKS_ON_CASE),
    "cases:edit_person": form(WORKS_ON_CASE),
    "cases:withdraw_claimant": form(CLERK),
    "cases:unmask": form(UNMASKS, field="id-number"),
    "cases:edit_employer": form(CLERK),
    "cases:link_employer": form(CLERK),
    "cases:unlink_employer": form(CLERK),
    "cases:add_co_respondent": form(CLERK),
    "cases:drop_co_respondent": form(CLERK),
    "cases:add_claim": form(WORKS_ON_CASE),
    "cases:paste_claims": form(WORKS_ON_CASE),
    "cases:edit_claim": form(WORKS_ON_CASE),
    "cases:drop_claim": form(WORKS_ON_CASE),
    "cases:check_conflicts": Page(of="case", sees=SEES_CASE, post=CLERK | REVIEWER),
    "cases:explain_conflict": form(CLERK | REVIEWER),
    # Who takes which other step: STEPS in tests/cases/test_permissions.py.
    "cases:step": form(WORKS_ON_CASE, step="settle"),
    # What concerns a case is for its auditors; administrators read what concerns none.
    **admin_pages(
        "core",
        "accesslog",
        of="log",
        looks=ENTERS_ADMIN,
        own=Reach(get=AUDITOR),
        has_history=False,
    ),
}

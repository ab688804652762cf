"""Who may open which page of the ledger. How to read and write a row: `core/access.py`."""

from cases.access import SEES_CASE, WORKS_ON_CASE, form
from core.access import ADMINISTRATORS, AUDITOR, CLERK, SUPERUSER, SUPERVISOR, Page, Reach

SET_EVERYWHERE = Reach(get=SUPERUSER, post=SUPERUSER)
"""Who set up the house reaches every office."""
READS_STATEMENTS = CLERK | SUPERVISOR
"""Of the office of the account, or of one above it."""
READS_OLD_LEDGERS = CLERK | SUPERVISOR | AUDITOR

PAGES = {
    "recoveries:queue": Page(section=SUPERVISOR | AUDITOR, get=SUPERVISOR | AUDITOR),
    "recoveries:record": form(WORKS_ON_CASE),
    "recoveries:add_in_kind": form(WORKS_ON_CASE),
    "recoveries:strike_in_kind": form(WORKS_ON_CASE, of="in_kind"),
    "recoveries:ledger": Page(section=SEES_CASE, get=SEES_CASE),
    "recoveries:export_ledger": Page(section=SEES_CASE, get=SEES_CASE, texts={"fmt": "csv"}),
    "recoveries:statements": Page(section=READS_STATEMENTS, get=READS_STATEMENTS),
    "recoveries:add_statement": Page(section=CLERK, get=CLERK, post=CLERK),
    "recoveries:statement": Page(of="statement", get=READS_STATEMENTS),
    "recoveries:statement_line": Page(of="statement_line", get=READS_STATEMENTS),
    "recoveries:skip_line": Page(of="statement_line", sees=READS_STATEMENTS, get=CLERK, post=CLERK),
    "recoveries:reopen_line": Page(of="statement_line", sees=READS_STATEMENTS, post=CLERK),
    "recoveries:old_ledgers": Page(section=READS_OLD_LEDGERS, get=READS_OLD_LEDGERS),
    "recoveries:add_old_ledger": Page(section=CLERK, get=CLERK, post=CLERK),
    "recoveries:old_ledger": Page(of="old_ledger", get=READS_OLD_LEDGERS),
    "recoveries:go_on_old_ledger": Page(of="old_ledger", sees=READS_OLD_LEDGERS, post=CLERK),
    "recoveries:old_ledger_step": Page(
        of="old_ledger",
        sees=READS_OLD_LEDGERS,
        get=SUPERVISOR,
        post=SUPERVISOR,
        texts={"step": "confirm"},
    ),
    "recoveries:detail": Page(of="receipt", get=SEES_CASE, post=WORKS_ON_CASE),
    "recoveries:mend": Page(of="sent_back", get=WORKS_ON_CASE, post=WORKS_ON_CASE, sees=SEES_CASE),
    "recoveries:together": Page(section=SUPERVISOR, get=SUPERVISOR, post=SUPERVISOR),
    "recoveries:as_of": Page(section=SUPERVISOR | AUDITOR, get=SUPERVISOR | AUDITOR),
    "recoveries:case_as_of": Page(of="case", get=SEES_CASE),
    "recoveries:second_looks": Page(section=SUPERVISOR | AUDITOR, get=SUPERVISOR | AUDITOR),
    "recoveries:second_look": Page(
        of="look", section=SUPERVISOR | AUDITOR, get=SUPERVISOR | AUDITOR, post=SUPERVISOR
    ),
    "recoveries:second_look_share": Page(
        of="office", section=ADMINISTRATORS, get=ADMINISTRATORS, post=ADMINISTRATORS, foreign=SET_EVERYWHERE
    ),
    "recoveries:settle": form(WORKS_ON_CASE, of="receipt"),
    "recoveries:step": form(SUPERVISOR, of="receipt", step="verify"),
}

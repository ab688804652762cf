"""Who may open which page of mediation. How to read and write a row: `core/access.py`."""

from cases.access import WORKS_ON_CASE, form

PAGES = {
    "mediation:schedule_round": form(WORKS_ON_CASE),
    "mediation:record_held": form(WORKS_ON_CASE),
    "mediation:correct_round": form(WORKS_ON_CASE, of="round"),
    "mediation:round_step": form(WORKS_ON_CASE, of="round", step="hold"),
    "mediation:agreement": form(WORKS_ON_CASE),
    "mediation:sign_agreement": form(WORKS_ON_CASE, of="agreement"),
}

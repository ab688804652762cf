"""Who may open which page of the window. How to read and write a row: `core/access.py`."""

from core.access import CLERK, LAWYERS, REVIEWER, SIGNED_IN, STAFF, SUPERVISOR, Page

ANSWERS = REVIEWER | SUPERVISOR
JOINS = CLERK | REVIEWER | SUPERVISOR

PAGES = {
    "front_desk:visits": Page(get=SIGNED_IN),
    "front_desk:export_visits": Page(section=STAFF | LAWYERS, get=STAFF | LAWYERS, texts={"fmt": "csv"}),
    "front_desk:new_visit": Page(section=CLERK, get=CLERK, post=CLERK),
    "front_desk:visit": Page(of="visit", get=STAFF),
    "front_desk:edit_visit": Page(of="visit", sees=STAFF, get=CLERK, post=CLERK),
    "front_desk:open_case": Page(of="visit", sees=STAFF, get=CLERK),
    "front_desk:intake": Page(section=CLERK, get=CLERK, post=CLERK),
    "front_desk:intake_autosave": Page(section=CLERK, post=CLERK),
    "front_desk:intake_draft": Page(of="draft", section=CLERK, get=CLERK, post=CLERK),  # whose draft it is
    "front_desk:find_worker": Page(section=CLERK, post=CLERK),
    "front_desk:find_employer": Page(section=CLERK, post=CLERK),
    "front_desk:person": Page(of="worker", sees=STAFF | LAWYERS, get=STAFF),
    "front_desk:join_workers": Page(of="worker", sees=STAFF, get=JOINS, post=JOINS),
    "front_desk:undo_join": Page(of="join", sees=STAFF | LAWYERS, get=JOINS, post=JOINS),
    "front_desk:record_requests": Page(section=STAFF, get=STAFF),
    "front_desk:ask_for_record": Page(of="apart", sees=STAFF, get=CLERK, post=CLERK),
    "front_desk:record_request": Page(of="request", get=STAFF),
    "front_desk:record_request_step": Page(
        of="request", sees=STAFF, get=ANSWERS, post=ANSWERS, texts={"step": "allow"}
    ),
}

"""Who may open which page of people, the duty roster and one's own account. How to read and write a row: `core/access.py`."""

from core.access import (
    ADMINISTRATORS,
    CLERK,
    EVERYBODY,
    SIGNED_IN,
    STAFF,
    SUPERUSER,
    SUPERVISOR,
    Page,
    Reach,
    Who,
    admin_pages,
)

KEEPS_ROSTER = CLERK | SUPERVISOR | ADMINISTRATORS
READS_ROSTER = STAFF | ADMINISTRATORS
ANYWHERE = Reach(get=SUPERUSER, post=SUPERUSER)
LOOKED_UP = Reach(get=SUPERUSER)


def administered(of: str, **texts: str) -> Page:
    """A form about somebody of the administrator's own offices."""
    return Page(
        of=of,
        section=ADMINISTRATORS,
        get=ADMINISTRATORS,
        post=ADMINISTRATORS,
        foreign=ANYWHERE,
        texts=texts,
    )


def public(*, get: Who = EVERYBODY, post: Who | None = EVERYBODY, **texts: str) -> Page:
    """Before signing in, or beside it."""
    return Page(public=True, get=get, post=post, texts=texts)


PEOPLE = {
    "accounts:people": Page(section=ADMINISTRATORS, get=ADMINISTRATORS),
    "accounts:invite": Page(section=ADMINISTRATORS, get=ADMINISTRATORS, post=ADMINISTRATORS),
    "accounts:link": Page(get=SIGNED_IN),  # the link of the own session
    "accounts:person": Page(of="person", section=ADMINISTRATORS, get=ADMINISTRATORS, foreign=LOOKED_UP),
    "accounts:change": administered("person"),
    "accounts:grant": administered("person"),
    "accounts:step": administered("person", name="close"),
    "accounts:end": administered("role"),
}
OFFICES = {
    "accounts:offices": Page(section=ADMINISTRATORS, get=ADMINISTRATORS),
    "accounts:office_add": Page(section=ADMINISTRATORS, get=ADMINISTRATORS, post=ADMINISTRATORS),
    "accounts:office": Page(of="office", section=ADMINISTRATORS, get=ADMINISTRATORS, foreign=LOOKED_UP),
    "accounts:office_change": administered("office"),
}
ROSTER = {
    "accounts:roster": Page(section=READS_ROSTER, get=READS_ROSTER),
    "accounts:roster_day": Page(
        of="office",
        section=READS_ROSTER,
        sees=READS_ROSTER,
        get=KEEPS_ROSTER,
        post=KEEPS_ROSTER,
        foreign=ANYWHERE,
        texts={"on": "2026-11-30"},
    ),
    "accounts:roster_copy": Page(
        of="office",
        section=READS_ROSTER,
        sees=READS_ROSTER,
        post=KEEPS_ROSTER,
        foreign=Reach(post=SUPERUSER),
        texts={"monday": "2026-11-30"},
    ),
}
SIGN_IN = {
    "accounts:accept": public(token="no-such-token"),
    "account_login": public(),
    "account_logout": public(),
    "account_inactive": public(post=None),
    "account_reset_password": public(),
    "account_reset_password_done": public(post=None),
    "account_reset_password_from_key": public(uidb36="1", key="no-such-key"),
    "account_reset_password_from_key_done": public(post=None),
    "mfa_authenticate": public(),
    "set_language": public(),
}
OWN_ACCOUNT = {
    "account_change_password": Page(get=SIGNED_IN, post=SIGNED_IN),
    "account_reauthenticate": Page(get=SIGNED_IN, post=SIGNED_IN),
    "mfa_index": Page(get=SIGNED_IN),
    "mfa_reauthenticate": Page(get=SIGNED_IN, post=SIGNED_IN),
    "mfa_activate_totp": Page(get=SIGNED_IN, post=SIGNED_IN),
    "mfa_deactivate_totp": Page(get=SIGNED_IN, post=SIGNED_IN),
    "mfa_view_recovery_codes": Page(get=SIGNED_IN),
    "mfa_generate_recovery_codes": Page(get=SIGNED_IN, post=SIGNED_IN),
    "mfa_download_recovery_codes": Page(get=SIGNED_IN, post=SIGNED_IN),
}
ADMIN = {
    **admin_pages(
        "accounts",
        "office",
        of="office",
        own=Reach(get=ADMINISTRATORS, post=ADMINISTRATORS),
        foreign=ANYWHERE,
    ),
    # Written on the pages of people and of the roster.
    **admin_pages("accounts", "user", of="person", own=Reach(get=ADMINISTRATORS), foreign=LOOKED_UP),
    **admin_pages("accounts", "membership", of="role", own=Reach(get=ADMINISTRATORS), foreign=LOOKED_UP),
    **admin_pages("accounts", "duty", of="duty", own=Reach(get=ADMINISTRATORS), foreign=LOOKED_UP),
}

PAGES = PEOPLE | OFFICES | ROSTER | SIGN_IN | OWN_ACCOUNT | ADMIN

"""The only writers of people, offices and the duty roster."""

from accounts.actions.offices import may_lie_there, place_office
from accounts.actions.people import (
    accept_invitation,
    change_person,
    choose_language,
    close_account,
    create_user,
    deactivate_user,
    end_membership,
    grant_membership,
    invite_user,
    reactivate_user,
    reinvite_user,
    remember_columns,
    renew_invitation,
    reset_second_factor,
)
from accounts.actions.roster import copy_week, fill_day, set_duty

__all__ = [
    "accept_invitation",
    "change_person",
    "choose_language",
    "close_account",
    "copy_week",
    "create_user",
    "deactivate_user",
    "end_membership",
    "fill_day",
    "grant_membership",
    "invite_user",
    "may_lie_there",
    "place_office",
    "reactivate_user",
    "reinvite_user",
    "remember_columns",
    "renew_invitation",
    "reset_second_factor",
    "set_duty",
]

"""Texts of Django that are worded here: named, so that they are collected for translation with our own."""

from django.utils.translation import gettext_noop

TEXTS = (
    gettext_noop("This field is required."),
    gettext_noop("Select a valid choice. That choice is not one of the available choices."),
    gettext_noop("Select a valid choice. %(value)s is not one of the available choices."),
    gettext_noop("Enter a valid date."),
    gettext_noop("Enter a whole number."),
)

"""The models of this app for its queries, which stand below them and cannot import them."""

from typing import Any

from django.apps import apps


def objects_of(name: str) -> Any:
    """The manager of the model of cases with this name."""
    return apps.get_model("cases", name).objects

import doctest
import pkgutil
from datetime import date
from decimal import Decimal
from importlib import import_module
from inspect import getmembers, isfunction

import pytest

import labour_law
from labour_law.calendar import packaged_calendar
from labour_law.rates import packaged_tables

MODULES = [import_module(info.name) for info in pkgutil.walk_packages(labour_law.__path__, "labour_law.")]
GIVEN = {"CALENDAR": packaged_calendar(), "TABLES": packaged_tables(), "date": date, "Decimal": Decimal}
"""What examples take as given, beside the names of their module."""


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.__name__)
def test_examples_in_docstrings_hold(module) -> None:  # type: ignore[no-untyped-def]
    assert doctest.testmod(module, extraglobs=GIVEN).failed == 0


@pytest.mark.parametrize(
    "module", [m for m in MODULES if m.__name__ != "labour_law.errors"], ids=lambda m: m.__name__
)
def test_every_public_function_shows_an_example(module) -> None:  # type: ignore[no-untyped-def]
    public = [
        function
        for name, function in getmembers(module, isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    ]
    assert [f.__name__ for f in public if ">>>" not in (f.__doc__ or "")] == []

import doctest
import pkgutil
import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from importlib import import_module
from inspect import getmembers, isclass, isfunction, unwrap
from types import ModuleType
from typing import Any

import pytest

import labour_law
from labour_law.calendar import packaged_calendar
from labour_law.rates import packaged_tables

MODULES = [import_module(info.name) for info in pkgutil.walk_packages(labour_law.__path__, "labour_law.")]
GIVEN = {"CALENDAR": packaged_calendar(), "TABLES": packaged_tables(), "date": date, "Decimal": Decimal}
"""What examples take as given, beside the names of their module."""


def public(module: ModuleType) -> Iterator[tuple[str, Callable[..., Any]]]:
    """The functions of a module, and the methods and properties of its classes."""
    for name, member in getmembers(module, callable):
        function = unwrap(member)
        if not isfunction(function):
            continue
        if function.__module__ == module.__name__ and not name.startswith("_"):
            yield name, function
    for owner, found in getmembers(module, isclass):
        if found.__module__ != module.__name__ or owner.startswith("_"):
            continue
        for name, member in vars(found).items():
            method = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
            if isfunction(method) and not name.startswith("_"):
                yield f"{owner}.{name}", method


PUBLIC = {f"{module.__name__}:{name}": function for module in MODULES for name, function in public(module)}


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.__name__)
def test_examples_in_docstrings_hold(module: ModuleType) -> None:
    assert doctest.testmod(module, extraglobs=GIVEN).failed == 0


def test_every_public_function_and_method_shows_an_example() -> None:
    assert [name for name, function in PUBLIC.items() if ">>>" not in (function.__doc__ or "")] == []


def test_every_public_function_and_method_says_what_it_raises_or_that_it_raises_nothing() -> None:
    says = re.compile(r"\b(Raises?|Never\s+raises)\b")
    assert [name for name, function in PUBLIC.items() if not says.search(function.__doc__ or "")] == []


def test_every_check_of_facts_says_what_it_raises() -> None:
    checks = {
        f"{module.__name__}:{name}": found.__post_init__
        for module in MODULES
        for name, found in getmembers(module, isclass)
        if found.__module__ == module.__name__ and "__post_init__" in vars(found)
    }
    silent = {"labour_law.rates:WageBounds"}
    assert {name for name, check in checks.items() if "Raises" not in (check.__doc__ or "")} == silent

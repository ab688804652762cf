import doctest
import pkgutil
from importlib import import_module
from inspect import getmembers, isfunction

import pytest

import labour_law

MODULES = [import_module(f"labour_law.{info.name}") for info in pkgutil.iter_modules(labour_law.__path__)]


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.__name__)
def test_examples_in_docstrings_hold(module) -> None:  # type: ignore[no-untyped-def]
    assert doctest.testmod(module).failed == 0


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

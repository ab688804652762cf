"""Style sheets and scripts as they are sent: one sheet, small, and with all that is in its parts."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.template import engines
from django.template.loader import render_to_string
from django.test import override_settings

from core.static_files import OWN, small

FIRST_LOAD = 30 * 1024
"""Bytes, compressed, of what a browser that comes for the first time loads beside the page."""

COLLECTED = "core.static_files.SmallStaticFilesStorage"


@pytest.fixture
def collected(tmp_path: Path, settings: Any) -> Any:
    stores = {**settings.STORAGES, "staticfiles": {"BACKEND": COLLECTED}}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=stores):
        call_command("collectstatic", interactive=False, verbosity=0)
        _forget_what_templates_keep()
        yield tmp_path
    _forget_what_templates_keep()


def _forget_what_templates_keep() -> None:
    """Addresses of files among it, said once in each language."""
    for loader in engines["django"].engine.template_loaders:
        loader.reset()


def test_imported_sheets_stand_in_their_place_in_order() -> None:
    sheet = small(OWN / "css" / "house.css")
    assert "@import" not in sheet
    assert "/*" not in sheet
    parts = [
        small(OWN / "css" / f"{name}.css") for name in ("tokens", "base", "forms", "tables", "components")
    ]
    assert sheet.startswith("".join(parts))
    assert sheet.removeprefix("".join(parts)).startswith("@media print{@page{")
    assert sheet.count("{") == sheet.count("}")


def test_the_collected_files_are_the_small_ones_also_the_second_time(collected: Path) -> None:
    named = [staticfiles_storage.stored_name(name) for name in ("css/house.css", "js/app.js")]
    assert [(collected / name).read_text() for name in named] == [
        small(OWN / "css" / "house.css"),
        small(OWN / "js" / "app.js"),
    ]
    call_command("collectstatic", interactive=False, verbosity=0)
    assert [staticfiles_storage.stored_name(name) for name in ("css/house.css", "js/app.js")] == named


def test_what_every_page_loads_at_first_stays_light(collected: Path) -> None:
    head = render_to_string("components/head.html")
    sent = sorted(set(re.findall(r'(?:href|src)="/static/([^"]+)"', head)))
    assert {Path(name).name.split(".")[0] for name in sent} == {"mark", "house", "theme", "htmx-2", "app"}
    sizes = {name: len(gzip.compress((collected / name).read_bytes())) for name in sent}
    assert sum(sizes.values()) <= FIRST_LOAD, sizes

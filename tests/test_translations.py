"""Every text of the program has a Chinese translation, and the translation has its blanks."""

import os
import re
import shutil
import tomllib
from pathlib import Path

import polib
import pytest
from django.core.management import call_command
from django.test import override_settings

from tests.test_house import APPS

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
SOURCES = (*sorted(APPS), "config", "labour_law", "templates")
CALLED_OTHERWISE = re.compile(r"gettext(?:_lazy)? as (?!_$|_,)\w+", re.M)
BLANK = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")

Key = tuple[str | None, str]


def keyed(catalogue: polib.POFile) -> dict[Key, polib.POEntry]:
    return {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}


@pytest.fixture(scope="module")
def translated() -> dict[Key, polib.POEntry]:
    return keyed(polib.pofile(str(CATALOGUE)))


@pytest.fixture(scope="module")
def in_the_source(tmp_path_factory: pytest.TempPathFactory) -> dict[Key, polib.POEntry]:
    """What `makemessages` finds, on a copy of the source."""
    if shutil.which("xgettext") is None:
        reason = "no gettext on this machine: apt-get install gettext"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    copy = tmp_path_factory.mktemp("source")
    for name in SOURCES:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("migrations", "__pycache__"))
    locale = copy / "locale"
    locale.mkdir()
    with pytest.MonkeyPatch.context() as patch, override_settings(LOCALE_PATHS=[str(locale)]):
        patch.chdir(copy)
        call_command("makemessages", locale=["zh_Hans"], verbosity=0)
    return keyed(polib.pofile(str(locale / "zh_Hans" / "LC_MESSAGES" / "django.po")))


def test_texts_go_through_names_that_are_searched_for() -> None:
    """A text that goes through another name of `gettext` is not found, and stays English."""
    files = [path for app in SOURCES for path in (ROOT / app).rglob("*.py")]
    found = {str(path.relative_to(ROOT)): CALLED_OTHERWISE.findall(path.read_text()) for path in files}
    assert {path: names for path, names in found.items() if names} == {}


def test_every_text_is_in_the_catalogue(
    in_the_source: dict[Key, polib.POEntry], translated: dict[Key, polib.POEntry]
) -> None:
    assert sorted(msgid for _, msgid in in_the_source.keys() - translated.keys()) == []


def test_every_entry_is_translated(translated: dict[Key, polib.POEntry]) -> None:
    assert [entry.msgid for entry in translated.values() if not entry.translated()] == []


CHINESE = re.compile(r"[\u4e00-\u9fff]")
QUOTED = (
    "For example 朱泾 in 沪工援〔2026〕朱泾0001号.",
    "A case number looks like 沪工援〔2026〕金山0001号.",
    "劳动争议调解仲裁法 47",
    "Everybody who came, named or not (人次).",
    "Write the country that issued it, like 越南护照.",
)
"""Numbers and documents as they are written, an article, and the note of a field that forms word for themselves."""


def test_no_english_text_has_chinese_in_it(translated: dict[Key, polib.POEntry]) -> None:
    assert {msgid for _, msgid in translated if CHINESE.search(msgid)} == {*QUOTED}


def test_every_entry_of_a_code_list_has_both_languages() -> None:
    lists = tomllib.loads((ROOT / "labour_law" / "data" / "codes.toml").read_text())
    rows = [row for listed in lists.values() for row in listed["codes"]]

    assert [row["code"] for row in rows if CHINESE.search(row["en"]) or not CHINESE.search(row["zh"])] == []


def test_translations_keep_the_blanks(translated: dict[Key, polib.POEntry]) -> None:
    wrong = []
    for entry in translated.values():
        # Chinese has one form; it stands for the plural, which names every blank.
        sources = [entry.msgid_plural] if entry.msgid_plural else [entry.msgid]
        targets = list(entry.msgstr_plural.values()) or [entry.msgstr]
        if any(sorted(BLANK.findall(s)) != sorted(BLANK.findall(t)) for s in sources for t in targets):
            wrong.append(entry.msgid)
    assert wrong == []

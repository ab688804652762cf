"""What the documentation says is there."""

import ast
import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.test_house import APPS
from work.demo.cast import LOGINS, PASSWORD

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text()
OPERATING = (ROOT / "docs/operating.md").read_text()
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
LINK = re.compile(r"(?<!`)\[[^\]]*\]\(([^)\s]+)\)")


def variables_read(path: Path) -> set[str]:
    """The names that `env…("NAME")` and `os.environ.get("NAME")` read."""
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    return {
        call.args[0].value
        for call in calls
        if re.match(r"(env|os\.environ)\.", ast.unparse(call.func))
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


@pytest.mark.parametrize("name", ["config/settings.py", "gunicorn.conf.py"])
def test_every_environment_variable_is_explained(name: str) -> None:
    explained = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", "".join(re.findall(r"^\| `.*?\|", OPERATING, re.M))))
    assert sorted(variables_read(ROOT / name) - explained) == []


def test_every_command_of_ours_is_explained() -> None:
    ours = {name for name, app in get_commands().items() if app in APPS}
    assert sorted(name for name in ours if f"| `{name}` |" not in OPERATING) == []


def test_the_readme_shows_the_demo_logins() -> None:
    shown = dict(re.findall(r"^\| `([a-z]+)` \| .+? \| (\S+) \|$", README, re.M))
    assert shown == {username: place for username, _name, _role, place, _zh, _en in LOGINS}
    assert f"`{PASSWORD}`" in README


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    targets = [link.split("#")[0] for link in LINK.findall(page.read_text())]
    inside = [link for link in targets if link and not re.match(r"[a-z]+:", link)]
    paths = [(page.parent / link).resolve() for link in inside]
    missing = {str(path.relative_to(ROOT)) for path in paths if not path.exists()}
    assert sorted(missing) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_named_is_there(page: Path) -> None:
    folders = "|".join((*APPS, "labour_law", "config", "tests", "templates", "locale", "script", "docs"))
    named = set(re.findall(rf"`((?:{folders})/[\w./-]*)`", page.read_text()))
    assert sorted(name for name in named if not (ROOT / name).exists()) == []


def test_every_rule_stands_where_the_table_says() -> None:
    text = (ROOT / "docs/architecture.md").read_text()
    rows = re.findall(r"^\| [^|]+ \| `([^`]+)` \| `([^`]+)` \|$", text, re.M)
    assert len(rows) >= 20
    assert [row for row in rows if not re.search(rf"\b{row[1]}\b", (ROOT / row[0]).read_text())] == []


def test_the_picture_of_the_workflow_is_shown() -> None:
    assert [page.name for page in PAGES if "workflow.svg)" in page.read_text()] == [
        "README.md",
        "architecture.md",
    ]


def test_every_word_of_the_glossary_is_in_the_code() -> None:
    rows = re.findall(r"^\| [^|]+ \| ([^|]+) \|", (ROOT / "docs/glossary.md").read_text(), re.M)
    words = {word for cell in rows for code in re.findall(r"`([^`]+)`", cell) for word in code.split(".")}
    files = [path for app in (*APPS, "labour_law") for path in (ROOT / app).rglob("*.py")]
    source = "\n".join(path.read_text() for path in [*files, *ROOT.glob("labour_law/data/*.toml")])
    found = set(re.findall(r"\w+", source))
    assert sorted(words - found) == []

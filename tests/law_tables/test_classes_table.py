"""The table of what is known of the classes of minimum wages."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from labour_law.codes import codes, is_class


def table(capsys) -> str:
    call_command("classes_table")
    return capsys.readouterr().out


def test_the_table_in_docs_is_written_from_the_data(capsys):
    assert table(capsys) == (Path(settings.BASE_DIR) / "docs/classes.md").read_text(), (
        "docs/classes.md is stale: manage.py classes_table > docs/classes.md"
    )


def test_every_divided_province_stands_in_it_and_every_place_is_counted(capsys):
    rows = [line.strip("| ").split(" | ") for line in table(capsys).splitlines() if line.startswith("| ")][1:]
    divided = {row.parent for row in codes("region") if is_class(row.code)}
    names = {f"{row.zh} · {row.en}" for row in codes("region") if row.code in divided}
    assert {row[0] for row in rows} == names
    counted = sum(int(part.partition(": ")[2]) for row in rows for part in row[5].split(", ") if part != "–")
    assert counted == len([row for row in codes("region") if is_class(row.parent)])


def test_only_what_two_sources_say_counts(capsys):
    rows = [line.strip("| ").split(" | ") for line in table(capsys).splitlines() if line.startswith("| ")][1:]
    assert {(row[3], row[4]) for row in rows} == {
        ("Two sources agree", "yes"),
        ("Unconfirmed", "offered"),
        ("From memory", "offered"),
    }

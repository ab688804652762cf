"""What commands say of numbers."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from core.counting import counted
from seals.actions import seal_day, verify_record


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 entries"), (1, "1 entry"), (2, "2 entries"), (12345, "12,345 entries")]
)
def test_one_is_one_and_thousands_can_be_read(number, said):
    assert counted(number, "entry", "entries") == said
    assert counted(number, "seal").startswith(said.split()[0])


def said_by(command, *args):
    out = io.StringIO()
    call_command(command, *args, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_commands_count_what_they_did():
    assert said_by("forget_forms") == "0 forms forgotten, acted on more than 30 days ago.\n"
    assert said_by("recount_deadlines") == "0 deadlines counted anew, 0 lapsed.\n"
    assert said_by("expire_offers") == "0 offers expired.\n"


@pytest.mark.django_db
def test_a_day_that_is_sealed_already_is_said_to_be():
    first = said_by("seal")
    assert first.startswith("Seal 1 of ")
    assert said_by("seal") == f"Today is sealed already. {first}"


@pytest.mark.django_db
def test_one_seal_is_not_many():
    seal = seal_day(actor=User.objects.system())
    assert verify_record(actor=User.objects.system()).through == 1
    assert said_by("verify_record") == f"The record is what was written: seal 1, root {seal.root}.\n"


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["check_backup", "restore"])
def test_an_archive_that_is_not_there_is_said_to_be_missing(command, tmp_path):
    with pytest.raises(CommandError, match=r"There is no archive .*x\.backup"):
        said_by(command, str(tmp_path / "x.backup"))

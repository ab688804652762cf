"""Backup and restore: a case with its papers, files and money goes into an archive and comes out of it the same."""

import json
import shutil
from contextlib import contextmanager
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import override_settings

from accounts.models import User
from cases.models import Case, Worker
from core import clock
from core.backup.archive import FILES, MANIFEST, check_archive, program_version
from core.backup.key import backup_key, check_backup_key
from core.backup.sealed import DATA, HEADER, NAME, PREFIX, Writer, frames, members
from core.backup.tables import backed_up, rows, triggers
from core.models import AccessLog
from core.uploads import inspect_upload
from documents.actions import add_attachments, issue_paper
from documents.models import Attachment, Paper
from documents.storage import read_checked
from recoveries.actions.receipts import record_receipt
from tests.documents.scenes import DAY, settled_case
from tests.factories import (
    UserFactory,
    VisitFactory,
    VisitQuestionFactory,
    WorkerFactory,
    office,
    staff,
)

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\nbank slip\n%%EOF"


def everything() -> dict[str, list]:
    return {model._meta.db_table: list(rows(connection, model)) for model in backed_up()}


def run(name: str, *arguments: object) -> str:
    out = StringIO()
    call_command(name, *map(str, arguments), stdout=out, stderr=out)
    return out.getvalue()


def refusal(name: str, *arguments: object) -> str:
    with pytest.raises(CommandError) as refused:
        run(name, *arguments)
    return str(refused.value)


@contextmanager
def undone():
    """What is written to the database inside is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def tell_the_story() -> None:
    with clock.at(DAY):
        case = settled_case(people=2)
        upload = SimpleUploadedFile("银行回单.pdf", PDF)
        upload.inspected = inspect_upload(upload)
        add_attachments(case, actor=case.handler, uploads=[upload], kind="proof", title="银行回单")
        issue_paper("mediation_agreement", actor=case.handler, case=case)
        met = VisitQuestionFactory(visit=VisitFactory(office=case.office)).visit
        issue_paper("visit_record", actor=met.received_by, visit=met)
        parts = {claim.pk: Decimal("1234.56") for claim in case.claims.all()}
        record_receipt(
            case,
            actor=case.handler,
            received_on=clock.today(),
            parts=parts,
            method="transfer",
            payer="上海朱泾金属制品有限公司",
        )


class Story:
    """An archive, and what the installation it is of held."""

    def __init__(self, folder: Path) -> None:
        files = folder / "files"
        with override_settings(MEDIA_ROOT=files), undone():
            tell_the_story()
            default_storage.save("papers/2026/03/left-by-a-killed-process.pdf", ContentFile(PDF))
            self.said = run("backup", folder / "a.backup")
            self.rows = everything()
            self.files = {
                row.file.name: read_checked(row) for row in [*Attachment.objects.all(), *Paper.objects.all()]
            }
        self.archive = folder / "a.backup"
        shutil.rmtree(files)


@pytest.fixture(scope="module")
def story(tmp_path_factory, django_db_setup, django_db_blocker) -> Story:
    with django_db_blocker.unblock():
        return Story(tmp_path_factory.mktemp("story"))


@pytest.fixture
def elsewhere(tmp_path: Path):
    """An empty store of files beside the empty database of the test."""
    with override_settings(MEDIA_ROOT=tmp_path / "files"):
        yield tmp_path / "files"


# --- there and back ---


def test_a_backup_says_what_it_holds(story):
    counted = sum(map(len, story.rows.values()))
    assert f"a.backup: {counted:,} rows in {len(story.rows)} tables and 3 files, as of " in story.said
    assert oct(story.archive.stat().st_mode & 0o777) == "0o600"
    assert [path.name for path in story.archive.parent.iterdir()] == ["a.backup"]
    assert "a.backup is whole: " in run("check_backup", story.archive)


def test_an_empty_installation_becomes_the_one_that_was_backed_up(story, elsewhere):
    before = triggers(connection)
    said = run("restore", story.archive)
    assert "Ledger, claims and totals agree: received " in said
    assert AccessLog.objects.filter(kind="restore").count() == 1
    # What the restore itself puts on record comes after what was restored.
    assert {table: found[: len(story.rows[table])] for table, found in everything().items()} == story.rows
    assert {
        row.file.name: read_checked(row) for row in [*Attachment.objects.all(), *Paper.objects.all()]
    } == (story.files)
    stored = {str(path.relative_to(elsewhere)) for path in elsewhere.rglob("*") if path.is_file()}
    assert stored == set(story.files)
    assert triggers(connection) == before != []


def test_what_was_restored_is_read_written_and_kept_as_before(story, elsewhere):
    run("restore", story.archive)
    case = Case.objects.get(claimants__worker__name="周建国")
    worker = Worker.objects.get(name="周建国")
    assert worker.bank_account == "6228480030123456700"
    assert "周建国" in str(Paper.objects.get(kind="mediation_agreement").data)
    last = max(Worker.objects.values_list("pk", flat=True))
    assert WorkerFactory().pk > last
    assert issue_paper("mediation_agreement", actor=case.handler, case=case).edition == 2
    with pytest.raises(DatabaseError, match="rows are never changed or removed"), transaction.atomic():
        Case.history.model.objects.all()._raw_delete(connection.alias)


def test_sessions_stay_behind(story):
    assert "django_session" not in story.rows


def test_a_copy_is_on_record_before_it_leaves(story):
    names = [field.column for field in AccessLog._meta.concrete_fields]
    (row,) = [dict(zip(names, row, strict=True)) for row in story.rows["core_accesslog"]]
    assert (row["kind"], row["subject"], row["actor_id"]) == ("backup", "a.backup", None)
    assert "@" in row["reason"]


def test_a_folder_as_target_names_the_archive_by_the_moment(elsewhere, tmp_path):
    with clock.at(DAY):
        run("backup", tmp_path)
    assert [path.name for path in tmp_path.glob("*.backup")] == [f"gongyuan-{clock_stamp()}.backup"]


def clock_stamp() -> str:
    with clock.at(DAY):
        return f"{clock.now():%Y%m%dT%H%M%SZ}"


# --- what is refused ---


def test_a_changed_byte_in_any_member_is_refused_by_its_name(story, elsewhere, tmp_path):
    whole, copy = story.archive.read_bytes(), tmp_path / "changed.backup"
    found = places_by_member(story.archive)
    assert {name.partition("/")[0] for name in found} == {"tables", "files", MANIFEST}
    one_of_each_kind = {name.partition("/")[0]: name for name in found}.values()
    for name, place in found.items():
        copy.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert refusal("check_backup", copy) == f"changed.backup: {name} was changed."
        if name in one_of_each_kind:
            said = refusal("restore", copy)
            assert said == f"Nothing was restored. changed.backup: {name} was changed."
            assert (User.objects.exists(), elsewhere.exists()) == (False, False)


def places_by_member(archive: Path) -> dict[str, int]:
    """A byte in the content of each member."""
    place, name, found = HEADER, "", {}
    content = archive.read_bytes()
    for kind, plain in frames(BytesIO(content), backup_key()):
        _kind, length = PREFIX.unpack(content[place : place + PREFIX.size])
        if kind == NAME:
            name = plain.decode()
        elif kind == DATA:
            found.setdefault(name, place + PREFIX.size + length // 2)
        place += PREFIX.size + length
    return found


def test_an_archive_cut_short_is_refused_and_says_where(story, elsewhere, tmp_path):
    whole = story.archive.read_bytes()
    copy = tmp_path / "cut.backup"
    copy.write_bytes(whole[: places_by_member(story.archive)["tables/cases_case"]])
    assert "cut.backup: in or after tables/cases_case, it is cut short." in refusal("restore", copy)


def ends_of_frames(archive: Path) -> list[int]:
    """Where each frame ends; the header counts as the first."""
    place, content = HEADER, archive.read_bytes()
    found = [place]
    while place < len(content):
        _kind, length = PREFIX.unpack(content[place : place + PREFIX.size])
        place += PREFIX.size + length
        found.append(place)
    return found


def test_wherever_an_archive_is_cut_it_is_refused_as_cut_short(story, elsewhere, tmp_path):
    """Between two frames, in the head of one, in its content, and down to nothing."""
    whole, copy = story.archive.read_bytes(), tmp_path / "cut.backup"
    ends = ends_of_frames(story.archive)
    cuts = {0, 1, 10, HEADER - 1, len(whole) - 1} | set(ends[:2]) | set(ends[-6:-1])
    cuts |= {end + more for end in ends[-4:-1] for more in (1, 4, 6)}
    for cut in sorted(cuts):
        copy.write_bytes(whole[:cut])
        for command in ("check_backup", "restore"):
            said = refusal(command, copy)
            assert ("it is cut short." in said, "cut.backup: " in said) == (True, True), (command, cut, said)
    assert not User.objects.exists()
    assert not elsewhere.exists()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"null", b"\xff", b'{"members": 3}'])
def test_a_manifest_that_says_nothing_is_refused_by_name(story, tmp_path, content):
    copy = rewritten(story, tmp_path / "odd.backup", lambda name, was: content if name == MANIFEST else was)
    assert refusal("check_backup", copy) == "odd.backup: manifest.json cannot be read."


def rewritten(story: Story, target: Path, change) -> Path:
    """The archive written again by somebody who has the key, as `change(name, content)` wants it."""
    with story.archive.open("rb") as old, target.open("wb") as new:
        writer = Writer(new, backup_key())
        for name, pieces in members(old, backup_key()):
            content = change(name, b"".join(pieces))
            if content is not None:
                writer.write(name, iter([content]))
        writer.finish()
    return target


def test_an_edited_manifest_is_refused(story, tmp_path):
    def edit(name, content):
        if name != MANIFEST:
            return content
        manifest = json.loads(content)
        manifest["members"]["tables/cases_case"][1] = "0" * 64
        return json.dumps(manifest).encode()

    copy = rewritten(story, tmp_path / "edited.backup", edit)
    assert refusal("check_backup", copy) == (
        "edited.backup: tables/cases_case is not what the manifest says."
    )


def test_a_file_left_out_is_missed_by_its_name(story, tmp_path):
    gone = FILES + next(iter(story.files))
    copy = rewritten(story, tmp_path / "less.backup", lambda name, content: None if name == gone else content)
    assert refusal("check_backup", copy) == f"less.backup: {gone} is missing, or its name was changed."


def test_an_archive_without_manifest_is_refused(story, tmp_path):
    copy = rewritten(
        story, tmp_path / "bare.backup", lambda name, content: None if name == MANIFEST else content
    )
    assert refusal("check_backup", copy) == "bare.backup: manifest.json is missing."


def test_another_key_is_refused_by_name(story, elsewhere):
    with override_settings(BACKUP_KEY="another-key-0123456789-abcdefghijklmnopqrstuvwxyz"):
        assert "BACKUP_KEY is not the key" in refusal("check_backup", story.archive)
        assert "BACKUP_KEY is not the key" in refusal("restore", story.archive)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ENCRYPTION_KEYS", ["another"], "ENCRYPTION_KEYS lacks the key"),
        ("HASH_KEY", "another", "HASH_KEY is another"),
    ],
)
def test_an_installation_that_could_not_read_it_refuses_it(story, elsewhere, name, value, said):
    with override_settings(**{name: value}):
        assert said in refusal("restore", story.archive)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda found: [*found, "cases.0099_next"], "the backup, of version {version}, has migrations this installation has not: cases.0099_next"),
        (lambda found: found[1:], "this installation has migrations the backup, of version {version}, has not: account."),
    ],
)  # fmt: skip
def test_another_state_of_the_migrations_is_refused_by_name(story, elsewhere, tmp_path, change, said):
    def edit(name, content):
        if name != MANIFEST:
            return content
        manifest = json.loads(content)
        return json.dumps(manifest | {"migrations": change(manifest["migrations"])}).encode()

    copy = rewritten(story, tmp_path / "other.backup", edit)
    assert said.format(version=program_version()) in refusal("restore", copy).lower()


def test_a_database_that_is_not_empty_is_refused(story, elsewhere):
    UserFactory()
    assert "there are rows in accounts_" in refusal("restore", story.archive)


def test_a_store_of_files_that_is_not_empty_is_refused(story, elsewhere):
    default_storage.save("papers/2026/03/old.pdf", ContentFile(PDF))
    assert "there is papers/2026/03/old.pdf" in refusal("restore", story.archive)
    assert not User.objects.exists()


def test_a_restore_that_fails_leaves_nothing(story, elsewhere, tmp_path):
    def break_a_tie(name, content):
        if name == "tables/cases_case":
            return b""
        if name != MANIFEST:
            return content
        manifest = json.loads(content)
        manifest["members"]["tables/cases_case"] = [0, EMPTY]
        manifest["tables"]["cases_case"]["rows"] = 0
        return json.dumps(manifest).encode()

    copy = rewritten(story, tmp_path / "torn.backup", break_a_tie)
    before = triggers(connection)
    with transaction.atomic():
        assert "Nothing was restored. The database refused" in refusal("restore", copy)
    assert not User.objects.exists()
    assert [path for path in elsewhere.rglob("*") if path.is_file()] == []
    assert triggers(connection) == before


EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


# --- making one ---


def test_files_that_are_not_right_are_named_and_the_rest_is_copied(elsewhere, tmp_path):
    tell_the_story()
    lost, damaged = (row.file for row in Paper.objects.order_by("pk"))
    Path(lost.path).unlink()
    Path(damaged.path).write_bytes(b"%PDF other")
    out = StringIO()
    with pytest.raises(CommandError, match="holds all there is"):
        call_command("backup", str(tmp_path / "b.backup"), stdout=out, stderr=out)
    assert f"{lost.name} is on record and missing from storage" in out.getvalue()
    assert f"{damaged.name} is not the file on record" in out.getvalue()
    manifest = check_archive(tmp_path / "b.backup")
    assert (manifest.missing, manifest.damaged, manifest.files) == ([lost.name], [damaged.name], 2)


def test_a_backup_that_fails_leaves_no_archive(elsewhere, tmp_path):
    tell_the_story()
    file = Path(Paper.objects.latest("pk").file.path)
    file.unlink()
    file.mkdir()
    (tmp_path / "to").mkdir()
    assert "No backup was made." in refusal("backup", tmp_path / "to" / "b.backup")
    assert list((tmp_path / "to").iterdir()) == []


def test_no_archive_is_written_over_another(story):
    before = story.archive.read_bytes()
    assert "exists already" in refusal("backup", story.archive)
    assert story.archive.read_bytes() == before


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("", "BACKUP_KEY is not set"),
        ("short", "BACKUP_KEY is weak"),
        ("ab" * 30, "BACKUP_KEY is weak"),
        (settings.SECRET_KEY, "BACKUP_KEY is another key of this installation too"),
        (settings.HASH_KEY, "BACKUP_KEY is another key of this installation too"),
        (settings.ENCRYPTION_KEYS[-1], "BACKUP_KEY is another key of this installation too"),
    ],
)
def test_a_key_that_protects_nothing_is_refused(tmp_path, key, said):
    with override_settings(BACKUP_KEY=key):
        assert said in refusal("backup", tmp_path / "b.backup")
        assert [error.id for error in check_backup_key(None)] == (["gongyuan.E002"] if key else [])
    assert list(tmp_path.iterdir()) == []


# --- who reads that it happened ---


@pytest.mark.parametrize(("place", "seen"), [("top", True), ("below", False)])
@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_that_all_was_copied_is_read_at_the_top_of_the_tree(client, elsewhere, tmp_path, role, place, seen):
    top = office("上海市总工会")
    below = office(parent=top)
    run("backup", tmp_path / "whole.backup")
    client.force_login(staff(role, {"top": top, "below": below}[place], is_staff=True))
    assert ("whole.backup" in client.get("/admin/core/accesslog/").text) is seen

"""The rules of the house that hold for every model, every address and every file."""

import ast
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from accounts.models import Membership
from config.access import PAGES
from core.append_only import missing_triggers, models_of_record
from core.audit import AuditBypassed, Audited, record
from tests.conftest import AS_EVERYBODY, SAME_ON_BOTH
from tests.factories import UserFactory, office, staff
from tests.security.addresses import addresses

ROOT = Path(__file__).resolve().parents[1]
APPS = {config.label for config in apps.get_app_configs() if Path(config.path).parent == ROOT}

MODELS = [
    model
    for model in apps.get_models()
    if model._meta.app_label in APPS and not hasattr(model, "history_date")
]
AUDITED = [model for model in MODELS if issubclass(model, Audited)]


def labels(found: list[type[models.Model]]) -> set[str]:
    return {model._meta.label for model in found}


# --- what is on record ---


def test_every_model_keeps_history_but_those_named() -> None:
    without = [model for model in MODELS if not issubclass(model, Audited)]
    assert labels(without) == {
        "accounts.User",  # history of its own, without password and last sign-in
        "accounts.Office",  # history of its own; the tree writes the paths
        "cases.NameKey",  # made from the names on record
        "mediation.AwaitedPayment",  # made from agreements and claims
        "recoveries.OldLedgerRows",  # read, and not on record yet
        "recoveries.VerifiedTotal",  # made from the claims
        "recoveries.WaitingTotal",  # made from the receipts
        "cases.InHandTotal",  # made from the states of cases
        "cases.CaseNumberCounter",  # the numbers given are on the cases
        "documents.PaperNumberCounter",  # and on the papers
        "front_desk.IntakeDraft",  # not yet said by anybody
        "core.AccessLog",  # is a record itself
        "core.Canary",  # says nothing but which keys are in use
        "seals.Seal",  # is a record itself, and so are its rows
        "seals.SealedRows",
        "seals.Verification",  # is a record itself
        "core.SavedFilter",  # a habit of its owner
        "core.Export",  # a file for a day; who asked for it stands in the access log
        "core.FormToken",  # says nothing but that a form was sent
    }


def test_everything_that_belongs_to_a_case_is_on_record() -> None:
    of_a_case = [m for m in MODELS if any(f.name == "case" and f.is_relation for f in m._meta.fields)]
    without = [model for model in of_a_case if not issubclass(model, Audited)]
    assert labels(without) == {"mediation.AwaitedPayment"}


@pytest.mark.parametrize("model", AUDITED, ids=lambda model: model._meta.label)
def test_writing_in_bulk_is_refused(model: Any) -> None:
    for write in (
        lambda: model.objects.update(version=1),
        lambda: model.objects.all().update(version=1),
        lambda: model.objects.all().delete(),
        lambda: model.objects.bulk_create([model()]),
        lambda: model.objects.bulk_update([], ["version"]),
    ):
        with pytest.raises(AuditBypassed):
            write()


@pytest.mark.parametrize("model", AUDITED, ids=lambda model: model._meta.label)
def test_saving_and_deleting_past_the_record_is_refused(model: Any) -> None:
    with pytest.raises(AuditBypassed):
        model().save()
    with pytest.raises(AuditBypassed):
        model(pk=1).delete()


STORED = {"reason", "note"}
"""What a value is called that goes on record in words."""
TEXT = {"_", "gettext", "gettext_lazy", "pgettext", "pgettext_lazy", "ngettext"}


def spoken(node: ast.AST) -> list[int]:
    """The lines below `node` that put a text into the language of the page; of a field's label and an error they may."""
    called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
    if called in ("automatic", "Reason") or called.endswith(("Field", "Problem")):
        return []
    if called in TEXT:
        return [node.lineno]
    return [line for child in ast.iter_child_nodes(node) for line in spoken(child)]


def stored_in_another_language(node: ast.AST) -> list[int]:
    """The lines that hand such a text to a record as it is, outside of `with words_of_record()`."""
    match node:
        case ast.With(items=[ast.withitem(context_expr=ast.Call(func=ast.Name(id="words_of_record")))]):
            return []
        case ast.Call(keywords=keywords):
            found = [line for k in keywords if k.arg in STORED for line in spoken(k.value)]
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in STORED:
            found = spoken(value)
        case _:
            found = []
    return found + [
        line for child in ast.iter_child_nodes(node) for line in stored_in_another_language(child)
    ]


def test_what_the_program_puts_on_record_by_itself_is_in_the_language_of_the_record() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for app in sorted(APPS)
        for path in (ROOT / app).rglob("*.py")
        for line in stored_in_another_language(ast.parse(path.read_text()))
    ]
    assert found == []


@pytest.mark.django_db
def test_a_recorded_object_does_not_stay_open_for_a_plain_save() -> None:
    user = UserFactory()
    membership = record(Membership(user=user, office=office(), role="clerk"), actor=user, reason="joined")
    with pytest.raises(AuditBypassed):
        membership.save()
    row = membership.history.get()
    assert (row.history_user, row.history_change_reason, row.version) == (user, "joined", 1)


# --- tables of record ---


@pytest.mark.django_db
def test_every_table_of_record_has_its_triggers() -> None:
    assert labels([model for model in AUDITED if model not in models_of_record()]) == set()
    assert missing_triggers(connection) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    ["UPDATE {table} SET history_change_reason = 'other'", "DELETE FROM {table}"],
    ids=["update", "delete"],
)
def test_history_cannot_be_rewritten_in_sql(sql: str) -> None:
    staff("clerk", office())
    history = Membership.history.model
    before = list(history.objects.values())
    with (
        pytest.raises(DatabaseError, match="rows are never changed or removed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format(table=connection.ops.quote_name(history._meta.db_table)))
    assert list(history.objects.values()) == before


# --- who sees what ---

# Never listed by themselves: they are read through the object named.
SEEN_THROUGH = {
    "mediation.AgreementTerm": "case",
    "cases.CaseNumberCounter": "nobody",
    "documents.PaperNumberCounter": "nobody",
    "cases.Claim": "case",
    "cases.Claimant": "case",
    "cases.ConflictCheck": "case",
    "cases.CoRespondent": "case",
    "cases.EmployerLink": "employer",
    "mediation.Instalment": "case",
    "front_desk.IntakeDraft": "its author",
    "cases.NameKey": "worker or employer",
    "cases.Note": "case",
    "cases.VisitQuestion": "visit",
    "cases.VisitWorker": "visit",
    "core.AccessLog": "case",
    "core.Canary": "nobody",
    "core.FormToken": "nobody",
    "lawyers.AllianceMember": "alliance",
    "lawyers.FirmOffice": "firm",
    "recoveries.OldLedgerRows": "old ledger",
    "recoveries.StatementLayout": "office",
}


def test_every_model_says_who_sees_it_or_through_what() -> None:
    silent = [model for model in MODELS if not hasattr(model._default_manager, "visible_to")]
    assert labels(silent) == set(SEEN_THROUGH)


# --- addresses ---


def test_every_address_asks_to_sign_in_but_those_whose_row_says_otherwise() -> None:
    open_to_all = {name for name, _, view in addresses() if not getattr(view, "login_required", True)}
    leads_to_sign_in = {"admin:login"}
    assert open_to_all == {name for name, page in PAGES.items() if page.public} | leads_to_sign_in


# --- forms ---

# What they send makes nothing that could be there twice.
WITHOUT_TOKEN = {
    "account/login.html",
    "account/logout.html",
    "account/password_change.html",
    "account/password_reset.html",
    "account/password_reset_from_key.html",
    "account/reauthenticate.html",
    "accounts/accept.html",
    "cases/_unmask.html",  # each reading is on record
    "cases/unmask.html",
    "components/language.html",
    "components/user_menu.html",
    "mfa/authenticate.html",
    "mfa/reauthenticate.html",
    "mfa/recovery_codes/generate.html",
    "mfa/totp/activate_form.html",
    "mfa/totp/deactivate_form.html",
}
CSRF, TOKEN = "{% csrf_token %}", "{% form_token"


def test_every_form_is_sent_with_a_token_but_those_named() -> None:
    """`tests/watch.py` sees to it that what they are sent to spends it."""
    templates = ROOT / "templates"
    without = {
        path.relative_to(templates).as_posix()
        for path in templates.rglob("*.html")
        if (text := path.read_text()).count(CSRF) != text.count(CSRF + TOKEN)
    }
    assert without == WITHOUT_TOKEN


WORKER_PHONE = re.compile(r"{{[^}]*(?:worker|other)\.phone2?\b(?!\|masked_phone)")


def test_pages_mask_the_phone_of_every_worker() -> None:
    """Those of lawyers, offices and employers are there to be rung up."""
    templates = ROOT / "templates"
    shown = {
        path.relative_to(templates).as_posix()
        for path in templates.rglob("*.html")
        if path.parent.name != "documents" and WORKER_PHONE.search(path.read_text())
    }
    assert shown == set()


# --- files ---

MACHINE_PATH = re.compile(r"(?<![\w.}:*-])/(work|tmp|root|home|farm|opt)/")
REGISTRY = re.compile(r"\bpypi\b|pythonhosted|npmjs|(?<!no-emit-)index-url", re.IGNORECASE)


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def test_no_file_names_a_package_registry_or_a_path_of_one_machine() -> None:
    found = []
    for path in tracked_files():
        if path == Path(__file__):
            continue
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            if REGISTRY.search(line) or MACHINE_PATH.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert found == []


def test_what_a_quick_run_takes_its_own_way_is_there_and_said_once() -> None:
    named = [*AS_EVERYBODY, *(path for paths in SAME_ON_BOTH.values() for path in paths)]
    assert [path for path in named if not (ROOT / "tests" / path).exists()] == []
    assert len(named) == len(set(named))


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_and_hashed(name: str) -> None:
    entries = re.split(r"\n(?=[a-z])", (ROOT / name).read_text())
    loose = [
        entry.splitlines()[0] for entry in entries if "==" not in entry.split()[0] or "--hash=" not in entry
    ]
    assert loose == []

"""The program as it runs in production on PostgreSQL: signed in as a user that owns none of its tables."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.models import Claim
from core import clock
from core.append_only import is_append_only, models_of_record
from core.database_rights import check_rights, grant_to
from recoveries.actions.receipts import record_receipt, take_receipt_step
from seals.actions import seal_day, verify_record
from tests.documents.scenes import closed_case, draft_case, settled_case
from tests.factories import AttachmentFactory, staff
from tests.recoveries.reversing import reverse as reverse_receipt

pytestmark = [pytest.mark.pg, pytest.mark.django_db]

HISTORY = "recoveries_historicalreceipt"


@pytest.fixture
def app_user() -> str:
    """What follows in the test is done as the user the program signs in as."""
    name = f"app_of_{connection.settings_dict['NAME']}"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE ROLE "{name}"')
        grant_to(connection, name)
        cursor.execute(f'SET LOCAL ROLE "{name}"')
    return name


def refused(sql: str) -> None:
    with (
        pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_a_case_goes_from_intake_to_its_end(app_user, client: Client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    case = settled_case()
    claim = Claim.objects.get(case=case)
    receipt = record_receipt(
        case,
        actor=case.handler,
        received_on=clock.today(),
        parts={claim.pk: Decimal("18000.50")},
        method="transfer",
        payer="某某公司",
        proof=AttachmentFactory(case=case),
    )
    take_receipt_step(receipt, "verify", actor=staff("supervisor", case.office), reason="核对")
    receipt = reverse_receipt(receipt)
    client.force_login(case.handler)
    assert client.get(reverse("cases:detail", args=[case.pk])).status_code == 200
    client.logout()
    assert receipt.state == "reversed"


def test_a_case_is_closed(app_user):
    assert closed_case().state == "closed"


def test_the_record_is_sealed_and_verified(app_user, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with clock.at(dt.date(2026, 3, 2)):
        draft_case()
        assert seal_day(actor=User.objects.system()).rows > 10
        assert verify_record(actor=User.objects.system()).findings == []


@pytest.mark.parametrize(
    "sql",
    [
        f"ALTER TABLE {HISTORY} DISABLE TRIGGER ALL",
        f"DROP TRIGGER keep_{HISTORY} ON {HISTORY}",
        f"CREATE TRIGGER other BEFORE INSERT ON {HISTORY} EXECUTE FUNCTION keep_{HISTORY}()",
        f"CREATE OR REPLACE FUNCTION keep_{HISTORY}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        f"TRUNCATE {HISTORY}",
        f"DELETE FROM {HISTORY}",
        f"UPDATE {HISTORY} SET payer = 'x'",
        f"DROP TABLE {HISTORY}",
        "DELETE FROM recoveries_receipt",
        "DELETE FROM core_accesslog",
        "UPDATE seals_seal SET root = 'x'",
        "SET session_replication_role = replica",
        "DELETE FROM django_migrations",
    ],
)
def test_what_would_undo_the_record_is_refused_by_right(app_user, sql):
    refused(sql)


def test_every_table_of_record_has_no_more_rights_than_its_rule(app_user):
    for model in models_of_record():
        wanted = ["INSERT", "SELECT"] if is_append_only(model) else ["INSERT", "SELECT", "UPDATE"]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT privilege_type FROM information_schema.role_table_grants "
                "WHERE grantee = %s AND table_name = %s ORDER BY 1",
                [app_user, model._meta.db_table],
            )
            assert [right for (right,) in cursor.fetchall()] == wanted


def test_the_check_warns_of_an_owner_and_not_of_the_program(app_user):
    assert check_rights(databases=["default"]) == []
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    assert [found.id for found in check_rights(databases=["default"])] == ["gongyuan.W002"]

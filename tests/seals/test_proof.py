"""The proof of a case: it leads to the roots, holds for its case, and for no other."""

import copy
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from core.models import log_access
from documents.data.outcome import audit_record
from seals.proof import leads_to_its_roots, problems, prove
from tests.factories import CaseFactory, ClaimantFactory
from tests.seals.conftest import FIRST, SECOND, Scene, seal_on
from tests.tampering import rewrite


@pytest.fixture
def proof(scene: Scene) -> Any:
    return json.loads(json.dumps(prove(scene.claim.case)))


def all_rows(proof: Any) -> list[tuple[str, int]]:
    parts = [part for seal in proof["seals"] for part in seal["parts"]]
    return [(json.loads(part["text"])["table"], row[0]) for part in parts for row in part["rows"]]


def test_a_proof_holds_what_is_about_the_case_and_leads_to_both_roots(scene, proof):
    assert [seal["root"] for seal in proof["seals"]] == [seal.root for seal in scene.seals]
    assert {table for table, _key in all_rows(proof)} >= {
        "cases_historicalcase",
        "cases_historicalclaim",
        "workings_working",
        "core_accesslog",
        "documents_attachment",
        "recoveries_receipt",
        "recoveries_receiptline",
    }
    assert (leads_to_its_roots(proof), problems(proof), proof["unsealed"]) == (True, [], 0)


def test_what_came_since_is_counted_and_does_not_spoil_the_proof(scene, proof):
    log_access(scene.receipt.recorded_by, "export", "x", case_id=scene.claim.case_id)
    assert prove(scene.claim.case)["unsealed"] == 1
    assert problems(proof) == []


def test_a_proof_shows_no_contents(proof):
    assert [
        word for word in ("某某公司", "银行回单", "核对") if word in json.dumps(proof, ensure_ascii=False)
    ] == []


def test_the_proof_of_another_case_is_refused(scene, proof):
    other = CaseFactory()
    ClaimantFactory(case=other)
    seal_on(FIRST.replace(day=26))
    assert problems(prove(other)) == []
    proof["about"][1] = other.pk
    wrong = problems(proof)
    assert f"recoveries_receipt {scene.receipt.pk} is about something else" in wrong
    proof["about"][1] = 10**6
    assert problems(proof) == ["what it is about is not on record"]


def test_a_row_left_out_is_named(scene, proof):
    full = prove(scene.claim.case)
    last = proof["seals"][-1]
    assert len(last["parts"]) > 1
    proof["seals"] = [seal for seal in proof["seals"] if seal["number"] != 1]
    assert len([w for w in problems(proof) if w.endswith("is left out")]) == sum(
        len(part["rows"]) for part in full["seals"][0]["parts"]
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda seal: seal["parts"][0]["rows"][0].__setitem__(2, "00" * 32),
        lambda seal: seal["parts"].pop(),
        lambda seal: seal["nodes"].append("00" * 32),
        lambda seal: seal.__setitem__("root", "00" * 32),
        lambda seal: seal.__setitem__("header", seal["header"].replace("2026", "2025")),
        lambda seal: seal.__setitem__("number", 7),
        lambda seal: seal["parts"][0].__setitem__("nodes", ["x"]),
    ],
)
def test_a_proof_somebody_changed_leads_nowhere(proof, change):
    changed = copy.deepcopy(proof)
    change(changed["seals"][0])
    assert not leads_to_its_roots(changed)


def test_a_row_changed_since_is_named(scene, proof):
    rewrite("recoveries_receipt", "UPDATE {table} SET payer = 'x'")
    assert problems(proof) == [f"recoveries_receipt {scene.receipt.pk} is not what was sealed"]


def test_the_audit_record_names_the_seals_and_carries_the_proof(scene):
    case = scene.claim.case
    data = audit_record(case, None, case.handler)
    assert [(line["number"], line["day"], line["root"]) for line in data["seals"]] == [
        (1, FIRST.isoformat(), scene.seals[0].root),
        (2, SECOND.isoformat(), scene.seals[1].root),
    ]
    assert problems(json.loads(data["proof"])) == []


def test_the_command_checks_a_proof(scene, proof, tmp_path: Path):
    path, out = tmp_path / "proof.json", StringIO()
    path.write_text(json.dumps(proof))
    call_command("verify_record", proof=path.open(), stdout=out)
    assert out.getvalue() == (
        f"The proof holds for cases.case {scene.claim.case_id}: {len(all_rows(proof))} rows under 2 seals.\n"
    )
    proof["seals"][0]["root"] = "00" * 32
    path.write_text(json.dumps(proof))
    with pytest.raises(CommandError, match="do not lead to the roots"):
        call_command("verify_record", proof=path.open())

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
from seals.proof import leads_to_its_roots, problems, prove, unsealed_about
from tests.factories import CaseFactory, ClaimantFactory
from tests.seals.conftest import FIRST, SECOND, THIRD, Scene, seal_on
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
    assert proof["through"] == {"number": 2, "root": scene.seals[1].root}
    assert (leads_to_its_roots(proof), problems(proof), unsealed_about(scene.claim.case)) == (True, [], 0)


def test_what_came_since_is_counted_and_does_not_spoil_the_proof(scene, proof):
    log_access(scene.receipt.recorded_by, "export", "x", case_id=scene.claim.case_id)
    assert unsealed_about(scene.claim.case) == 1
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


@pytest.mark.parametrize("kept", [1, 2])
def test_a_proof_cut_after_a_seal_is_refused(scene, proof, kept):
    """Whichever end is cut off: what is left out is named up to the newest seal there was."""
    proof["seals"] = [seal for seal in proof["seals"] if seal["number"] == kept]
    assert leads_to_its_roots(proof)
    assert any(word.endswith("is left out") for word in problems(proof))


def test_a_proof_of_the_day_before_holds_for_that_day_and_says_so(scene, proof, tmp_path: Path):
    seal_on(THIRD)
    proof["seals"], proof["through"] = proof["seals"][:1], {"number": 1, "root": scene.seals[0].root}
    assert problems(proof) == []
    path, out = tmp_path / "proof.json", StringIO()
    path.write_text(json.dumps(proof))
    call_command("verify_record", proof=path.open(), stdout=out)
    assert "all there are up to seal 1, of 3 there are now." in out.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        {"seals": []},
        {"through": None},
        {"through": {"number": 1, "root": "00" * 32}},
        {"through": {"number": 2, "root": "ff" * 32}},
        {"through": {"number": "2", "root": ""}},
        {"through": {}},
        {"format": "gongyuan-proof-3"},
    ],
)
def test_a_proof_without_its_seals_or_its_end_is_none(scene, proof, change):
    assert problems(proof | change) == ["the hashes do not lead to the roots"]


def test_an_end_that_is_no_seal_of_this_record_is_refused(scene, proof):
    assert problems(proof | {"through": {"number": 9, "root": "ab" * 32}}) == ["seal 9 has another root"]


def test_a_proof_that_does_not_say_how_far_it_goes_is_refused_by_its_format(scene, proof):
    (said,) = problems(proof | {"format": "gongyuan-proof-1"})
    assert "gongyuan-proof-1 does not say up to which seal" in said


def test_nothing_sealed_is_no_proof(scene):
    case = ClaimantFactory(case=CaseFactory()).case
    assert problems(prove(case)) == ["the hashes do not lead to the roots"]
    assert unsealed_about(case) > 0


@pytest.mark.parametrize("text", ["null", "[]", "3", '{"format": "gongyuan-proof-2"}'])
def test_what_is_no_proof_is_refused(scene, text):
    assert problems(json.loads(text)) == ["the hashes do not lead to the roots"]


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
        f"The proof holds for cases.case {scene.claim.case_id}: {len(all_rows(proof))} rows under 2 seals, "
        "all there are up to seal 2.\n"
    )
    proof["seals"][0]["root"] = "00" * 32
    path.write_text(json.dumps(proof))
    with pytest.raises(CommandError, match="do not lead to the roots"):
        call_command("verify_record", proof=path.open())

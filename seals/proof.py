"""A proof that certain rows are under certain seals: the rows about one object, and their path to each root.

A proof is plain JSON and holds hashes, no contents: of each row its table, key, place and hash; of each part of a seal
its text and the nodes to its root; of each seal its header and the nodes to its root; and number and root of the
newest seal there was, up to which it is to be whole. Whoever has a root from outside
checks with SHA-256 alone that the hashes lead to it (`leads_to_its_roots`); whoever has the database, that the rows are
those of the object, all of them, and have these hashes (`problems`).
"""

import json
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, TypeAlias

from django.apps import apps
from django.db import models

from seals import merkle
from seals.models import Seal, SealedRows
from seals.sealed_table import ColumnGone, Table, sealed_models

FORMAT = "gongyuan-proof-2"
Proof: TypeAlias = dict[str, Any]
Place: TypeAlias = tuple[str, int]
"""A row: its table and key."""


def rows_about(obj: models.Model) -> Iterator[tuple[Table, array]]:
    """The rows of record about an object: its own, those of its history, and those whose column `<model>_id` names it."""
    link = f"{obj._meta.model_name}_id"
    for model in sealed_models():
        table = Table.of(model)
        columns = {str(field.column) for field in model._meta.concrete_fields}
        if isinstance(obj, getattr(model, "instance_type", model)):
            column = str(obj._meta.pk.column)
        elif link in columns:
            column = link
        else:
            continue
        if keys := table.keys(f'"{column}" = %s', [obj.pk]):
            yield table, keys


def prove(obj: models.Model) -> Proof:
    """The proof for everything about an object that is sealed; without seals, where nothing is yet, it proves nothing."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    newest = Seal.objects.first()
    for table, keys in rows_about(obj):
        for part in _parts_with(table, keys, newest.number if newest else 0):
            in_part = part.key_list
            places = {place: key for key in keys if (place := _place(in_part, key)) is not None}
            hashes = bytes(part.hashes)
            found[part.seal_id].append(
                {
                    "place": part.place,
                    "text": part.text,
                    "rows": [[key, place, _at(hashes, place).hex()] for place, key in places.items()],
                    "nodes": [node.hex() for node in merkle.prove(hashes, list(places))],
                }
            )
    seals = Seal.objects.filter(pk__in=found).order_by("number")
    texts: dict[int, list[str]] = defaultdict(list)
    for seal_id, text in (
        SealedRows.objects.filter(seal__in=found).order_by("seal", "place").values_list("seal", "text")
    ):
        texts[seal_id].append(text)
    return {
        "format": FORMAT,
        "about": [obj._meta.label_lower, obj.pk],
        "through": {"number": newest.number, "root": newest.root} if newest else None,
        "seals": [_seal(seal, found[seal.pk], texts[seal.pk]) for seal in seals],
    }


def unsealed_about(obj: models.Model) -> int:
    """How many rows about an object are under no seal yet."""
    about = {(table.name, key) for table, keys in rows_about(obj) for key in keys}
    newest = Seal.objects.first()
    return len(about - _sealed_by(newest.number, about)) if newest else len(about)


def _parts_with(table: Table, keys: array, upto_seal: int) -> list[SealedRows]:
    """The parts of a table under the seals up to this one that hold some of these keys."""
    near = SealedRows.objects.filter(
        table=table.name, seal__number__lte=upto_seal, last__gte=keys[0], first__lte=keys[-1]
    )
    some = [
        pk
        for pk, first, last in near.order_by().values_list("pk", "first", "last")
        if (at := bisect_left(keys, first)) < len(keys) and keys[at] <= last
    ]
    parts = SealedRows.objects.filter(pk__in=some).order_by("seal", "place")
    return [part for part in parts if not set(part.key_list).isdisjoint(keys)]


def _place(keys: array, key: int) -> int | None:
    place = bisect_left(keys, key)
    return place if place < len(keys) and keys[place] == key else None


def _at(hashes: bytes, place: int) -> bytes:
    return hashes[place * merkle.SIZE : (place + 1) * merkle.SIZE]


def _seal(seal: Seal, parts: list[dict[str, Any]], texts: list[str]) -> dict[str, Any]:
    leaves = merkle.leaves(text.encode() for text in (seal.header, *texts))
    places = [0, *(part["place"] + 1 for part in parts)]
    return {
        "number": seal.number,
        "root": seal.root,
        "header": seal.header,
        "nodes": [node.hex() for node in merkle.prove(leaves, places)],
        "parts": parts,
    }


def leads_to_its_roots(proof: Proof) -> bool:
    """Do the hashes of the rows lead to the roots the proof names, of which there is at least one, and none beyond the
    seal up to which it goes? Asks nothing but the proof itself."""
    try:
        through = proof["through"]
        upto = [(seal["number"], seal["root"]) for seal in proof["seals"]]
        return (
            proof["format"] == FORMAT
            and max(upto) <= (through["number"], through["root"])
            and all(root == through["root"] for number, root in upto if number == through["number"])
            and all(map(_leads_to_root, proof["seals"]))
        )
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        return False


def _leads_to_root(seal: dict[str, Any]) -> bool:
    header = json.loads(seal["header"])
    leaves = {0: merkle.leaf(seal["header"].encode())}
    for part in seal["parts"]:
        says = json.loads(part["text"])
        rows = {place: bytes.fromhex(row) for _key, place, row in part["rows"]}
        if merkle.lead(rows, _nodes(part), says["rows"]).hex() != says["root"]:
            return False
        leaves[part["place"] + 1] = merkle.leaf(part["text"].encode())
    return (
        header["number"] == seal["number"]
        and merkle.lead(leaves, _nodes(seal), header["parts"] + 1).hex() == seal["root"]
    )


def _nodes(proved: dict[str, Any]) -> list[bytes]:
    return [bytes.fromhex(node) for node in proved["nodes"]]


def problems(proof: Proof) -> list[str]:
    """Why the proof does not hold for the object it names, by the rows and seals of this database; none when it does."""
    if older := _format_before(proof):
        return [f"{older} does not say up to which seal it is whole; have the audit record issued anew"]
    if not leads_to_its_roots(proof):
        return ["the hashes do not lead to the roots"]
    roots = dict(Seal.objects.values_list("number", "root"))
    named = dict.fromkeys((seal["number"], seal["root"]) for seal in (*proof["seals"], proof["through"]))
    wrong = [f"seal {number} has another root" for number, root in named if roots.get(number) != root]
    try:
        label, pk = proof["about"]
        obj = apps.get_model(label)._base_manager.filter(pk=pk).first()
    except (LookupError, KeyError, TypeError, ValueError):
        obj = None
    if obj is None:
        return [*wrong, "what it is about is not on record"]
    about = {(table.name, key) for table, keys in rows_about(obj) for key in keys}
    sealed = _sealed_by(proof["through"]["number"], about)
    shown = {(json.loads(part["text"])["table"], row[0]) for part in _parts(proof) for row in part["rows"]}
    wrong += [f"{table} {key} is about something else" for table, key in sorted(shown - about)]
    wrong += [f"{table} {key} is left out" for table, key in sorted(sealed - shown)]
    for part in _parts(proof):
        wrong += _other_rows(part)
    return wrong


def _format_before(proof: Any) -> str:
    """The format of a proof of an earlier version; empty for what is none."""
    said = proof.get("format") if isinstance(proof, dict) else None
    return "gongyuan-proof-1" if said == "gongyuan-proof-1" else ""


def _parts(proof: Proof) -> Iterator[dict[str, Any]]:
    for seal in proof["seals"]:
        yield from seal["parts"]


def _sealed_by(newest: int, about: set[Place]) -> set[Place]:
    """Those of the rows that are under a seal up to this one."""
    found = set()
    for table in {table for table, _key in about}:
        keys = array("q", sorted(key for name, key in about if name == table))
        for part in SealedRows.objects.filter(
            table=table, seal__number__lte=newest, last__gte=keys[0], first__lte=keys[-1]
        ):
            found |= {(table, key) for key in set(part.key_list).intersection(keys)}
    return found


def _other_rows(part: dict[str, Any]) -> Iterator[str]:
    """Rows of a part that no longer have the hash they are shown with."""
    says = json.loads(part["text"])
    try:
        table = Table.named(says["table"], says["columns"])
    except ColumnGone:
        yield f"{says['table']} is not what it was"
        return
    shown = {key: row for key, _place, row in part["rows"]}
    there = dict(table.at(array("q", sorted(shown))))
    for key, row in sorted(shown.items()):
        if key not in there or merkle.leaf(there[key]).hex() != row:
            yield f"{table.name} {key} is not what was sealed"

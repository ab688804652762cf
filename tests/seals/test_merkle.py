"""Trees against the values that RFC 6962's reference implementation is tested with."""

import pytest

from seals import merkle

LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


@pytest.mark.parametrize("size", ROOTS)
def test_root(size):
    assert merkle.root(merkle.leaves(LEAVES[:size])).hex() == ROOTS[size]


@pytest.mark.parametrize("size", range(1, 9))
def test_every_choice_of_leaves_leads_to_the_root(size):
    hashes = merkle.leaves(LEAVES[:size])
    one = [hashes[at : at + 32] for at in range(0, len(hashes), 32)]
    for chosen in range(1, 2**size):
        places = [place for place in range(size) if chosen >> place & 1]
        nodes = merkle.prove(hashes, places)
        known = {place: one[place] for place in places}
        assert merkle.lead(known, nodes, size) == merkle.root(hashes)
        wrong = known | {places[0]: bytes(32)}
        assert merkle.lead(wrong, nodes, size) != merkle.root(hashes)


def test_one_leaf_of_many_has_an_audit_path_of_the_height_of_the_tree():
    hashes = merkle.leaves(bytes([n]) for n in range(200))
    assert len(merkle.prove(hashes, [77])) == 8


@pytest.mark.parametrize(("places", "spoil"), [([0], list.pop), ([0], lambda nodes: nodes.append(bytes(32)))])
def test_nodes_too_few_or_too_many_are_refused(places, spoil):
    hashes = merkle.leaves(LEAVES)
    nodes = merkle.prove(hashes, places)
    spoil(nodes)
    with pytest.raises(ValueError, match="node"):
        merkle.lead({0: hashes[:32]}, nodes, 8)


def test_a_place_outside_the_tree_is_refused():
    with pytest.raises(ValueError, match="outside"):
        merkle.lead({8: bytes(32)}, [], 8)

"""Merkle trees as RFC 6962 has them: SHA-256, leaves and nodes told apart by their first byte.

A list of hashes is passed as bytes, 32 for each. An odd one at the end of a level moves up as it is, which gives the
same tree as splitting at the largest power of two.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

SIZE = 32


def leaf(data: bytes) -> bytes:
    """The hash of what stands at a leaf."""
    return sha256(b"\x00" + data).digest()


def leaves(rows: Iterable[bytes]) -> bytes:
    """The hashes of many leaves, one after the other."""
    return b"".join([sha256(b"\x00" + row).digest() for row in rows])


def root(hashes: bytes) -> bytes:
    """The root over these leaves, of which there is at least one."""
    level = hashes
    while len(level) > SIZE:
        paired = len(level) - len(level) % (2 * SIZE)
        level = (
            b"".join([sha256(b"\x01" + level[at : at + 64]).digest() for at in range(0, paired, 2 * SIZE)])
            + level[paired:]
        )
    return level


def prove(hashes: bytes, places: Sequence[int]) -> list[bytes]:
    """The nodes that lead from the leaves at `places` to the root; for one place, its audit path from the top down.

    Where a subtree holds none of the places its root is given, left before right.
    """
    return list(_nodes(hashes, 0, frozenset(places)))


def _nodes(hashes: bytes, first: int, places: frozenset[int]) -> Iterable[bytes]:
    count = len(hashes) // SIZE
    if not any(first <= place < first + count for place in places):
        yield root(hashes)
    elif count > 1:
        half = _split(count)
        yield from _nodes(hashes[: half * SIZE], first, places)
        yield from _nodes(hashes[half * SIZE :], first + half, places)


def lead(known: dict[int, bytes], nodes: Sequence[bytes], count: int) -> bytes:
    """The root of a tree of `count` leaves to which the known leaves (place → hash) and the nodes lead.

    Raises `ValueError` when the nodes are not those `prove` gives for these places.
    """
    if not known or not all(0 <= place < count for place in known):
        raise ValueError("a place outside the tree")
    left = iter(nodes)
    found = _lead(known, left, 0, count)
    if next(left, None) is not None:
        raise ValueError("nodes left over")
    return found


def _lead(known: dict[int, bytes], nodes: Iterable[bytes], first: int, count: int) -> bytes:
    if not any(first <= place < first + count for place in known):
        for node in nodes:
            return node
        raise ValueError("a node is missing")
    if count == 1:
        return known[first]
    half = _split(count)
    left = _lead(known, nodes, first, half)
    right = _lead(known, nodes, first + half, count - half)
    return sha256(b"\x01" + left + right).digest()


def _split(count: int) -> int:
    """The largest power of two below `count`."""
    return 1 << ((count - 1).bit_length() - 1)


def root_of(texts: Sequence[str]) -> bytes:
    """The root of the tree with these texts at its leaves."""
    return root(leaves(text.encode() for text in texts))

"""The encrypted stream: whatever is done to it is found, and the part it was done to is named."""

import io

import pytest

from core.backup import BackupError
from core.backup.sealed import CHUNK, HEADER, PREFIX, Writer, frames, members

KEY = "a key of the tests, as long as keys have to be"
CONTENT = {"tables/a": b"first\n" * 10, "files/b": bytes(range(256)) * (CHUNK // 100), "files/empty": b""}


def archive() -> bytes:
    file = io.BytesIO()
    writer = Writer(file, KEY)
    for name, content in CONTENT.items():
        halves = content[: len(content) // 2], content[len(content) // 2 :]
        writer.write(name, iter(halves))
    writer.finish()
    return file.getvalue()


def read(content: bytes, key: str = KEY) -> dict[str, bytes]:
    return {name: b"".join(pieces) for name, pieces in members(io.BytesIO(content), key)}


def spans(content: bytes) -> list[tuple[int, int]]:
    """Where each frame begins and ends."""
    found, start = [], HEADER
    while start < len(content):
        _kind, length = PREFIX.unpack(content[start : start + PREFIX.size])
        found.append((start, start + PREFIX.size + length))
        start = found[-1][1]
    return found


def test_members_come_back_as_they_were():
    assert read(archive()) == CONTENT


def test_nothing_is_held_in_clear():
    assert b"first" not in archive()
    assert b"tables/a" not in archive()


def test_two_archives_of_the_same_share_nothing():
    one, other = archive(), archive()
    assert one[HEADER:][:64] != other[HEADER:][:64]


def test_another_key_is_refused_by_name():
    with pytest.raises(BackupError, match="BACKUP_KEY is not the key"):
        read(archive(), "another key, which is as long as the first one")


def test_what_is_no_archive_is_refused():
    for content in (b"PK\x03\x04", b"x" * HEADER, b"x" + archive()):
        with pytest.raises(BackupError, match="no backup of Gongyuan"):
            read(content)


@pytest.mark.parametrize("length", [0, 1, 17, 20, HEADER - 1, HEADER, HEADER + 1])
def test_what_is_the_beginning_of_an_archive_is_cut_short(length):
    with pytest.raises(BackupError, match="it is cut short"):
        read(archive()[:length])


def test_a_changed_byte_in_any_frame_is_found():
    whole = archive()
    for start, end in spans(whole):
        for place in (start, start + 4, start + PREFIX.size, end - 1):
            changed = bytearray(whole)
            changed[place] ^= 1
            with pytest.raises(BackupError):
                read(bytes(changed))


def test_a_changed_byte_leaves_the_other_members_readable():
    whole = bytearray(archive())
    whole[spans(whole)[1][1] - 1] ^= 1
    kinds = [(kind, content is None) for kind, content in frames(io.BytesIO(whole), KEY)]
    assert kinds[:3] == [(b"N", False), (b"D", True), (b"N", False)]


def test_an_archive_cut_short_anywhere_is_refused():
    whole = archive()
    places = {place for start, end in spans(whole) for place in (start, start + 3, end - 1)}
    for place in places:
        with pytest.raises(BackupError):
            read(whole[:place])


def test_swapped_frames_are_refused():
    whole = archive()
    found = spans(whole)
    (a, b), (c, d) = next(
        (one, two) for one in found for two in found if one < two and one[1] - one[0] != two[1] - two[0]
    )
    with pytest.raises(BackupError):
        read(whole[:a] + whole[c:d] + whole[b:c] + whole[a:b] + whole[d:])


def test_a_frame_left_out_or_repeated_is_refused():
    whole = archive()
    for start, end in spans(whole):
        for changed in (whole[:start] + whole[end:], whole[:end] + whole[start:end] + whole[end:]):
            with pytest.raises(BackupError):
                read(changed)


def test_a_frame_of_another_archive_with_the_same_key_is_refused():
    one, other = archive(), archive()
    start, end = spans(one)[0]
    with pytest.raises(BackupError):
        read(one[:start] + other[start:end] + one[end:])


def test_what_was_added_at_the_end_is_refused():
    with pytest.raises(BackupError, match="something was added"):
        read(archive() + b"x")

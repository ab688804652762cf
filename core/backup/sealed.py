"""An encrypted stream of named members, in which a changed, moved, missing or added byte is found and named.

    header   magic, salt (16), proof of the key (32)
    frame    kind (1), length (4), AES-256-GCM of at most a mebibyte

Key and proof come from BACKUP_KEY and the salt by scrypt, so each archive has a key of its own. The nonce is the number
of the frame; header, kind and length are authenticated with it. So a frame opens only in its own place in its own
archive, and an archive without its end frame was cut short. A member is one `NAME` frame and its `DATA` frames
(deflated). Nothing is held in memory but a frame.
"""

import hashlib
import os
import struct
import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from core.backup import BackupError

MAGIC = b"gongyuan backup 1\n"
SALT, PROOF = 16, 32
HEADER = len(MAGIC) + SALT + PROOF
PREFIX = struct.Struct(">cI")
CHUNK = 1024 * 1024
LONGEST = CHUNK + 16 * 1024
"""Of a frame: what does not deflate grows by a few bytes."""
NAME, DATA, END = b"N", b"D", b"E"


@lru_cache(maxsize=4)
def _derive(key: str, salt: bytes) -> tuple[AESGCM, bytes]:
    """The cipher of an archive and the proof that this is its key."""
    derived = Scrypt(salt=salt, length=32 + PROOF, n=2**15, r=8, p=1).derive(key.encode())
    return AESGCM(derived[:32]), derived[32:]


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


class Writer:
    """Writes members one after another."""

    def __init__(self, file: BinaryIO, key: str) -> None:
        salt = os.urandom(SALT)
        self._file = file
        self._cipher, proof = _derive(key, salt)
        self._header = MAGIC + salt + proof
        self._number = 0
        file.write(self._header)

    def write(self, name: str, pieces: Iterator[bytes]) -> tuple[int, str]:
        """One member from its pieces; its size in bytes and its SHA-256."""
        self._frame(NAME, name.encode())
        size, digest, buffer = 0, hashlib.sha256(), bytearray()
        for piece in pieces:
            size += len(piece)
            digest.update(piece)
            buffer += piece
            while len(buffer) >= CHUNK:
                self._frame(DATA, zlib.compress(buffer[:CHUNK], 1))
                del buffer[:CHUNK]
        if buffer:
            self._frame(DATA, zlib.compress(buffer, 1))
        return size, digest.hexdigest()

    def finish(self) -> None:
        """Without this the archive counts as cut short."""
        self._frame(END, b"")

    def _frame(self, kind: bytes, content: bytes) -> None:
        prefix = PREFIX.pack(kind, len(content) + 16)
        sealed = self._cipher.encrypt(_nonce(self._number), content, self._header + prefix)
        self._number += 1
        self._file.write(prefix + sealed)


def frames(file: BinaryIO, key: str) -> Iterator[tuple[bytes, bytes | None]]:
    """Kind and content of each frame up to the end; None as content of one that was changed.

    Raises `BackupError` when this is no archive or not its key, and where it can no longer be told what a frame is.
    """
    header = file.read(HEADER)
    if len(header) < HEADER and header[: len(MAGIC)] == MAGIC[: len(header)]:
        raise BackupError("it is cut short")
    if not header.startswith(MAGIC):
        raise BackupError("this is no backup of Gongyuan, or its first bytes were changed")
    cipher, proof = _derive(key, header[len(MAGIC) : -PROOF])
    if proof != header[-PROOF:]:
        raise BackupError(
            "BACKUP_KEY is not the key this backup was written with, or its first bytes were changed"
        )
    for number in range(2**64):
        prefix = file.read(PREFIX.size)
        if len(prefix) < PREFIX.size:
            raise BackupError("it is cut short")
        kind, length = PREFIX.unpack(prefix)
        if kind not in (NAME, DATA, END) or not 16 <= length <= LONGEST:
            raise BackupError("it is changed so that nothing after this can be read")
        sealed = file.read(length)
        if len(sealed) < length:
            raise BackupError("it is cut short")
        try:
            content: bytes | None = cipher.decrypt(_nonce(number), sealed, header + prefix)
        except InvalidTag:
            content = None
        yield kind, content
        if kind == END and content is not None:
            if file.read(1):
                raise BackupError("something was added to it")
            return


class Member:
    """A member while it is read: its size and SHA-256 so far, and what it says if that is to be kept."""

    def __init__(self, name: str, *, keep: bool = False) -> None:
        self.name = name
        self.size = 0
        self.broken = False
        self.kept = bytearray()
        self._keep = keep
        self._digest = hashlib.sha256()

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def take(self, content: bytes | None) -> None:
        """Count in a `DATA` frame; None is one that was changed."""
        if content is None:
            self.broken = True
            return
        piece = zlib.decompress(content)
        self.size += len(piece)
        self._digest.update(piece)
        if self._keep:
            self.kept += piece


def members(file: BinaryIO, key: str) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Name and pieces of each member of an archive that was checked before; read each before the next.

    Raises `BackupError` at the first frame that was changed since.
    """
    ahead: list[str] = []
    stream = frames(file, key)

    def pieces(name: str) -> Iterator[bytes]:
        for kind, content in stream:
            if content is None:
                raise BackupError(f"{name} was changed")
            if kind == DATA:
                yield zlib.decompress(content)
                continue
            if kind == NAME:
                ahead.append(content.decode())
                return

    for _nothing in pieces("the first member"):
        raise BackupError("it does not begin with a name")
    while ahead:
        name = ahead.pop()
        yield name, pieces(name)

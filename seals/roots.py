"""The roots as they leave the house: a line for each, a note for each day, a folder and an address outside."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone

from seals.models import Seal


@dataclass(frozen=True)
class Root:
    """A seal as it is kept outside."""

    number: int
    day: str
    rows: int
    previous: str
    root: str

    @classmethod
    def of(cls, seal: Seal) -> "Root":
        return cls(seal.number, seal.day.isoformat(), seal.rows, seal.previous, seal.root)

    @property
    def line(self) -> str:
        return json.dumps(asdict(self))

    @property
    def stem(self) -> str:
        """The name of its files."""
        return f"seal-{self.number:06d}-{self.day}"


def export() -> str:
    """All roots, a line of JSON for each, the oldest first."""
    return "".join(f"{Root.of(seal).line}\n" for seal in Seal.objects.order_by("number").iterator())


def read_export(text: str) -> list[Root]:
    """The roots of an export; raises `ValueError` for what is none, and where there is none in it."""
    try:
        found = [Root(**json.loads(line)) for line in text.splitlines() if line.strip()]
    except TypeError as error:
        raise ValueError(str(error)) from error
    if not found:
        raise ValueError("there is no root in it")
    if odd := [root for root in found if not (isinstance(root.number, int) and isinstance(root.root, str))]:
        raise ValueError(f"{odd[0].line} is no root")
    return found


def kept_in_folder() -> list[Root]:
    """The roots that were written to `SEAL_FOLDER`; raises `ValueError` where it is not there, or a file holds none."""
    if not settings.SEAL_FOLDER:
        return []
    folder = Path(settings.SEAL_FOLDER)
    if not folder.is_dir():
        raise ValueError(f"SEAL_FOLDER {folder} is not there")
    found = []
    for path in sorted(folder.glob("seal-*.json")):
        try:
            found += read_export(path.read_text(encoding="utf-8"))
        except (ValueError, OSError) as error:
            raise ValueError(f"{path.name}: {error}") from error
    return found


def lacking_in_folder(kept: Iterable[Root]) -> list[int]:
    """The numbers of the seals that `SEAL_FOLDER` lacks, where there is one: `publish` writes each."""
    if not settings.SEAL_FOLDER:
        return []
    there = {root.number for root in kept}
    return [
        number
        for number in Seal.objects.order_by("number").values_list("number", flat=True)
        if number not in there
    ]


def publish() -> list[str]:
    """Write line and note of every seal that `SEAL_FOLDER` lacks; the names of the new files. None is written over."""
    if not settings.SEAL_FOLDER:
        return []
    folder = Path(settings.SEAL_FOLDER)
    written = []
    for seal in Seal.objects.order_by("number").iterator():
        root = Root.of(seal)
        for suffix, text in ((".txt", note(seal)), (".json", f"{root.line}\n")):
            path = folder / f"{root.stem}{suffix}"
            if not path.exists():
                with path.open("x", encoding="utf-8") as file:
                    file.write(text)
                written.append(path.name)
    return written


def mail(seal: Seal) -> None:
    """Send the note to `SEAL_MAIL_TO`."""
    if settings.SEAL_MAIL_TO:
        send_mail(f"工援 封存单 {seal.number} · {seal.day}", note(seal), None, settings.SEAL_MAIL_TO)


def note(seal: Seal) -> str:
    """The day's note as plain text, to be printed, signed and kept: what was sealed, its root, and the one before."""
    at = timezone.localtime(seal.sealed_at, timezone.get_default_timezone())
    lines = [
        "工援 记录封存单 / Gongyuan: seal of the record",
        "",
        f"序号 Number         {seal.number}",
        f"日期 Day            {seal.day}",
        f"封存时间 Sealed at  {at:%Y-%m-%d %H:%M:%S %z}",
        f"新增记录 New rows   {seal.rows}",
        "本次根值 Root",
        f"  {seal.root}",
        "上次根值 Root before",
        f"  {seal.previous}",
        "",
        "表 Table · 行数 Rows",
        *(f"  {table} · {rows}" for table, rows in rows_by_table(seal)),
    ]
    return "\n".join(lines) + "\n"


def rows_by_table(seal: Seal) -> list[tuple[str, int]]:
    """How many rows of each table are under the seal."""
    counts: dict[str, int] = {}
    for table, rows in _parts(seal):
        counts[table] = counts.get(table, 0) + rows
    return list(counts.items())


def _parts(seal: Seal) -> Iterable[tuple[str, int]]:
    return seal.parts.order_by("place").values_list("table", "rows")

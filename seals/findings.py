"""What verifying the record may find, and how it is said."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override


class Kind(models.TextChoices):
    TRIGGER = "trigger", _("The trigger that protects the table is missing or was changed.")
    FOREIGN = "foreign", _("A trigger, rule or view that is not the program's acts on the table.")
    SEAL_MISSING = "seal_missing", _("The seal is gone.")
    SEAL_CHANGED = "seal_changed", _("The seal was rewritten.")
    SEAL_OTHER = "seal_other", _("The seal has another root than the one that was kept.")
    NOT_KEPT = "not_kept", _("The root of the seal is not where it is kept outside.")
    NOT_SEALED = "not_sealed", _("Nothing has been sealed for more than two days.")
    CHANGED = "changed", _("The row was changed after it was sealed.")
    REMOVED = "removed", _("The row was removed after it was sealed.")
    ADDED = "added", _("The row bears a date that is sealed, and is under no seal.")
    BACKDATED = "backdated", _("The row bears an earlier date than the seal before it.")
    REORDERED = "reordered", _("The row stands in the place of another.")
    COLUMN = "column", _("A column that was sealed is gone.")
    DIFFERS = "differs", _("The row differs from the last of its history.")
    NO_HISTORY = "no_history", _("The row has no history of its version.")
    NO_ROW = "no_row", _("The row is gone, and its history is there.")
    VERSIONS = "versions", _("The versions in its history have a gap or a repetition.")
    UNREADABLE = "unreadable", _("An encrypted value opens with none of the keys.")
    FILE_MISSING = "file_missing", _("The file is missing.")
    FILE_CHANGED = "file_changed", _("The file no longer has its SHA-256.")
    ORPHAN = "orphan", _("No row knows the file.")


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was written. `pk` is the key of the row in `table`; for a seal, its number.

    What is not grave is told, and does not make the verification fail: a file of the last day that no row knows may
    be on its way in.
    """

    kind: Kind
    table: str
    pk: str = ""
    detail: str = ""
    is_grave: bool = True

    def __str__(self) -> str:
        with override("en"):
            said = f"{self.kind.label}"
        return f"{self.table} {self.pk}".strip() + f": {said}" + (f" ({self.detail})" if self.detail else "")

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"kind": str(self.kind)}

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> "Finding":
        return cls(**said | {"kind": Kind(said["kind"])})

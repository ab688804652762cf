"""Whether a server that works for hours stays as it was: memory and open files of its processes, minute by minute."""

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

WARM_UP = 0.25
"""The share of the time in which a process still loads what it needs; it is not compared."""
MAY_GROW = 1.05
"""What the last quarter may take of what the quarter after the warm-up took: allocators are never quite still."""
FEW_FILES = 3
"""Connections that happen to be open when it is looked at."""


@dataclass(frozen=True)
class Sample:
    """What one process took at a moment: its private memory in KB, its open files."""

    pid: int
    at: float
    memory: int
    files: int


def look_at(pids: Sequence[int]) -> list[Sample]:
    """A sample of each process there is."""
    return [Sample(pid, time.monotonic(), _private_memory(pid), _open_files(pid)) for pid in pids]


def _private_memory(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(("Private_Clean", "Private_Dirty")))


def _open_files(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def told(samples: Sequence[Sample]) -> tuple[list[str], int]:
    """Lines on what grew from the quarter after the warm-up to the last, process by process, and how many of them are
    faults. No samples are a fault."""
    lines, faults = [], 0
    for pid in sorted({sample.pid for sample in samples}):
        kept = [sample for sample in samples if sample.pid == pid]
        kept = kept[int(len(kept) * WARM_UP) :]
        part = max(len(kept) // 3, 1)
        first, last = kept[:part], kept[-part:]
        memory = [statistics.median(s.memory for s in some) for some in (first, last)]
        files = [statistics.median(s.files for s in some) for some in (first, last)]
        grew = memory[1] > memory[0] * MAY_GROW or files[1] > files[0] + FEW_FILES
        faults += grew
        lines.append(
            f"process {pid}: {memory[0] / 1024:.0f} to {memory[1] / 1024:.0f} MB,"
            f" {files[0]:.0f} to {files[1]:.0f} open files{', GROWS' if grew else ''}"
        )
    return lines, faults if lines else 1

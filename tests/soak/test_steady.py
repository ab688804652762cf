"""What counts as growing."""

import os

from tests.soak.steady import Sample, look_at, told


def samples(memory: list[int], files: list[int]) -> list[Sample]:
    return [Sample(7, at, m * 1024, f) for at, (m, f) in enumerate(zip(memory, files, strict=True))]


def test_what_a_process_loads_at_first_is_no_growth():
    lines, faults = told(samples([100, 180, 200, 200, 201, 200, 202, 201], [9, 12, 12, 13, 12, 11, 12, 12]))
    assert lines == ["process 7: 200 to 202 MB, 12 to 12 open files"]
    assert faults == 0


def test_memory_that_goes_on_growing_is_a_fault():
    lines, faults = told(samples([100, 180, 200, 210, 220, 230, 240, 250], [12] * 8))
    assert lines == ["process 7: 205 to 245 MB, 12 to 12 open files, GROWS"]
    assert faults == 1


def test_files_that_are_never_closed_are_a_fault():
    assert told(samples([200] * 8, [10, 12, 14, 16, 18, 20, 22, 24]))[1] == 1


def test_a_server_nobody_looked_at_is_a_fault():
    assert told([]) == ([], 1)


def test_a_process_of_this_machine_can_be_looked_at(tmp_path):
    before = look_at([os.getpid()])[0]
    with (tmp_path / "open").open("w"):
        during = look_at([os.getpid()])[0]
    assert before.memory > 1000
    assert during.files == before.files + 1

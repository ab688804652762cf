"""The tables as they stand in the database now, built once and again after a change.

Every change of a row leaves one of history, whoever made it in whichever process. So the number of history rows, with
the newest id and time, tells whether the tables built before still hold: one small query, asked at most once in a
request, and every time outside of one.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from threading import Lock, local
from types import MappingProxyType
from typing import Any, get_args

from django.db import DatabaseError, connection

from labour_law.calendar import Calendar, packaged_calendar
from labour_law.codes import Code, CodeTable, codes
from labour_law.rates import Rates, Tables, packaged_tables
from law_tables.faults import Fault, Sifted, sift_codes, sift_rates, sift_years
from law_tables.models import CodeRow, HolidayYearRow, RateRow, Row

_MODELS = (RateRow, HolidayYearRow, CodeRow)
_HISTORIES = tuple(model.history.model for model in _MODELS)  # type: ignore[attr-defined]
_QUERY = " UNION ALL ".join(
    f"SELECT '{table}', COUNT(*), MAX(history_id), MAX(history_date) FROM {table}"
    for table in (history._meta.db_table for history in _HISTORIES)
)
A_QUARTER = timedelta(days=92)
_KEPT = 8
"""How many states of the tables are kept: threads in a transaction of their own may see another one."""


@dataclass(frozen=True, eq=False)
class Content:
    """All tables of one revision. `names` has the entries struck out as well: a stored code keeps its name.

    `faults` are rows that were written past the pages and cannot count: the tables are without them.
    """

    build: Callable[[], Tables]
    calendar: Calendar
    codes: Mapping[str, tuple[Code, ...]]
    names: Mapping[str, tuple[Code, ...]]
    faults: tuple[Fault, ...] = ()

    @cached_property
    def tables(self) -> Tables:
        return self.build()

    @cached_property
    def regions(self) -> Rates:
        """What lies where, without any rate."""
        return Rates((), self.codes["region"])


class _Thread(local):
    """What this thread knows of the request it serves."""

    content: Content | None = None
    keeps = False


_thread = _Thread()
_built: dict[frozenset[Any], Content] = {}
_lock = Lock()


def tables() -> Tables:
    """Rates and calendar for calculations. Where rates contradict each other, who asks for one of them gets InvalidTable."""
    return content().tables


def calendar() -> Calendar:
    """Working days and holidays, by the years in the table."""
    return content().calendar


def faults(*models: type[Row]) -> list[Fault]:
    """The rows of these tables, or of all, that are out of order and do not count."""
    return [fault for fault in content().faults if not models or isinstance(fault.row, models)]


def missing_years(today: date) -> list[int]:
    """The years whose holidays are needed, as limits may end in the next quarter, and not announced here."""
    last = (today + A_QUARTER).year
    return [year for year in range(today.year, last + 1) if year not in calendar().known_years]


def code_rows(table: CodeTable) -> list[Code]:
    """The entries of a code list in the order they are shown, whenever they hold. Raises KeyError."""
    return list(content().codes[table])


def content() -> Content:
    """All tables as this thread sees them.

    While the database is not migrated yet, as when `migrate` checks the models, those that come with the program.
    """
    if _thread.content is not None:
        return _thread.content
    try:
        found = _read()
    except DatabaseError:
        if _is_migrated():
            raise
        return _packaged()
    if _thread.keeps:
        _thread.content = found
    return found


def request_begins(**kwargs: Any) -> None:
    """Whether the tables still hold is asked once from here on."""
    _thread.content, _thread.keeps = None, True


def request_ends(**kwargs: Any) -> None:
    """The next request asks anew."""
    _thread.content, _thread.keeps = None, False


@contextmanager
def held() -> Iterator[None]:
    """Ask once for a whole block, as in a request: for a command that looks at the tables again and again."""
    request_begins()
    try:
        yield
    finally:
        request_ends()


def row_written(instance: Any, **kwargs: Any) -> None:
    """After a row was saved: for the rest of the request ask every time, since the write may be rolled back."""
    if isinstance(instance, Row):
        changed()


def changed() -> None:
    """Forget what was built under the revision that holds now.

    After a rollback SQLite gives the same ids again, so the new revision may look like one that never came to be.
    """
    request_ends()
    with _lock:
        _built.pop(_revision(), None)


def _read() -> Content:
    revision = _revision()
    found = _built.get(revision)
    if found is None:
        found = _build()
        with _lock:
            while len(_built) >= _KEPT:
                _built.pop(next(iter(_built)))
            _built[revision] = found
    return found


def _revision() -> frozenset[Any]:
    with connection.cursor() as cursor:
        cursor.execute(_QUERY)
        return frozenset(cursor.fetchall())


def _build() -> Content:
    found = Sifted()
    sift_rates(RateRow.objects.in_force(), found)
    sift_years(HolidayYearRow.objects.in_force(), found)
    rows = list(CodeRow.objects.all())
    counting = sift_codes([row for row in rows if row.is_active], found)
    lists = get_args(CodeTable)
    entries = {name: tuple(row.entry for row in counting if row.table == name) for name in lists}
    names = {name: tuple(row.entry for row in rows if row.table == name) for name in lists}
    calendar = Calendar(found.years)
    return Content(
        lambda: Tables(Rates(found.rates, entries["region"], found.out_of_order), calendar),
        calendar,
        MappingProxyType(entries),
        MappingProxyType(names),
        tuple(found.faults),
    )


@cache
def _packaged() -> Content:
    entries = MappingProxyType({name: tuple(codes(name)) for name in get_args(CodeTable)})
    return Content(packaged_tables, packaged_calendar(), entries, entries)


def _is_migrated() -> bool:
    """Whether the database can be asked and has the tables as the models have them: a failure then is one."""
    try:
        with connection.cursor() as cursor:
            for model in (*_MODELS, *_HISTORIES):
                found = connection.introspection.get_table_description(cursor, model._meta.db_table)
                if not {field.column for field in model._meta.concrete_fields} <= {
                    column.name for column in found
                }:
                    return False
    except DatabaseError:
        return False
    return True

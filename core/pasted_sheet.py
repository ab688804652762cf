"""A table pasted from a spreadsheet, before anything in it has a meaning: header, columns, footers, and its cells.

Writes nothing. Every problem names the row as the sheet counts it, the column and whose row it is.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.names import plain_name
from core.offers import Offer, readings_of
from labour_law.readings import compact, visible
from labour_law.sums import read_sum

MAX_ROWS = 200
MAX_CHARACTERS = 100_000
MOST_COLUMNS = 100
HEADER_WITHIN = 12
"""The header stands in one of the first so many rows."""
LEFT_OUT = "-"
"""What a column is chosen to be that is not read, or a row."""
KEPT = "keep"
"""What a row is chosen to be that is no footer, though it looks like one."""
A_FORTUNE = 1_000_000
"""Yuan: so much for one worker, in a column that counts in a larger unit, was perhaps written in yuan."""
TEXT_MARKS = "'‘’＇`"
"""What spreadsheets put in front of a number that is text."""
NOTHING = frozenset(("-", "--", "—", "——", "–", "/", "\\", "无", "n/a", "¥-", "¥–", "空", "暂无", "null"))
IGNORED = frozenset(
    (
        *(
            "",
            "序号",
            "编号",
            "序",
            "号",
            "no",
            "性别",
            "年龄",
            "民族",
            "备注",
            "备注说明",
            "说明",
            "签名",
            "签字",
        ),
        *(
            "本人签字",
            "签字确认",
            "按手印",
            "工号",
            "部门",
            "班组",
            "车间",
            "科室",
            "remark",
            "note",
            "sex",
            "age",
        ),
    )
)
_OF_WHAT = (
    "(?:本页|本表|本月|本班组|全部|全体|以上|各项|部门|欠薪|拖欠|欠发|欠付|未发|未付|应发|实发|工资|薪资|欠款|加班费|经济|补偿金?"
    r"|赔偿金?|双倍|二倍|津贴|费用|款项|请求|诉求|金额|数额|人数|人民币|yuan|[\d元人名])*"
)
_TOTAL = re.compile(
    rf"{_OF_WHAT}(?:合计|总计|小计|共计|总额|总和|累计|平均[值数]?|人均|total|subtotal){_OF_WHAT}"
    r"|(?:人民币|合计|总计|金额)*大写.*|合计人民币.*|共计?[\d一二三四五六七八九十]+[人名].*"
)
"""A plain cell that adds up the others."""
_END = re.compile(r"第[\d一二三四五六七八九十]+页.*|(?:以下|此页|本页)(?:为?空白|无正文|无内容|无|略)")
"""A plain cell that says that the page or the table ends."""
_DAY_OR_PAGE = re.compile(
    r"\d{4}[-/.年].*|[\d_〇零○一二三四五六七八九十]*年[\d_一二三四五六七八九十]*月[\d_一二三四五六七八九十]*日?|[-–—]\d+[-–—]"
)
_MOBILE = re.compile(r"1[3-9]\d{9}")
_WHO_MADE_IT = (
    r"(?:单位|用人单位|企业|公司|部门|项目|班组|工会|财务)?(?:制表|制单|填表|填报|编制|统计|审核|审批|审定|复核|批准|核对|负责|经办"
    r"|经手|联系|会计|出纳|财务|主管|领导|法定代表)(?:人|员)?"
)
_LABEL = re.compile(
    rf"(?:{_WHO_MADE_IT}|联系电话|电话|(?:制表|填表|填报|统计|审核)?(?:日期|时间)|人数|总人数|单位|备注|说明|注意|注"
    r"|.{0,8}(?:盖章|公章|签章|签字|签名|按手印|手印))(?:确认|栏|处)?"
)
"""A cell that says who made or checked the table, and when; its words stand behind a colon or in the next cell."""
_SENTENCE = re.compile(r"(?:以上|上述|本表|此表|本页|附注?|特此)..+|.*一式[两二三四五]份.*|.*(?:属实|无误)")
_UNIT = re.compile(
    r"[（(\[【]?\s*(?:单位[:：])?\s*(?:人民币)?(百万|十万|[万千百]?)(?:元|yuan)(?:/月)?\s*[)）\]】]?$",
    re.IGNORECASE,
)
_UNIT_OF_ALL = re.compile(r"单位\s*[:：为是]?\s*(?:人民币)?\s*[:：]?\s*(百万|十万|[万千百]?)元")
_IN_BRACKETS = re.compile(r"[（(\[【][^（(\[【\d]*元\s*[)）\]】]$")
_TIMES = {"": 1, "百": 100, "千": 1000, "万": 10_000, "十万": 100_000, "百万": 1_000_000}
_AN_ASIDE = re.compile(r"[（(\[【]\s*(?:必填|选填|如有|\d+位|格式.*|文本.*|y+.*)\s*[)）\]】]$", re.IGNORECASE)
_ERROR = re.compile(
    r"#(?:REF!?|N/A|VALUE!?|NAME\?|DIV/0!?|NUM!?|NULL!?|SPILL!?|CALC!?|GETTING_DATA|#+)", re.IGNORECASE
)
"""What a spreadsheet shows where a formula has failed, or a column is too narrow."""
_CUT_SHORT = re.compile(r"\d(?:\.\d+)?E\+?\d{1,2}", re.IGNORECASE)
_CORRECTED = re.compile(r"cell-(\d{1,6})-(\d{1,3})")
_CHOSEN = re.compile(r"column-(\d{1,3})")
_MEANT = re.compile(r"who-(\d{1,6})")
_TAKEN = re.compile(r"row-(\d{1,6})")

Line = tuple[int, list[str]]
"""Row number in the sheet, and its cells."""


def sheet_rows(text: str) -> list[Line]:
    """(row number in the sheet, trimmed cells) of every row that is not blank."""
    delimiter = "\t" if "\t" in text else ","
    if delimiter == "," and "," not in text:
        text = text.replace("，", ",")
    rows = _parsed(text, delimiter, csv.QUOTE_MINIMAL)
    if any("\t" in cell for _number, cells in rows for cell in cells):  # a quotation mark that nothing ends
        rows = _parsed(text, delimiter, csv.QUOTE_NONE)
    return [(number, cells) for number, cells in rows if any(cells)]


def _parsed(text: str, delimiter: str, quoting: Any) -> list[Line]:
    lines = io.StringIO(text.replace("\x00", ""), newline=None)
    rows = csv.reader(lines, delimiter=delimiter, quoting=quoting)
    return [(number, [visible(cell).strip() for cell in cells]) for number, cells in enumerate(rows, 1)]


def sheet_text(lines: Iterable[Line]) -> str:
    """The rows as text again, each in its place: rows that are not there are blank."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    last = 0
    for number, cells in lines:
        out.write("\n" * (number - last - 1))
        writer.writerow(cells if len(cells) > 1 else [*cells, ""])
        last = number
    return out.getvalue()


def said(cell: str) -> str:
    """What a cell says: nothing where it holds a dash or the like."""
    text = cell.lstrip(TEXT_MARKS).strip()
    return "" if compact(text).lower() in NOTHING else text


def header_name(cell: str) -> str:
    """What a header cell is compared by: its plain name, without unit and aside. 欠薪（元） → 欠薪."""
    return plain_name(_UNIT.sub("", _AN_ASIDE.sub("", cell.strip())))


def unit_of(heading: str) -> int | None:
    """How many yuan one stands for in a column with this header; None where it does not say."""
    unit = _UNIT.search(heading.strip())
    return _TIMES[unit[1]] if unit else None


def _unit_of_all(lines: Iterable[Line]) -> int:
    """How many yuan one stands for in the table, as the last of these rows says that says it: 单位：万元, or a title
    that ends in （万元）."""
    found = []
    for _number, cells in lines:
        found += [_TIMES[unit[1]] for unit in _UNIT_OF_ALL.finditer(" ".join(cells))]
        if not any(cells[1:]) and _IN_BRACKETS.search(cells[0]):
            found += filter(None, [unit_of(cells[0])])
    return found[-1] if found else 1


def _units_of_groups(cells: Sequence[str], width: int) -> list[int | None]:
    """By place, the unit that the cell above names, which stands for the blank ones behind it too: 金额（万元）."""
    units: list[int | None] = []
    for place in range(width):
        cell = _at(cells, place)
        if cell or not units:
            units.append(unit_of(cell) if _IN_BRACKETS.search(cell) else None)
        else:
            units.append(units[-1])
    return units


@dataclass
class Column:
    """A column: where it stands, its header, and its key; "" is left out, None is for the user to say.

    `by_name` is the key its header has for everybody; `unit` is how many yuan one stands for in it.
    """

    at: int
    heading: str
    key: str | None
    by_name: str | None = None
    is_remembered: bool = False
    unit: int = 1

    @property
    def name(self) -> str:
        """What the choice of this column is called in the form."""
        return f"column-{self.at}"

    @property
    def unit_told(self) -> str:
        """The unit it counts in, in yuan, where it is not the yuan."""
        return f"{self.unit:,}" if self.unit > 1 else ""

    @property
    def choice(self) -> str:
        """What is chosen of it, as the form says it."""
        return "" if self.key is None else self.key or LEFT_OUT


@dataclass
class Cell:
    """A cell of a column that is read. `shown` is how it was read, where that is not how it stands there."""

    column: Column
    label: str
    name: str
    text: str
    shown: str = ""
    problems: list[str] = field(default_factory=list)
    readings: list[str] = field(default_factory=list)


@dataclass
class GridRow:
    """A row of the sheet as the page shows it; `who` is whose row it is."""

    number: int
    cells: list[Cell] = field(default_factory=list)
    who: str = ""
    problems: list[str] = field(default_factory=list)
    wrong: set[str] = field(default_factory=set)
    is_open: bool = False

    @property
    def is_editable(self) -> bool:
        return self.is_open or bool(self.problems)

    def refuse(self, key: str, label: str, error: Any) -> None:
        """Note what is wrong in the column of this key."""
        errors = error.error_list if isinstance(error, ValidationError) else [error]
        told = error.messages if isinstance(error, ValidationError) else [str(error)]
        self.wrong.add(key)
        self.problems.append(at_cell(self.number, label, " ".join(told), self.who))
        if cell := next((cell for cell in self.cells if cell.column.key == key), None):
            cell.problems += told
            cell.readings += readings_of(e for e in errors if isinstance(e, ValidationError))


@dataclass
class Sheet:
    """A table as it is laid out: what stands above the header, the columns, the rows, and the rows left out."""

    above: list[Line] = field(default_factory=list)
    header: list[Line] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    left_out: list[Line] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    """Rows that look like footers, and are said to be somebody's."""
    unit: int = 1
    """How many yuan one stands for in its sums, where the column does not say."""

    @property
    def read(self) -> list[Column]:
        """The columns that are read."""
        return [column for column in self.columns if column.key]

    @property
    def undecided(self) -> list[Column]:
        return [column for column in self.columns if column.key is None]

    @property
    def unit_told(self) -> str:
        """The unit of its sums in yuan, where it is not the yuan."""
        return f"{self.unit:,}" if self.unit > 1 else ""

    @property
    def likeness(self) -> float:
        """How like it is to the table that is looked for: most where it has a header and nothing is to be said of its
        columns."""
        if not self.header:
            return 0
        return len(self.read) if self.problems else float("inf")

    @property
    def passed_over(self) -> list[tuple[int, str, bool]]:
        """Row number and words of each row that is no row of anybody, and whether it stands where rows are."""
        rows = [(*line, False) for line in self.above] + [(*line, True) for line in self.left_out]
        return [(number, " ".join(filter(None, cells)), is_below) for number, cells, is_below in sorted(rows)]

    def rest(self, done: Iterable[int]) -> str:
        """The table as text, each row in its place, without the rows of these numbers."""
        done = set(done)
        kept = [line for line in self.body if line[0] not in done]
        return sheet_text(sorted([*self.above, *self.header, *kept])) if kept else ""

    def choices_made(self) -> dict[str, str]:
        """Heading → choice, of the columns that were said to be something else than everybody's, to remember."""
        return {
            name: column.choice
            for column in self.columns
            if (name := header_name(column.heading))
            and column.choice
            and (column.is_remembered or column.key != column.by_name)
        }


@dataclass
class Sent:
    """What the form of a table says: the text with what was corrected in the grid, what its columns are, and by row whom
    it means where several may be meant."""

    text: str
    chosen: dict[int, str] = field(default_factory=dict)
    meant: dict[int, str] = field(default_factory=dict)
    taken: dict[int, str] = field(default_factory=dict)
    """Of a row by its number: whether it is left out (`LEFT_OUT`) or is somebody's (`KEPT`)."""
    opened: frozenset[int] = frozenset()
    remembered: Mapping[str, str] = field(default_factory=dict)
    leave_out_others: bool = False

    @classmethod
    def of(cls, data: Any, text: str, remembered: Mapping[str, str] | None = None) -> "Sent":
        """From what was posted, and the text of the table, which may come from a file."""
        corrected = {
            (int(found[1]), int(found[2])): data[name]
            for name in data
            if (found := _CORRECTED.fullmatch(name))
        }
        chosen, meant, taken = (
            {int(found[1]): data[name] for name in data if (found := pattern.fullmatch(name))}
            for pattern in (_CHOSEN, _MEANT, _TAKEN)
        )
        opened = data.getlist("open") if hasattr(data, "getlist") else []
        return cls(
            _corrected(text, corrected) if corrected else text,
            chosen,
            meant,
            taken,
            frozenset(int(number) for number in opened if re.fullmatch(r"\d{1,6}", number)),
            remembered or {},
            data.get("do") == "leave-out",
        )

    def add_column(self, sheet: "Sheet", key: str, heading: str) -> None:
        """Put an empty column of this key behind those of the sheet, headed where there is a header."""
        at = len(sheet.columns)
        if sheet.header:
            self.text = _corrected(self.text, {(sheet.header[-1][0], at): heading})
        self.chosen[at] = key


def _corrected(text: str, cells: Mapping[tuple[int, int], str]) -> str:
    rows = dict(sheet_rows(text))
    for (number, at), value in cells.items():
        if number in rows and at < MOST_COLUMNS:
            row = rows[number]
            row += [""] * (at + 1 - len(row))
            row[at] = " ".join(value.split())
    return sheet_text(sorted(rows.items()))


@dataclass
class Added:
    """What came of a table: what was made of its rows, and the text of the rows that are left."""

    made: list[Any]
    rest: str = ""


def offers_by_column(rows: Iterable[GridRow]) -> list[tuple[str, str, int]]:
    """Key and label of each column in which several cells offer a reading, and how many do."""
    cells = [cell for row in rows for cell in row.cells if cell.readings]
    counts = {(cell.column.key or "", cell.label): 0 for cell in cells}
    for cell in cells:
        counts[cell.column.key or "", cell.label] += 1
    return [(key, label, count) for (key, label), count in counts.items() if count > 1]


def lay_out(
    sent: Sent,
    knows: Callable[[str], str | None],
    keys: Iterable[str],
    *,
    found_by: Sequence[str] = ("name",),
    default: Sequence[str] = (),
    needed: Mapping[str, Any] | None = None,
    sums: Collection[str] = (),
    most: int = MAX_ROWS,
) -> Sheet:
    """Find the header in the first rows, say what each column is, and tell rows from footers.

    `knows` gives the key of a header cell ("" left out, None not known); `keys` are all a column may be chosen to be;
    without a header the columns are those of `default`. One of `found_by` has to be there, and each of `needed` (key →
    what it is called); at most `most` rows. Columns of `sums` count in the unit that stands above or below the table,
    where their header names none.
    """
    sheet = Sheet()
    lines = sheet_rows(sent.text)
    if not lines:
        sheet.problems.append(_("Nothing was pasted."))
        return sheet
    keys = set(keys)

    def key_of(heading: str) -> tuple[str | None, bool]:
        kept = sent.remembered.get(header_name(heading)) if header_name(heading) else None
        if kept == LEFT_OUT or kept in keys:
            return ("" if kept == LEFT_OUT else kept), True
        return knows(heading), False

    at, taken, headings = _find_header(lines, lambda heading: key_of(heading)[0], found_by)
    sheet.above, sheet.header = lines[:at], lines[at : at + taken]
    rest = lines[at + taken :] if taken else lines
    if not taken:
        sheet.above = []
    chosen = [at + 1 for at, choice in sent.chosen.items() if choice in keys and at < MOST_COLUMNS]
    width = max([_width(headings), *(_width(cells) for _number, cells in rest), *chosen], default=0)
    for place in range(width):
        heading = headings[place] if place < len(headings) else ""
        if not taken:
            column = Column(place, heading, default[place] if place < len(default) else None)
        elif heading:
            key, is_remembered = key_of(heading)
            column = Column(place, heading, key, knows(heading), is_remembered)
        else:
            is_blank = not any(_at(cells, place) for _number, cells in rest)
            column = Column(place, heading, "" if is_blank else None)
        sheet.columns.append(_chosen(column, sent, keys))
    for line in rest:
        is_left = _is_footer(line[1], sheet) or line[1] in [cells for _number, cells in sheet.header]
        is_left = is_left or _adds_up(line[1], sheet, sums)
        if is_left and sent.taken.get(line[0]) == KEPT:
            is_left = False
            sheet.kept.append(line[0])
        is_left = is_left or sent.taken.get(line[0]) == LEFT_OUT
        (sheet.left_out if is_left else sheet.body).append(line)
    sheet.unit = _unit_of_all([*sheet.left_out, *sheet.above])
    groups = _units_of_groups([*sheet.above, *sheet.header][-2:][0][1] if taken else [], width)
    for column in sheet.columns:
        by_table = (groups[column.at] or sheet.unit) if column.key in sums else 1
        column.unit = unit_of(column.heading) or by_table
    sheet.problems += _problems_of(sheet, found_by, needed or {}, most)
    return sheet


def _chosen(column: Column, sent: Sent, keys: set[str]) -> Column:
    choice = sent.chosen.get(column.at)
    if choice == LEFT_OUT:
        column.key = ""
    elif choice == "":
        column.key = None
    elif choice in keys:
        column.key = choice
    if column.key is None and sent.leave_out_others:
        column.key = ""
    return column


def _find_header(
    lines: list[Line], knows: Callable[[str], str | None], found_by: Sequence[str]
) -> tuple[int, int, list[str]]:
    """At which line the header begins, how many lines it takes, and its cells; no lines where there is none.

    It says whose the rows are, or names two known columns at least. One of two lines has groups above, each in the
    first of its cells, and names below; or names above, and units below.
    """
    best: tuple[int, int, list[str]] = (0, 0, [])
    merit: tuple[int, bool, int] = (0, False, 0)
    for at, (_number, cells) in enumerate(lines[:HEADER_WITHIN]):
        for taken in (1, 2):
            has_units = False
            if taken == 2:
                if at + 1 >= len(lines) or _has_numbers(lines[at + 1][1]):
                    continue
                below = lines[at + 1][1]
                has_units = all(map(_is_unit, filter(None, below)))
                wide = max(len(cells), len(below))
                headings = [_heading(_at(cells, place), _at(below, place)) for place in range(wide)]
            else:
                headings = cells
            keys = [knows(heading) for heading in headings if heading]
            known = sum(key is not None for key in keys)
            is_header = any(keys) and (known >= 2 or bool(set(keys) & set(found_by)))
            if is_header and (known, has_units, -taken) > merit:
                best, merit = (at, taken, headings), (known, has_units, -taken)
    return best


def _heading(above: str, below: str) -> str:
    """What a column is called whose header has two cells; one that is but a unit belongs to the name above it."""
    return above + below if _is_unit(below) else below or above


def _is_unit(cell: str) -> bool:
    return bool(cell) and not _UNIT.sub("", cell)


def _has_numbers(cells: Sequence[str]) -> bool:
    return any(re.search(r"\d{4}", cell) for cell in cells)


def _at(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _width(cells: Sequence[str]) -> int:
    return max((place for place, cell in enumerate(cells, 1) if cell), default=0)


def _is_footer(cells: Sequence[str], sheet: Sheet) -> bool:
    """A row that adds up the others, or says who made and checked the table, or a sentence.

    Never one with an ID number, nor one that begins with what may be a department or a job, where a column that is
    read has a figure: 财务 | 张三 | 13811110001.
    """
    if any(re.search(r"\d{14}", compact(cell)) for cell in cells):
        return False
    words = [word for cell in cells if (word := unicodedata.normalize("NFKC", cell)) and not word.isdigit()]
    has_mobile = any(_MOBILE.search(compact(cell)) for cell in cells)
    if not has_mobile and any(_TOTAL.fullmatch(plain_name(word)) for word in words[:2]):
        return True
    if words and _END.fullmatch(plain_name(words[0])):
        return True
    is_alone = sum(map(bool, cells)) == 1 and bool(words)
    if is_alone and (_DAY_OR_PAGE.fullmatch(compact(words[0])) or re.fullmatch(r"\D*[,;。]\D*", words[0])):
        return True
    has_figure = any(
        re.search(r"\d", _at(cells, column.at)) and not _is_said_of_table(cells, column.at)
        for column in sheet.read
    )
    return bool(words) and not has_figure and _begins_footer(words[0])


def _adds_up(cells: Sequence[str], sheet: Sheet, sums: Collection[str]) -> bool:
    """Figures without a name: a row that has nothing but the sums of all rows above it."""
    totals = [column.at for column in sheet.read if column.key in sums and _at(cells, column.at)]
    if not (totals and sheet.body) or any(cell for at, cell in enumerate(cells) if at not in totals):
        return False
    return all(
        _figure(_at(cells, at)) == sum(_figure(_at(row, at)) for _number, row in sheet.body) for at in totals
    )


def _figure(cell: str) -> Decimal:
    """The likeliest sum a cell may mean, nought where it means none."""
    return next(iter(read_sum(said(cell)).values), Decimal(0))


def _is_said_of_table(cells: Sequence[str], place: int) -> bool:
    """Does a label stand in this cell or, as one that asks for a figure, in the one before it: 日期 | 2026年3月5日?"""
    here, before = (
        unicodedata.normalize("NFKC", _at(cells, at)) if at >= 0 else "" for at in (place, place - 1)
    )
    return _is_label(here) or (
        _is_label(before) and re.search("(?:日期|时间|人数|电话)$|:", before) is not None
    )


def _begins_footer(word: str) -> bool:
    return (
        _is_label(word)
        or re.match(r"[^:\d]{1,10}:", word) is not None
        or _SENTENCE.fullmatch(word) is not None
    )


def _is_label(word: str) -> bool:
    label = re.sub(r"[\s()（）_]+", "", word.partition(":")[0])
    return _LABEL.fullmatch(label) is not None


def _problems_of(sheet: Sheet, found_by: Sequence[str], needed: Mapping[str, Any], most: int) -> list[str]:
    problems = []
    number = sheet.header[-1][0] if sheet.header else sheet.body[0][0] if sheet.body else 1
    for column in sheet.undecided:
        problems.append(
            _("Column %(column)s: say what it is, or leave it out.") % {"column": heading_or_letter(column)}
        )
    keys = [column.key for column in sheet.read]
    for column in sheet.read:
        if keys.index(column.key) < sheet.read.index(column):
            message = _("Row %(row)d: the column %(column)s stands there twice.")
            problems.append(message % {"row": number, "column": heading_or_letter(column)})
    missing = [label for key, label in needed.items() if key not in keys]
    if not needed and not set(found_by) & set(keys):
        missing = [_("Name")]
    problems += [
        _("There is no column “%(column)s”: say which one it is.") % {"column": label} for label in missing
    ]
    return problems + count_problems(sheet.body, has_header=bool(sheet.header), most=most)


def heading_or_letter(column: Column) -> str:
    """What a column is called: by its heading, else by its letter."""
    letter = chr(ord("A") + column.at % 26)
    return f"“{column.heading}”" if column.heading else letter if column.at < 26 else f"A{letter}"


def count_problems(lines: Sequence[Line], *, has_header: bool = True, most: int = MAX_ROWS) -> list[str]:
    """There are too many lines, or none."""
    if not lines:
        return [_("There is a header but no row below it.") if has_header else _("Nothing was pasted.")]
    if len(lines) > most:
        counts = {"limit": most, "count": len(lines)}
        return [_("At most %(limit)d rows at a time; these are %(count)d.") % counts]
    return []


def fill_cells(row: GridRow, line: Line, sheet: Sheet, label: Callable[[str], str]) -> None:
    """Give the row its cells."""
    number, cells = line
    row.cells = [
        Cell(column, label(column.key or ""), f"cell-{number}-{column.at}", _at(cells, column.at))
        for column in sheet.read
    ]


def clean_cell(cell: Cell, clean: Callable[[str], Any]) -> Any:
    """What a cell says, read by `clean`. Raises `ValidationError`."""
    text = written(cell)
    if cell.column.unit > 1 and text:
        text = _in_yuan(text, cell.column.unit, is_sure=cell.text[:1] in TEXT_MARKS)
    return clean(text)


def _in_yuan(text: str, unit: int, *, is_sure: bool) -> str:
    """A figure in a column of this unit, in yuan. One that names a unit of its own, or would be a fortune, is offered.

    Raises `ValidationError`.
    """
    reading = read_sum(text)
    offered = [f"{(value / unit).normalize():f}" for value in reading.values]
    if not reading.is_certain or "元" in text:
        message = _("This column counts in %(unit)s yuan: enter the figure alone.") % {"unit": f"{unit:,}"}
        raise Offer(offered, message) if offered else ValidationError(message)
    yuan = reading.values[0] * unit
    if yuan >= A_FORTUNE and not is_sure:
        message = _(
            "This column counts in %(unit)s yuan: this would be %(sum)s yuan. With a ' in front it is taken so."
        )
        told = {"unit": f"{unit:,}", "sum": f"{yuan:,.2f}"}
        raise Offer([*offered, f"'{text}"], message % told)
    return f"{yuan:f}"


def written(cell: Cell) -> str:
    """What a cell says, where it is not a formula or its error. Raises `ValidationError`."""
    text = said(cell.text)
    if cell.text.startswith("=") and len(cell.text) > 1:
        message = _(
            "Here stands a formula without its result: type the value, or open the file in Excel or WPS, save it, and "
            "choose it again."
        )
        raise ValidationError(message, code="formula")
    if _ERROR.fullmatch(compact(text)):
        message = _(
            "The spreadsheet shows %(error)s here instead of a value: enter the value, or copy the table again."
        )
        raise ValidationError(message % {"error": text})
    return text


def whole_number(cell: Cell, clean: Callable[[str], str]) -> str:
    """A long number in a cell, as far as the spreadsheet left it whole. Raises `ValidationError`.

    Spreadsheets keep 15 figures of a number and make the rest noughts, which may pass as right by chance: such a
    number is asked about, unless a mark in front says that it is text.
    """
    text = written(cell)
    if _CUT_SHORT.fullmatch(compact(text)):
        raise ValidationError(
            _("The spreadsheet has cut this number short. Make the column text, and copy it again.")
        )
    number = clean(text)
    if len(number) > 15 and number.isdigit() and number.endswith("000") and cell.text[:1] not in TEXT_MARKS:
        raise Offer(
            [f"'{number}"],
            _("It ends in 000, as where a spreadsheet has rounded it: compare it with the card."),
            code="rounded",
        )
    return number


def at_cell(number: int, column: str, message: object, who: str = "") -> str:
    """A problem in one column of one row."""
    told = {"row": number, "who": who, "column": column, "message": message}
    if who:
        return _("Row %(row)d (%(who)s), %(column)s: %(message)s") % told
    return _("Row %(row)d, %(column)s: %(message)s") % told

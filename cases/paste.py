"""Tables pasted from a spreadsheet: claimants with their claims, or claims alone.

Reads and checks; writes nothing. Every wrong cell is named by its row in the sheet, whose it is, and its column. The
number of queries is the same for one row and for two hundred.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cases.models import (
    Case,
    Claimant,
    ClaimantOutcome,
    ClaimKind,
    IdentityKind,
    NameKey,
    NameKeyKind,
    Worker,
)
from core.crypto import keyed_hash
from core.fields import (
    AccountField,
    DateField,
    IdNumberField,
    MoneyFormField,
    NameField,
    PhonesField,
    identified,
)
from core.names import plain_name, tidy_name
from core.pasted_sheet import (
    IGNORED,
    Cell,
    GridRow,
    Line,
    Sent,
    Sheet,
    clean_cell,
    fill_cells,
    header_name,
    lay_out,
    said,
    whole_number,
)
from labour_law.countries import country_code
from labour_law.identifiers import mask_id
from labour_law.identity import identify, keys_of, perhaps_keys
from labour_law.phones import mask_phone
from law_tables.forms import CountryField

KINDS_OF_DOCUMENT = {
    IdentityKind.RESIDENT: ("身份证", "居民身份证", "二代身份证", "二代证"),
    IdentityKind.RESIDENCE_PERMIT: ("居住证", "港澳台居民居住证", "港澳居民居住证", "台湾居民居住证"),
    IdentityKind.PERMANENT_RESIDENCE: ("外国人永久居留身份证", "外国人永久居留证", "永久居留证", "永居证"),
    IdentityKind.PASSPORT: ("护照", "外国护照", "因私护照"),
    IdentityKind.HOME_RETURN: ("回乡证", "港澳居民来往内地通行证", "港澳来往内地通行证"),
    IdentityKind.TAIWAN_PASS: ("台胞证", "台湾居民来往大陆通行证"),
    IdentityKind.NONE: ("无证件", "没有证件", "未提供", "未带", "没带", "待补", "不详", "未知"),
}
"""What people call the documents of `labour_law.identity`, beside their names in the forms."""


OTHER_PERSON = "new"
"""What is chosen for a row that is nobody of those on record."""


class IdKindField(forms.CharField):
    """A kind of document as people call it, and the country they say with it: 越南护照. Returned as their codes."""

    def clean(self, value: Any) -> tuple[str, str]:
        name = plain_name(super().clean(value))
        for kind, names in KINDS_OF_DOCUMENT.items():
            if name in (*names, plain_name(str(kind.label))):
                return str(kind), ""
        if "护照" in name and (country := country_code(name.replace("护照", ""))):
            return str(IdentityKind.PASSPORT), country
        if name:
            raise ValidationError(_("This kind of document is not known: %(kind)s.") % {"kind": value})
        return "", ""


FACTS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "name": (
        NameField(max_length=60),
        ("姓名", "名字", "职工", "工人", "员工", "劳动者", "申请人", "人员", "职工名称", "name", "worker"),
    ),
    "id_number": (
        IdNumberField(required=False),
        (
            *(
                "身份证号",
                "身份证",
                "身份证号码",
                "公民身份号码",
                "公民身份证号",
                "公民身份证号码",
                "居民身份证",
            ),
            *(
                "居民身份证号",
                "居民身份证号码",
                "身份号码",
                "身份证件号",
                "身份证件号码",
                "证件号",
                "证件号码",
            ),
            *("idnumber", "id", "idno", "idcard"),
        ),
    ),
    "id_kind": (
        IdKindField(required=False),
        ("证件类型", "证件种类", "证件名称", "证件", "kindofdocument", "idtype"),
    ),
    "id_country": (
        CountryField(required=False, max_length=60),
        ("国籍", "签发国", "护照签发国", "签发国家", "国家", "国籍地区", "nationality", "country"),
    ),
    "phone": (
        PhonesField(required=False, max_length=100),
        (
            *(
                "电话",
                "手机",
                "手机号",
                "手机号码",
                "电话号码",
                "联系电话",
                "联系方式",
                "联系手机",
                "联系号码",
            ),
            *("移动电话", "手机电话", "电话手机", "phone", "mobile", "telephone", "tel"),
        ),
    ),
    "employed_from": (
        DateField(required=False, not_in_future=True),
        (
            *(
                "入职日期",
                "入职时间",
                "入职",
                "入职日",
                "入职年月",
                "进厂日期",
                "进厂时间",
                "进场日期",
                "进场时间",
            ),
            *(
                "到岗日期",
                "到岗时间",
                "上班日期",
                "上班时间",
                "用工开始日期",
                "employedfrom",
                "start",
                "hiredon",
            ),
        ),
    ),
    "employed_to": (
        DateField(required=False, open_end=True),
        (
            *(
                "离职日期",
                "离职时间",
                "离职",
                "离职日",
                "离职年月",
                "离厂日期",
                "离厂时间",
                "退场日期",
                "退场时间",
            ),
            *("离开时间", "离岗日期", "离岗时间", "用工结束日期", "employeduntil", "end"),
        ),
    ),
    "monthly_wage": (
        MoneyFormField(required=False, positive=True),
        (
            *(
                "月工资",
                "月工资标准",
                "工资标准",
                "月薪",
                "月薪标准",
                "平均工资",
                "月平均工资",
                "月均工资",
                "约定月工资",
            ),
            *("约定工资", "monthlywage", "wage"),
        ),
    ),
    "job": (
        forms.CharField(required=False, max_length=60),
        ("岗位", "工种", "职务", "职位", "工作岗位", "岗位名称", "岗位工种", "工种岗位", "job"),
    ),
    "consent_on": (
        DateField(required=False, not_in_future=True),
        ("授权日期", "签署日期", "授权", "授权时间", "consentsignedon", "consent"),
    ),
    "bank_account": (
        AccountField(required=False, max_length=60),
        (
            "银行卡号",
            "银行卡",
            "银行账号",
            "银行帐号",
            "工资卡号",
            "卡号",
            "收款账号",
            "bankaccount",
            "account",
        ),
    ),
    "bank_name": (
        forms.CharField(required=False, max_length=80),
        ("开户行", "开户银行", "开户行名称", "银行", "银行名称", "bank"),
    ),
}
CLAIMS: dict[str, tuple[str, ...]] = {
    ClaimKind.WAGES: (
        *(
            "欠薪",
            "拖欠工资",
            "欠付工资",
            "未付工资",
            "未发工资",
            "欠发工资",
            "被拖欠工资",
            "工资差额",
            "拖欠",
            "欠款",
        ),
        "unpaidwages",
    ),
    ClaimKind.OVERTIME: ("加班费", "加班工资", "overtimepay", "overtime"),
    ClaimKind.DOUBLE_WAGE: ("二倍工资", "双倍工资", "二倍工资差额", "双倍工资差额", "doublewages"),
    ClaimKind.SEVERANCE: ("经济补偿", "经济补偿金", "severance", "severancen"),
    ClaimKind.NOTICE_PAY: ("代通知金", "payinlieuofnotice"),
    ClaimKind.DAMAGES: ("赔偿金", "违法解除赔偿金", "经济赔偿金", "damages", "damages2n"),
    ClaimKind.PROBATION: ("试用期赔偿金", "违法试用期赔偿金", "违法约定试用期赔偿金"),
    ClaimKind.MEDICAL_SUBSIDY: ("医疗补助费", "medicalsubsidy"),
    ClaimKind.ANNUAL_LEAVE: ("年休假", "年休假工资", "未休年休假工资", "年假工资", "annualleavepay"),
    ClaimKind.HEAT_ALLOWANCE: ("高温津贴", "高温费", "hightemperatureallowance", "heatallowance"),
    ClaimKind.WORK_INJURY: ("工伤", "工伤待遇", "工伤保险待遇", "workinjury"),
    ClaimKind.SOCIAL_INSURANCE: ("社保损失", "社会保险损失", "社保", "socialinsuranceloss"),
    ClaimKind.OTHER: ("其他", "其它", "其他请求", "other"),
}
WHOSE = ("员工", "职工", "工人", "劳动者", "申请人", "本人", "人员", "民工", "农民工")
"""What stands before the name of a fact and says nothing."""
AMOUNT = ("金额", "数额", "总额", "款", "费用")
"""What stands behind the name of a claim and says nothing."""
MOST_ALIKE = 8
"""So many of a name are offered."""
DEFAULT_ORDER = ("name", "id_number", "phone", "employed_from", "employed_to", "monthly_wage")
PHONES = ("phone", "phone2")
_SUM = MoneyFormField(required=False)
_NO_ROOM = gettext_lazy(
    "Two other telephones are on record (%(phones)s). Change one of them on the page of the person first, or write one "
    "of them here."
)


@dataclass
class Row(GridRow):
    """One line of the sheet with its `values` as read."""

    values: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Decimal] = field(default_factory=dict)
    worker: Worker | None = None
    claimant: Claimant | None = None
    meant: str = ""
    alike: list[Worker] = field(default_factory=list)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Whom the row may mean, to choose from, where the document does not tell."""
        if not self.alike:
            return []
        return [
            *((str(worker.pk), _described(worker)) for worker in self.alike),
            (OTHER_PERSON, _("another person")),
        ]

    def wrong_at(self, key: str, error: Any) -> None:
        """Note what is wrong in the column of this key."""
        self.refuse(key, column_label(key), error)


@dataclass
class Table:
    """A pasted table as read: how it is laid out, and its rows where nothing is to be said about its columns first."""

    sheet: Sheet
    choices: list[tuple[str, str]]
    rows: list[Row] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        return [*self.sheet.problems, *(problem for row in self.rows for problem in row.problems)]

    @property
    def right(self) -> list[Row]:
        """The rows with nothing wrong in them; none while something is to be said about the columns."""
        return [] if self.sheet.problems else [row for row in self.rows if not row.problems]

    @property
    def wrong(self) -> list[Row]:
        return [row for row in self.rows if row.problems]

    @property
    def claimed(self) -> Decimal:
        """The sum of all claims of the right rows, in yuan."""
        return sum((amount for row in self.right for amount in row.claims.values()), Decimal("0.00"))


def column_label(key: str) -> str:
    """What a column is called on the page."""
    labels: dict[str, Callable[[], str]] = {
        "name": lambda: _("Name"),
        "id_number": lambda: _("ID number"),
        "id_kind": lambda: _("Kind of document"),
        "id_country": lambda: _("Country of the passport"),
        "phone": lambda: _("Phone"),
        "employed_from": lambda: _("Employed from"),
        "employed_to": lambda: _("Employed until"),
        "monthly_wage": lambda: _("Monthly wage"),
        "job": lambda: _("Job"),
        "consent_on": lambda: _("Consent signed on"),
        "bank_account": lambda: _("Bank account"),
        "bank_name": lambda: _("Bank"),
    }
    return labels[key]() if key in labels else str(ClaimKind(key).label) if key else ""


def read_claimants(sent: Sent | str, case: Case, user: User) -> Table:
    """Read claimants of the case from a table; every row needs a name, and an ID number or a telephone.

    Only workers this user may see are found on record: by the document; whoever else may be meant is offered.
    """
    table = _read(sent, (*FACTS, *CLAIMS), DEFAULT_ORDER)
    for row in table.rows:
        if (
            not row.values.get("id_number")
            and not row.values.get("phone")
            and not {"id_number", "phone"} & row.wrong
        ):
            row.wrong_at("phone", _("Enter the ID number, or a telephone number where there is none."))
        if _lacks_country(row):
            has_column = any(cell.column.key == "id_country" for cell in row.cells)
            column = "id_country" if has_column else "id_kind"
            row.wrong_at(column, _("Write the country that issued it, like 越南护照."))
    _find_workers(table, case, user)
    return table


def _lacks_country(row: Row) -> bool:
    """Is it a passport of which nothing says who issued it?"""
    is_passport = row.values.get("id_kind") == IdentityKind.PASSPORT and row.values.get("id_number")
    return bool(is_passport) and not row.values.get("id_country") and "id_country" not in row.wrong


def read_claims(sent: Sent | str, case: Case) -> Table:
    """Read claims of those who are claimants of the case, found by ID number, else by name."""
    table = _read(
        sent, ("name", "id_number", "id_kind", "id_country", "phone", *CLAIMS), ("name", "id_number")
    )
    finder = ClaimantFinder(c for c in case.claimants.select_related("worker") if c.is_active)
    taken = set(case.claims.filter(is_active=True).values_list("claimant", "kind"))
    for row in table.rows:
        if row.problems:
            continue
        try:
            claimant = finder.find(row.values["name"], row.values.get("id_number") or "")
        except ValidationError as error:
            row.wrong_at("name", error)
            continue
        if not row.claims:
            row.wrong_at("name", _("There is no sum in this row."))
        else:
            row.claimant = claimant
            for kind in row.claims:
                if (claimant.pk, kind) in taken:
                    row.wrong_at(kind, _("This worker claims this already: edit the claim instead."))
                taken.add((claimant.pk, kind))
    return table


class ClaimantFinder:
    """Claimants by ID number or name."""

    def __init__(self, claimants: Iterable[Claimant]) -> None:
        self.by_hash: dict[str, Claimant] = {}
        self.by_name: dict[str, list[Claimant]] = {}
        for claimant in claimants:
            if claimant.worker.id_hash:
                self.by_hash[claimant.worker.id_hash] = claimant
            self.by_name.setdefault(plain_name(claimant.worker.name), []).append(claimant)

    def find(self, name: str, id_number: str) -> Claimant:
        """The claimant meant. Raises `ValidationError` where there is none, or more than one."""
        if id_number:
            hashes = [keyed_hash(key) for key in sorted(keys_of(id_number))]
            found = [self.by_hash[key] for key in hashes if key in self.by_hash]
            same_name = [c for c in found if plain_name(c.worker.name) == plain_name(name)]
            found = same_name if len(found) > 1 and same_name else found
        else:
            found = self.by_name.get(plain_name(name), [])
        if not found:
            raise ValidationError(_("This worker takes no part in the case."))
        if len(found) > 1:
            raise ValidationError(_("Several claimants have this name: add the ID number."))
        if name and plain_name(name) != plain_name(found[0].worker.name):
            raise ValidationError(_("The ID number belongs to %(name)s.") % {"name": found[0].worker.name})
        return found[0]


def known_column(heading: str) -> str | None:
    """The key of a header cell, "" for one left out on purpose, None for one nobody knows."""
    name = header_name(heading)
    if name in IGNORED:
        return ""
    facts = {name, *(name.removeprefix(whose) for whose in WHOSE)}
    for key, (_field, names) in FACTS.items():
        if facts & set(names):
            return key
    claims = {name, *(name.removesuffix(word) for word in AMOUNT)}
    for kind, names in CLAIMS.items():
        if claims & {*names, plain_name(str(ClaimKind(kind).label))}:
            return str(kind)
    return None


def _read(sent: Sent | str, keys: tuple[str, ...], default: tuple[str, ...]) -> Table:
    sent = Sent(sent) if isinstance(sent, str) else sent

    def knows(heading: str) -> str | None:
        key = known_column(heading)
        return "" if key and key not in keys else key

    sheet = lay_out(sent, knows, keys, default=default, sums=("monthly_wage", *CLAIMS))
    table = Table(sheet, [(str(key), column_label(key)) for key in keys])
    if not sheet.problems:
        table.rows = [_row(line, sheet, sent) for line in sheet.body]
        _find_repeats(table)
    return table


def _row(line: Line, sheet: Sheet, sent: Sent) -> Row:
    row = Row(line[0], is_open=line[0] in sent.opened, meant=sent.meant.get(line[0], ""))
    fill_cells(row, line, sheet, column_label)
    row.who = next((tidy_name(cell.text)[:60] for cell in row.cells if cell.column.key == "name"), "")
    order = {"id_kind": 0, "id_country": 1}
    for cell in sorted(row.cells, key=lambda cell: order.get(cell.column.key or "", 2)):
        key = cell.column.key or ""
        try:
            value = _value(cell, key, row)
        except ValidationError as error:
            row.wrong_at(key, error)
            continue
        if key == "id_kind":
            row.values["id_kind"], row.values["id_country"] = value
        elif key == "id_country":
            by_kind = row.values.get(key, "")
            if value and by_kind and value != by_kind:
                row.wrong_at(key, _("The kind of document names another country."))
            row.values[key] = by_kind or value
        elif key == "phone":
            row.values |= dict(zip(PHONES, value, strict=False))
        elif key in FACTS:
            row.values[key] = value
        elif value:
            row.claims[key] = value
        cell.shown = "" if key in order else _shown(cell.text, value)
    start, end = row.values.get("employed_from"), row.values.get("employed_to")
    if start and end and end < start:
        row.wrong_at("employed_to", _("Employment cannot end before it starts."))
    _tell_what_lacks_its_number(row)
    return row


def _tell_what_lacks_its_number(row: Row) -> None:
    """Kind and country of a document are kept with its number: without one the cells say that they are not."""
    if row.values.get("id_number") or "id_number" in row.wrong:
        return
    keeps_kind = row.values.get("id_kind") == IdentityKind.NONE
    for cell in row.cells:
        is_kept = cell.column.key == "id_kind" and keeps_kind
        if cell.column.key in ("id_kind", "id_country") and said(cell.text) and not is_kept:
            cell.shown = _("nothing: it is kept with a number only")


def _value(cell: Cell, key: str, row: Row) -> Any:
    reader = FACTS[key][0] if key in FACTS else _SUM
    is_passport = row.values.get("id_kind") == IdentityKind.PASSPORT
    if key == "id_country" and not is_passport:
        return ""
    if key == "id_number":
        return whole_number(cell, lambda text: _document(text, row.values.get("id_kind", "")))
    if key == "bank_account":
        return whole_number(cell, reader.clean)
    return clean_cell(cell, reader.clean)


def _document(text: str, kind: str) -> str:
    """The number of a document of this kind, or nothing where there is none. Raises `ValidationError`."""
    if not text or plain_name(text) in KINDS_OF_DOCUMENT[IdentityKind.NONE]:
        return ""
    if kind == IdentityKind.NONE:
        raise ValidationError(_("Here stands a number: choose the kind of document, or take it out."))
    return identified(text, kind).number


def _shown(text: str, value: Any) -> str:
    """How a value was read, where it does not stand so in the cell."""
    if value in (None, "", ()):
        return ""
    if isinstance(value, Decimal):
        shown = f"{value:,.2f}"
        return "" if text.replace(",", "") in (f"{value:f}", f"{value.normalize():f}") else shown
    shown = " / ".join(value) if isinstance(value, tuple) else str(value)
    return "" if shown == text else shown


def _find_repeats(table: Table) -> None:
    """The same ID number, or where one of two rows has none the same name and telephone, twice in the table."""
    documents: dict[Any, int] = {}
    people: dict[Any, int] = {}
    without_number: dict[Any, int] = {}
    for row in table.rows:
        number = row.values.get("id_number")
        has_number = bool(number) or "id_number" in row.wrong
        document = (number, row.values.get("id_country", ""))
        keys = _name_and_phones(row, has_number)
        column, same = "id_number", documents.get(document) if number else None
        if same is None:
            before = without_number if has_number else people
            column, same = "name", next((before[key] for key in keys if key in before), None)
        if same is not None:
            row.wrong_at(column, _("The same as in row %(row)d.") % {"row": same})
        if number:
            documents.setdefault(document, row.number)
        for seen in (people,) if has_number else (people, without_number):
            for key in keys:
                seen.setdefault(key, row.number)


def _name_and_phones(row: Row, has_number: bool) -> list[tuple[str, str]]:
    """By what a row is the same as one without a number: its name with each telephone; alone where it has neither."""
    name = plain_name(row.values.get("name", ""))
    phones = [row.values[key] for key in PHONES if row.values.get(key)]
    if not phones and not has_number:
        phones = [""]
    return [(name, phone) for phone in phones] if name else []


def _find_workers(table: Table, case: Case, user: User) -> None:
    """Say who is on record already, under which name, and who takes part in the case."""
    documents = {
        row.number: identify(
            row.values["id_number"],
            row.values.get("id_kind", ""),
            country=row.values.get("id_country", ""),
        )
        for row in table.rows
        if row.values.get("id_number")
    }
    hashes = {number: keyed_hash(document.key) for number, document in documents.items()}
    perhaps = {
        number: {keyed_hash(key) for key in perhaps_keys(document.number, document.country)}
        for number, document in documents.items()
        if document.country
    }
    seen: Any = Worker.objects.visible_to(user)
    seen = seen.for_office(case.office)
    wanted = {*hashes.values()}.union(*perhaps.values())
    on_record = {worker.id_hash: worker for worker in reversed(seen.filter(id_hash__in=wanted))}
    namesakes = _namesakes(seen, [row.values["name"] for row in table.rows if row.values.get("name")])
    part = {claimant.worker_id: claimant for claimant in case.claimants.all()}
    first: dict[int, int] = {}
    for row in table.rows:
        name = row.values.get("name", "")
        row.worker = on_record.get(hashes.get(row.number))
        if row.worker is None and "id_number" not in row.wrong:
            one_passport = [on_record[key] for key in perhaps.get(row.number, ()) if key in on_record]
            _choose_among(row, namesakes.get(plain_name(name), []), one_passport)
        elif row.worker and name and tidy_name(name) != row.worker.name:
            row.wrong_at(
                "name", _("The ID number is on record under the name %(name)s.") % {"name": row.worker.name}
            )
        if row.worker is None:
            continue
        column = "name" if row.alike else "id_number"
        row.claimant = part.get(row.worker.pk)
        if row.claimant and row.claimant.is_active:
            row.wrong_at(column, _("This worker is a claimant in this case already."))
        elif row.claimant and row.claimant.outcome == ClaimantOutcome.SPLIT:
            row.wrong_at(column, _("This worker was split off into another case."))
        elif first.setdefault(row.worker.pk, row.number) != row.number and not row.wrong:
            row.wrong_at(column, _("The same as in row %(row)d.") % {"row": first[row.worker.pk]})
        elif phones_to_add(row.worker, row.values)[1]:
            masked = " / ".join(mask_phone(getattr(row.worker, key)) for key in PHONES)
            row.wrong_at("phone", _NO_ROOM % {"phones": masked})


def phones_to_add(worker: Worker, values: dict[str, Any]) -> tuple[dict[str, str], list[str]]:
    """Where the telephones of a row go that are not on record with the worker, and those there is no room for."""
    known = {getattr(worker, key) for key in PHONES}
    new = [values[key] for key in PHONES if values.get(key) and values[key] not in known]
    free = [key for key in PHONES if not getattr(worker, key)]
    return dict(zip(free, new, strict=False)), new[len(free) :]


def _namesakes(workers: Any, names: Iterable[str]) -> dict[str, list[Worker]]:
    """By plain name, who among the workers has it, or had it. Two queries."""
    wanted = {plain_name(name) for name in names}
    keys = NameKey.objects.filter(kind=NameKeyKind.WHOLE, key__in=wanted, worker__isnull=False)
    found: dict[str, list[Worker]] = {}
    for worker in workers.filter(pk__in=keys.values("worker")).prefetch_related(Prefetch("keys", keys)):
        for key in {key.key for key in worker.keys.all()}:
            found.setdefault(key, []).append(worker)
    return found


def _choose_among(row: Row, namesakes: list[Worker], one_passport: list[Worker]) -> None:
    """Offer whom on record a row may mean that no document tells; nobody is taken who was not chosen.

    With a number the row means none who has another one, nor one who only has the same name; `one_passport`: whose
    passport has this number, and no country on record.
    """
    phones = {row.values.get(key) for key in PHONES} - {None, ""}
    same_phone = [worker for worker in namesakes if phones & {worker.phone, worker.phone2}]
    if row.values.get("id_number"):
        row.alike = [*one_passport, *(worker for worker in same_phone if not worker.id_hash)]
    else:
        row.alike = sorted(namesakes, key=lambda worker: worker not in same_phone)[:MOST_ALIKE]
    if not row.alike:
        return
    row.worker = next((worker for worker in row.alike if str(worker.pk) == row.meant), None)
    if row.worker is None and row.meant != OTHER_PERSON:
        row.wrong_at("name", _("Somebody who may be meant is on record. Choose who it is."))


def _described(worker: Worker) -> str:
    """A worker on record, told from others of the name; numbers are masked."""
    number = mask_id(worker.id_number) if worker.id_number else _("no ID number on record")
    return " · ".join(filter(None, (worker.name, number, mask_phone(worker.phone))))

"""One row of a bank statement as a file: it proves the payment on its case without showing what others paid."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile

from core.days import written_moment
from core.export import XLSX_TYPE, write_xlsx
from core.uploads import inspect_upload
from recoveries.models import StatementLine

HEADER = (
    "到账日期",
    "付款人",
    "金额",
    "摘要",
    "流水号",
    "收款账号后四位",
    "流水文件",
    "行号",
    "文件SHA-256",
    "导入时间",
)


def excerpt_of(line: StatementLine) -> SimpleUploadedFile:
    """The row with where it is from, checked as an upload."""
    statement = line.statement
    file = io.BytesIO()
    row = (
        line.came_on,
        line.payer,
        line.amount,
        line.purpose,
        line.reference,
        statement.account_end,
        statement.name,
        line.number,
        statement.sha256,
        written_moment(statement.recorded_at),
    )
    write_xlsx([row], HEADER, file)
    upload = SimpleUploadedFile(f"银行流水摘录第{line.number}行.xlsx", file.getvalue(), XLSX_TYPE)
    upload.inspected = inspect_upload(upload)  # type: ignore[attr-defined]
    return upload

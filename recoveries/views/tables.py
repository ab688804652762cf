"""What the pages have in common that take in a table for an office: what is kept of it until it is on record, and after."""

from collections.abc import Callable

from django.http import HttpRequest

from accounts.models import Office
from core.pasted_sheet import Sent, Sheet
from core.resume import keep_for_later
from core.sheet_files import Book
from recoveries.actions.statements import Origin, remember_layout
from recoveries.forms.tables import carried


def keep_table(
    request: HttpRequest, office: Office, origin: Origin, sent: Sent, book: Book, sheet: Sheet, **said: str
) -> None:
    """Keep the table for this page with what was said of it, to be gone on with."""
    kept = {"text": sent.text, "do": "check", "office": str(office.pk), "origin": carried(origin), **said}
    kept |= {column.name: column.choice for column in sheet.columns}
    fields = [(name, [value]) for name, value in kept.items()]
    keep_for_later(request, fields + book.carried_fields(but_read=True))


def remember_columns(
    request: HttpRequest, office: Office, sheet: Sheet, signature: Callable[[list[str]], str]
) -> None:
    """Keep what was said of the columns with their headings, which `signature` tells from those of other tables."""
    if (choices := sheet.choices_made()) and sheet.header:
        remember_layout(office, actor=request.user, signature=signature(sheet.header[0][1]), columns=choices)

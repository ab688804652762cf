"""The receipts of a state as their address asks for them, and which comes next."""

from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from accounts.models import Office, User
from core.lookups import among
from core.paging import following
from recoveries.forms.review import ORDERS, QueueFilter, in_band
from recoveries.models import Receipt
from recoveries.workflow import ReceiptState

REVIEWING = ("supervisor", "auditor")
KEYS = ("state", "office", "size", "sort")


class Queue:
    """What somebody asked the queue for; without a choice what waits, the longest first."""

    def __init__(self, user: User, data: QueryDict) -> None:
        self.user = user
        self.form = QueueFilter(data, offices=Office.objects.visible_to(user, REVIEWING).order_by("path"))
        self.form.is_valid()
        wanted = self.form.cleaned_data
        self.state = wanted.get("state") or ReceiptState.RECORDED
        self.sort = wanted.get("sort") or ("age" if self.waits else "newest")
        self.order = ORDERS[self.sort]
        self.office: Office | None = wanted.get("office")
        self.size: str = wanted.get("size") or ""
        kept = {name: data[name] for name in KEYS if data.get(name) and name in wanted}
        self.query = f"?{urlencode(kept)}" if kept else ""
        """The choice, as it stands behind an address."""

    @property
    def waits(self) -> bool:
        """Is this what waits for a supervisor?"""
        return self.state == ReceiptState.RECORDED

    @property
    def rows(self) -> Any:
        """The receipts, without an order."""
        found = Receipt.objects.visible_to(self.user, by_row=True).filter(state=self.state)
        if self.office:
            below = Office.objects.filter(path__startswith=self.office.path)
            found = found.filter(among("case__office_id", list(below.values_list("pk", flat=True))))
        return found.filter(in_band(self.size)) if self.size else found

    def after(self, receipt: Receipt) -> Receipt | None:
        """The next one; of what waits, the next that this user may decide on."""
        rows = self.rows.not_own(self.user) if self.waits else self.rows
        return following(rows, receipt, self.order)

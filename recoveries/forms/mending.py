"""The form that mends a receipt: filled in as it was recorded, but for what is put right."""

from typing import Any

from django.utils.translation import gettext as _

from recoveries.forms.receipts import ReceiptForm
from recoveries.models import Receipt
from recoveries.workflow import Fault


class MendForm(ReceiptForm):
    """A payment in place of one that was sent back. Its proof stays unless a better one is handed in."""

    def __init__(self, *args: Any, sent_back: Receipt, **kwargs: Any) -> None:
        parts = {f"part_{line.claim_id}": f"{line.amount:.2f}" for line in sent_back.lines.all()}
        initial = {
            "received_on": sent_back.received_on,
            "amount": f"{sent_back.amount:.2f}",
            "method": sent_back.method,
            "payer": sent_back.payer,
            "note": sent_back.note,
            "reference": sent_back.reference or "",
            "account_end": sent_back.account_end or "",
            "no_double": sent_back.no_double or "",
        }
        extras = {f"extra_{extra.kind}": f"{extra.amount:.2f}" for extra in sent_back.extras.all()}
        kwargs["line"] = sent_back.statement_line
        super().__init__(*args, case=sent_back.case, initial=initial | parts | extras, **kwargs)
        proof = self.fields["proof"]
        if sent_back.fault == Fault.UNREADABLE:
            proof.required = True
            proof.error_messages["required"] = _("It was sent back for its proof: hand in a better one.")
        elif sent_back.proof:
            proof.help_text = _("Left empty, the proof stays as it is.")

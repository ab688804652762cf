"""What others do to the ledger while a browser test goes on: run in the server's environment.

`python -m tests.e2e.ledger verify` has the payment of the seed's group verified, `take_back` reverses it.
"""

import os
import sys


def verify() -> None:
    from recoveries.actions.receipts import attach_proof, take_receipt_step
    from tests.factories import AttachmentFactory, clear_check

    receipt, supervisor = found()
    clear_check(receipt.case)
    proof = AttachmentFactory(case=receipt.case)
    receipt = attach_proof(receipt, actor=receipt.recorded_by, proof=proof)
    take_receipt_step(receipt, "verify", actor=supervisor)


def take_back() -> None:
    from tests.recoveries.reversing import reverse

    receipt, _ = found()
    reverse(receipt)


def found() -> tuple:
    from accounts.models import User
    from recoveries.models import Receipt
    from tests.e2e.seed import GROUP_NUMBER

    receipt = Receipt.objects.get(case__number=GROUP_NUMBER, reverses=None)
    return receipt, User.objects.get(username="supervisor")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    {"verify": verify, "take_back": take_back}[sys.argv[1]]()

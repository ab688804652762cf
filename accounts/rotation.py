"""The secrets of the second factor, encrypted by us inside the library's rows."""

from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.db import transaction

SECRETS = ("secret", "seed")


class SecondFactorSecrets:
    """A place of `core.rotation`; a row is an authenticator with the name of the value in it."""

    name = f"{Authenticator._meta.db_table}.data"
    may_be_rewritten = True

    def values(self) -> Iterator[tuple[tuple[int, str], str]]:
        for pk, data in Authenticator.objects.order_by("pk").values_list("pk", "data").iterator():
            yield from (((pk, name), data[name]) for name in SECRETS if data.get(name))

    def read(self, row: tuple[int, str]) -> str | None:
        pk, name = row
        data = Authenticator.objects.filter(pk=pk).values_list("data", flat=True).first()
        return data.get(name) if data else None

    @transaction.atomic
    def swap(self, row: tuple[int, str], old: str, new: str) -> bool:
        pk, name = row
        authenticator = Authenticator.objects.select_for_update().filter(pk=pk).first()
        if authenticator is None or authenticator.data.get(name) != old:
            return False
        authenticator.data[name] = new
        authenticator.save(update_fields=["data"])
        return True

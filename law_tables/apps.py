from django.apps import AppConfig
from django.core.signals import request_finished, request_started
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class LawTablesConfig(AppConfig):
    name = "law_tables"
    verbose_name = _("Rates, holidays and code lists")

    def ready(self) -> None:
        from simple_history.signals import post_create_historical_record

        from law_tables import current
        from law_tables.seeding import add_missing_rows

        post_migrate.connect(add_missing_rows, sender=self, dispatch_uid="law_tables.add_missing_rows")
        request_started.connect(current.request_begins, dispatch_uid="law_tables.request_begins")
        request_finished.connect(current.request_ends, dispatch_uid="law_tables.request_ends")
        post_create_historical_record.connect(current.row_written, dispatch_uid="law_tables.row_written")

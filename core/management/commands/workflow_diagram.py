"""manage.py workflow_diagram [cases.Case] > docs/workflow.svg"""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandParser

from core.workflow_diagram import draw


class Command(BaseCommand):
    help = "Draw the workflow of a model as SVG."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "model", nargs="?", default="cases.Case", help="app.Model, cases.Case if left out"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(draw(apps.get_model(options["model"])), ending="")

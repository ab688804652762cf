"""Prove that the record is what was written."""

import json
from argparse import FileType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Max

from accounts.models import User
from core.counting import counted
from seals.actions import verify_record
from seals.findings import Finding
from seals.models import Seal
from seals.proof import problems
from seals.roots import read_export


class Command(BaseCommand):
    help = (
        "Verify seals, rows, histories, triggers and files; exit with an error where something was changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--full", action="store_true", help="also what was verified before")
        parser.add_argument("--against", type=FileType(encoding="utf-8"), help="roots from `seal --roots`")
        parser.add_argument(
            "--proof", type=FileType(encoding="utf-8"), help="only check this proof of a case"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["proof"]:
            self._check_proof(options["proof"].read())
            return
        try:
            outside = read_export(options["against"].read()) if options["against"] else []
            done = verify_record(actor=User.objects.system(), full=options["full"], outside=outside)
        except ValueError as error:
            raise CommandError(f"The roots kept outside cannot be read: {error}") from error
        for said in done.findings:
            finding = Finding.from_json(said)
            (self.stderr if finding.is_grave else self.stdout).write(str(finding))
        if done.found:
            named = f"; the first {len(done.findings)} are named" if done.found > len(done.findings) else ""
            raise CommandError(
                f"{counted(done.found, 'finding')}{named}: the record is not what was written."
            )
        seals = "seal 1" if done.through == 1 else f"seals 1 to {done.through}"
        sealed = f"{seals}, root {done.root}" if done.through else "no seal yet: run `seal`"
        self.stdout.write(f"The record is what was written: {sealed}.")

    def _check_proof(self, text: str) -> None:
        try:
            proof = json.loads(text)
        except ValueError as error:
            raise CommandError(f"This is no proof: {error}") from error
        if wrong := problems(proof):
            raise CommandError("The proof does not hold: " + "; ".join(wrong))
        rows = sum(len(part["rows"]) for seal in proof["seals"] for part in seal["parts"])
        label, pk = proof["about"]
        there, newest = proof["through"]["number"], Seal.objects.aggregate(last=Max("number"))["last"]
        since = f", of {newest} there are now" if newest > there else ""
        self.stdout.write(
            f"The proof holds for {label} {pk}: {counted(rows, 'row')} under {counted(len(proof['seals']), 'seal')}, "
            f"all there are up to seal {there}{since}."
        )

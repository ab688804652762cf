"""What `script/server` does once everything is installed, in one process: see to the database, the demo and the static
files as far as there is something to do, and serve.

Importing Django anew for each of these took most of the time of a start.
"""

import gc
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PORT = int(os.environ.get("PORT", "8000"))


def main() -> None:
    """Serve at `PORT`. Exits with a line that says why where that cannot be."""
    if _is_taken(PORT):
        sys.exit(f"server: port {PORT} is taken; choose another: PORT=8001 script/server")
    print("server: starting", flush=True)
    gc.disable()  # until config.wsgi has all that lives as long as the process
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.conf import settings

    if settings.DEMO and settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        has_demo = True
        _see_to_demo(Path(settings.DATABASES["default"]["NAME"]), Path(settings.MEDIA_ROOT))
    else:
        has_demo = False
    django.setup()
    _migrate()
    _close_to_others()
    _collect_static(Path(settings.STATIC_ROOT))
    if has_demo:
        from work.demo.cast import logins_text

        print(logins_text())
    print(f"\nGongyuan is at http://127.0.0.1:{PORT}   (Ctrl-C stops it)", flush=True)
    from gunicorn.app.wsgiapp import run

    sys.argv = ["gunicorn"]
    run()


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _see_to_demo(database: Path, files: Path) -> None:
    """Build the demo where nobody is in the database. It is built beside it and moved into place when it is whole: one
    cut short is built anew."""
    if _has_users(database):
        return
    print("server: building the demo (about a minute, this once)", flush=True)
    building = ROOT / "var" / "demo-building"
    shutil.rmtree(building, ignore_errors=True)
    made = building / "db.sqlite3"
    (building / "files").mkdir(parents=True)
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{made}", "MEDIA_ROOT": str(building / "files")}
    for command in (["migrate", "--verbosity", "0"], ["demo"]):
        done = subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=False)
        if done.returncode:
            sys.exit("server: the demo could not be built; what it said stands above")
    with closing(sqlite3.connect(made)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(building / "files", files, dirs_exist_ok=True)
    for rest in ("-wal", "-shm"):
        database.with_name(database.name + rest).unlink(missing_ok=True)
    made.replace(database)
    shutil.rmtree(building)


def _has_users(database: Path) -> bool:
    if not database.exists():
        return False
    with closing(sqlite3.connect(database)) as connection:
        try:
            found = connection.execute("SELECT 1 FROM accounts_user WHERE is_active LIMIT 1").fetchone()
        except sqlite3.OperationalError:  # it has no tables yet
            return False
    return found is not None


def _migrate() -> None:
    """Migrate where there is a migration on the disk that the database does not name; the migrations themselves are
    imported only then."""
    from django.apps import apps
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    there = {
        (app.label, path.stem)
        for app in apps.get_app_configs()
        for path in Path(app.path, "migrations").glob("[!_]*.py")
    }
    if there - MigrationRecorder(connection).applied_migrations().keys():
        print("server: migrating the database", flush=True)
        call_command("migrate", verbosity=0)


def _close_to_others() -> None:
    from core.private_files import close_to_others

    for path in close_to_others()[1]:
        print(f"server: {path} belongs to another user and stays open to others", file=sys.stderr)


def _collect_static(collected: Path) -> None:
    """Collect the static files where one, or a package, is newer than the last time."""
    stamp = collected / "staticfiles.json"
    last = stamp.stat().st_mtime if stamp.exists() else 0
    if any(path.stat().st_mtime > last for path in _may_have_changed()):
        from django.core.management import call_command

        call_command("collectstatic", interactive=False, verbosity=0)


def _may_have_changed() -> Iterable[Path]:
    yield from (ROOT / "static", *(ROOT / "static").rglob("*"))
    installed = ROOT / ".venv" / "installed"
    if installed.exists():
        yield installed


if __name__ == "__main__":
    main()

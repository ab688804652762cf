"""The server of `gunicorn.conf.py`, warmed up before it forks: workers die young here, and should not spend their time
on loading templates, tables and the renderer."""

import runpy
from pathlib import Path
from typing import Any

globals().update(runpy.run_path(str(Path(__file__).parents[2] / "gunicorn.conf.py")))


def when_ready(server: Any) -> None:
    from django.db import connections
    from django.test import Client

    import documents.render  # noqa: F401
    from accounts.models import User

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(username="clerk"))
    for page in ("/cases/new/", "/visits/new/", "/cases/1/", "/cases/"):
        client.get(page)
    connections.close_all()

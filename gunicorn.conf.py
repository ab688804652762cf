"""How the application is served: gunicorn reads this file by itself when started from here."""

import os

wsgi_app = "config.wsgi"
bind = os.environ.get("BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}")

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
# Loaded once and shared by the workers; config.wsgi freezes what was loaded.
preload_app = True

# A long paper is rendered within a request.
timeout = 60
graceful_timeout = 20
control_socket_disable = True
errorlog = "-"
loglevel = "warning"

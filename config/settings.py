"""Settings, all from the environment (or from `.env`, which `script/setup` writes for local use).

What production needs and does not find is named, all at once, before anything starts.
"""

import os
from importlib.util import find_spec
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.environment import Environment, weak_keys

BASE_DIR = Path(__file__).resolve().parent.parent

env = Environment()
ENV_FILE = env.str("ENV_FILE", default=str(BASE_DIR / ".env"))
env.read_env(ENV_FILE)

# Whatever this process writes is for its own user alone: files with ID numbers, the database, backups.
os.umask(0o077)

DEMO = env.bool("DEMO", default=False)
REQUIRED: tuple[str, ...] = ("SECRET_KEY", "ENCRYPTION_KEYS", "HASH_KEY", "DATABASE_URL", "ALLOWED_HOSTS")
if not DEMO:
    REQUIRED += ("EMAIL_URL",)
if missing := [name for name in REQUIRED if not env.str(name, default="")]:
    raise ImproperlyConfigured(
        f"Missing in the environment: {', '.join(missing)}. See docs/operating.md for what each one holds."
    )

# --- what this process is ---
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("HTTPS", default=True)

# --- personal data at rest: newest key first, older keys still decrypt; HASH_KEY must never change ---
ENCRYPTION_KEYS = [key.strip() for key in env.list("ENCRYPTION_KEYS")]
HASH_KEY = env.str("HASH_KEY")
if not (DEMO or DEBUG) and (weak := weak_keys(ENCRYPTION_KEYS, HASH_KEY)):
    raise ImproperlyConfigured(
        f"Too weak for personal data: {', '.join(weak)}. See “Keys” in docs/operating.md for how to make a key."
    )
# Of the archives that `manage.py backup` writes; no other key may be the same.
BACKUP_KEY = env.str("BACKUP_KEY", default="")

INSTALLED_APPS = [
    "work",
    "reports",
    "front_desk",
    "recoveries",
    "performance",
    "documents",
    "mediation",
    "workings",
    "assignments",
    "cases",
    "lawyers",
    "calculators",
    "seals",
    "accounts",
    "law_tables",
    "core",
    "config.apps.HouseAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_fsm",
    "django_htmx",
    "django_tasks",
    "simple_history",
    "treebeard",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "core.middleware.MethodsMiddleware",
    "core.middleware.CompressMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.replica.ReplicaMiddleware",
    "accounts.middleware.SessionMiddleware",
    "core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.ResumeFormMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.AuditMiddleware",
    "core.middleware.ProblemMiddleware",
    "core.once.OnceMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "work.context_processors.frame",
            ],
            "builtins": ["core.templatetags.gongyuan"],
            "libraries": {"i18n": "core.templatetags.known_texts"},
        },
    },
]
FORM_RENDERER = "core.form_renderer.HouseRenderer"

# --- data ---
DATABASES = {"default": env.url("DATABASE_URL", env.db_url_config)}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    if DATABASES["default"]["NAME"] != ":memory:":
        # A relative path is one from here, wherever the process was started.
        DATABASES["default"]["NAME"] = BASE_DIR / DATABASES["default"]["NAME"]
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # A thread keeps its connection, and with it a cache of so many KB; the system caches the file as well.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8000;",
    }
# A connection made anew costs as much as some queries.
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Who the program signs in as on PostgreSQL, where another user owns the tables and migrates.
DATABASE_APP_USER = env.str("DATABASE_APP_USER", default="")
# A streaming replica of DATABASE_URL from which lists, home pages and exports are read (core/replica.py).
if env.str("REPLICA_URL", default=""):
    DATABASES["replica"] = env.url("REPLICA_URL", env.db_url_config)
    if not all(database["ENGINE"].endswith("postgresql") for database in DATABASES.values()):
        raise ImproperlyConfigured("REPLICA_URL is for PostgreSQL, and so is DATABASE_URL then.")
    DATABASES["replica"] |= {
        "CONN_MAX_AGE": 60,
        "TEST": {"MIRROR": "default"},
        # One that vanished is noticed in seconds, not when TCP gives up.
        "OPTIONS": {
            **DATABASES["replica"].get("OPTIONS", {}),
            "connect_timeout": 2,
            "keepalives_idle": 3,
            "keepalives_interval": 2,
            "keepalives_count": 2,
            "tcp_user_timeout": 5000,
        },
    }
    DATABASE_ROUTERS = ["core.replica.ReplicaRouter"]
# So many connections of a process, shared by its threads; with 0 each thread has its own and keeps it.
if DATABASE_POOL := env.int("DATABASE_POOL", default=0):
    for alias, database in DATABASES.items():
        if not database["ENGINE"].endswith("postgresql"):
            raise ImproperlyConfigured("DATABASE_POOL is for PostgreSQL.")
        database |= {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
        pool = {"min_size": 0, "max_size": DATABASE_POOL, "timeout": 2 if alias == "replica" else 20}
        database["OPTIONS"] = {**database.get("OPTIONS", {}), "pool": pool}
REPLICA_MAX_LAG_SECONDS = env.int("REPLICA_MAX_LAG_SECONDS", default=10)
# Limits are counted here (core/throttle.py), so it is one that all processes share and a restart keeps.
CACHES = {"default": env.url("CACHE_URL", env.cache_url_config, default="dbcache://shared_cache")}
if CACHES["default"]["BACKEND"].endswith("DatabaseCache"):
    # Counts that still hold must not be thrown out to make room for new ones.
    CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 200_000}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

# --- files ---
STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "var" / "static"))
# Pages name files by what is in them; the same under their plain names would only be compressed once more.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "var" / "files"))
if S3_BUCKET := env.str("S3_BUCKET", default=""):
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ImproperlyConfigured("S3_BUCKET is set, but django-storages[s3] is not installed.")
    FILE_STORAGE = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.str("S3_ENDPOINT", default=None),
            "default_acl": "private",
            "querystring_auth": True,
        },
    }
else:
    FILE_STORAGE = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
STORAGES = {
    "default": FILE_STORAGE,
    "staticfiles": {"BACKEND": "core.static_files.SmallStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# Where each seal of the record goes besides the database: best out of reach of whoever keeps that.
SEAL_FOLDER = env.str("SEAL_FOLDER", default="")
SEAL_MAIL_TO = env.list("SEAL_MAIL_TO", default=[])
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", default=50 * 1024 * 1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- work in the background: at once within the request, or by `manage.py db_worker` from a queue in the database ---
TASKS_IN = env.str("TASKS_IN", default="request")
if TASKS_IN not in ("request", "worker"):
    raise ImproperlyConfigured(f"TASKS_IN is “request” or “worker”, not “{TASKS_IN}”.")
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
if TASKS_IN == "worker":
    INSTALLED_APPS.append("django_tasks_db")
    TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- language and time ---
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Shanghai")

# --- people and sessions ---
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.HouseBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "work:home"
CSRF_FAILURE_VIEW = "core.views.csrf_failure"
ACCOUNT_ADAPTER = "accounts.adapter.HouseAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# Passwords and codes have limits of our own: accounts/sign_in_limits.py.
ACCOUNT_RATE_LIMITS = {"login": "", "login_failed": ""}
MFA_FORMS = {
    "authenticate": "accounts.second_factor.AuthenticateForm",
    "reauthenticate": "accounts.second_factor.ReauthenticateForm",
    "activate_totp": "accounts.second_factor.ActivateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Gongyuan"
MFA_ADAPTER = "accounts.adapter.HouseMFAAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", default=not DEMO)
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = env.int("SESSION_IDLE_SECONDS", default=30 * 60)
INVITATION_DAYS = 7

# --- mail ---
vars().update(env.url("EMAIL_URL", env.email_url_config, default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="gongyuan@localhost")

# --- transport and headers ---
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
# Our own pages show our own papers in a frame.
X_FRAME_OPTIONS = "SAMEORIGIN"
# The library `i18n` is ours in place of Django's, on purpose.
SILENCED_SYSTEM_CHECKS = ["security.W019", "templates.W003"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # They tell each step of each paper.
    "loggers": {"weasyprint": {"level": "WARNING"}, "fontTools": {"level": "WARNING"}},
}

# The program with what it needs to serve, as `script/setup --runtime` installs it, for compose.yaml.
FROM python:3.11-slim-bookworm

RUN apt-get update && apt-get install -q -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk gettext \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /srv/gongyuan
COPY requirements.txt ./
RUN python -m venv .venv \
    && .venv/bin/pip install -qq --disable-pip-version-check --require-hashes -r requirements.txt \
    && .venv/bin/pip install -qq --disable-pip-version-check "django-storages[s3]~=1.14"

COPY . .
RUN find locale -name "*.po" -execdir msgfmt --check-format -o django.mo django.po ";" \
    && useradd --home-dir /srv/gongyuan gongyuan && mkdir -p -m 700 var && chown gongyuan: var

# No key of a site is in the image: these serve to collect the static files and nothing else.
USER gongyuan
RUN DEMO=on SECRET_KEY=x ENCRYPTION_KEYS=x HASH_KEY=x DATABASE_URL=sqlite://:memory: ALLOWED_HOSTS=x \
    .venv/bin/python manage.py collectstatic --no-input --verbosity 0

EXPOSE 8000
CMD [".venv/bin/gunicorn"]

"""Limits: counted exactly, for all processes together, and still there after a restart."""

import datetime as dt
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import RequestFactory

from core import clock, throttle
from core.throttle import Limit, Throttled

ROOT = Path(__file__).resolve().parents[2]
NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
THREE = Limit("three", 3, 300)
ONE = Limit("one", 1, 60)


def allowed(*counted, tries=5):
    """How many of so many tries pass."""
    passed = 0
    for _ in range(tries):
        try:
            throttle.take(*counted)
        except Throttled:
            continue
        passed += 1
    return passed


def test_so_many_tries_pass_and_each_key_has_its_own():
    assert (allowed((THREE, "a")), allowed((THREE, "b")), allowed((ONE, "a"))) == (3, 3, 1)


def test_a_place_comes_free_when_the_time_of_its_try_is_over():
    for seconds in (0, 100, 200):
        with clock.at(NOON + dt.timedelta(seconds=seconds)):
            throttle.take((THREE, "a"))
    with clock.at(NOON + dt.timedelta(seconds=210)), pytest.raises(Throttled) as refused:
        throttle.take((THREE, "a"))
    assert (refused.value.seconds, refused.value.messages) == (90, ["尝试次数过多，请等待 2 分钟后再试。"])
    with clock.at(NOON + dt.timedelta(seconds=300)):
        assert allowed((THREE, "a")) == 1


def test_what_is_given_back_or_forgotten_does_not_count():
    throttle.take((THREE, "a")).give_back()
    assert allowed((THREE, "a")) == 3
    throttle.forget((THREE, "a"))
    assert allowed((THREE, "a")) == 3


def test_a_try_refused_under_one_limit_counts_under_none():
    throttle.take((ONE, "a"))
    assert allowed((THREE, "a"), (ONE, "a")) == 0
    assert allowed((THREE, "a")) == 3


def test_of_ipv6_the_line_counts_and_not_each_of_its_addresses(settings):
    def seen(address):
        return throttle.network(RequestFactory().post("/", REMOTE_ADDR=address))

    assert seen("2001:db8:1:2::3") == seen("2001:db8:1:2:ffff::9") != seen("2001:db8:1:3::3")
    assert (seen("203.0.113.7"), seen("203.0.113.8"), seen("")) == ("203.0.113.7", "203.0.113.8", "")
    settings.BEHIND_PROXY = True
    request = RequestFactory().post("/", headers={"X-Forwarded-For": "1.1.1.1, 203.0.113.7"})
    assert throttle.network(request) == "203.0.113.7"


@pytest.mark.django_db
def test_the_database_cache_counts_too(settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_of_test"}
    }
    call_command("createcachetable", verbosity=0)
    tries = throttle.take((THREE, "a"))
    assert allowed((THREE, "a")) == 2
    tries.give_back()
    assert allowed((THREE, "a")) == 1
    cache.clear()


COUNT = """
import django
django.setup()
from core import throttle
passed = 0
for _ in range(2):
    try:
        throttle.take((throttle.Limit("three", 3, 300), "a"))
        passed += 1
    except throttle.Throttled:
        pass
print(passed)
"""


@pytest.mark.long
def test_processes_count_together_and_a_restart_forgets_nothing(tmp_path):
    """Two at once, and one that starts after them, on the cache of the settings."""
    file = tmp_path / "cache.sqlite3"
    with sqlite3.connect(file) as database:
        database.execute(
            "CREATE TABLE shared_cache (cache_key TEXT PRIMARY KEY, value TEXT, expires DATETIME)"
        )
    environment = {key: value for key, value in os.environ.items() if key != "CACHE_URL"}
    environment |= {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": f"sqlite:///{file}"}

    def start():
        command = [sys.executable, "-c", COUNT]
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)

    passed = [int(process.communicate()[0]) for process in (start(), start())]
    assert (sum(passed), int(start().communicate()[0])) == (3, 0)

"""The settings of the tests, with files in a folder of the run."""

import os

from config.settings_test import *  # noqa: F403

MEDIA_ROOT = os.environ["BENCH_FILES"]

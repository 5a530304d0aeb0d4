"""The product's settings and the benchmark's tasks."""

from config.settings import *  # noqa: F403 -- settings are extended by reading them all
from config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.queue_work"]

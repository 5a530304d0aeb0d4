"""The product's settings and, for workers under test, the tasks of the clock in tests/chaos/clock_app."""

from config.settings import *  # noqa: F403 -- settings are extended by reading them all
from config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.chaos.clock_app"]

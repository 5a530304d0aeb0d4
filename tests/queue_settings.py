"""The product's settings and, for a worker under test, the tasks in tests/queue_app."""

from config.settings import *  # noqa: F403 -- settings are extended by reading them all
from config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.queue_app"]

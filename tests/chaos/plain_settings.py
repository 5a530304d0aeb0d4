"""The settings of these tests, with style sheets and scripts from where they lie: collecting them takes a minute."""

from tests.queue_settings import *  # noqa: F403 -- settings are extended by reading them all
from tests.queue_settings import STORAGES

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# As passwords of people in tests are kept.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

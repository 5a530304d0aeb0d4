"""The product's settings without the names that collectstatic gives to static files, which takes it many seconds."""

from config.settings import *  # noqa: F403 -- settings are extended by reading them all
from config.settings import STORAGES

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

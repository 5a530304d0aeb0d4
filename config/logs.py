"""What is logged and how; a part of settings.py."""

from config import env

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "apps.core.logs.LineFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        # Addresses of providers, one line a call; whether it worked stands in the list of calls.
        "httpx2": {"level": "WARNING"},
        "openai": {"level": "WARNING"},
        "stripe": {"level": "WARNING"},
    },
}

"""People stay signed in while the cache is away, and whoever signs out then is signed out for good."""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.conf import settings as live_settings
from django.core.cache import caches
from pytest_django import Settings

from apps.core.models import QueuedTask
from apps.core.sessions import SessionStore
from config.supervisor.state import free_port

pytestmark = pytest.mark.django_db


def away(settings: Settings) -> None:
    """A cache at a port where nobody listens."""
    settings.CACHES = live_settings.CACHES | {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": f"redis://127.0.0.1:{free_port()}/0",
        }
    }


def begun(**data: str) -> str:
    session = SessionStore()
    session.update(data)
    session.save()
    assert session.session_key
    return session.session_key


def test_product_uses_them() -> None:
    assert import_module(live_settings.SESSION_ENGINE).SessionStore is SessionStore


def test_sessions_begin_and_go_on_without_the_cache(settings: Settings) -> None:
    before = begun(who="Ada")
    away(settings)
    meanwhile = begun(who="Ben")

    assert [SessionStore(key).load() for key in (before, meanwhile)] == [{"who": "Ada"}, {"who": "Ben"}]
    assert [SessionStore().exists(key) for key in (before, meanwhile, "n" * 32)] == [True, True, False]


def test_session_that_ends_meanwhile_is_gone_once_the_cache_is_back(
    settings: Settings, run_queued: Callable[[], int]
) -> None:
    key = begun(who="Ada")
    with_cache = settings.CACHES
    away(settings)
    SessionStore(key).flush()
    settings.CACHES = with_cache
    assert SessionStore(key).load() == {"who": "Ada"}
    (task,) = QueuedTask.objects.filter(name="core.forget_session")
    assert key not in str(task.kwargs)

    run_queued()

    assert SessionStore(key).load() == {}
    assert caches["default"].get(f"{SessionStore.cache_key_prefix}{key}") is None

"""Sessions in the database with the cache before it, which may be away: people stay signed in, nobody for longer."""

import logging
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import cached_db
from django.core.cache import BaseCache, caches
from django.db import transaction

from apps.core.queue import later
from apps.core.queue.bell import BROKER_ERRORS
from apps.core.sealing import seal, unseal

SEALED_FOR = "session"

log = logging.getLogger(__name__)


class PatientCache:
    """The part of a cache that sessions use; while it is away it knows nothing and keeps nothing."""

    def __init__(self, cache: BaseCache) -> None:
        self.cache = cache

    def get(self, key: str) -> Any:
        with suppress(*BROKER_ERRORS):
            return self.cache.get(key)
        return None

    def __contains__(self, key: str) -> bool:
        with suppress(*BROKER_ERRORS):
            return key in self.cache
        return False

    def set(self, key: str, data: object, timeout: int) -> None:
        with suppress(*BROKER_ERRORS):
            self.cache.set(key, data, timeout)

    def delete(self, key: str) -> None:
        """What cannot be taken away now is taken away once the cache is back, or it would let somebody in again."""
        try:
            self.cache.delete(key)
        except BROKER_ERRORS as error:
            log.warning("a session stays in the cache until it is back: %s", error)
            with transaction.atomic():
                later("core.forget_session", sealed=seal(SEALED_FOR, key.encode()).decode())


class SessionStore(cached_db.SessionStore):
    """What settings.SESSION_ENGINE names."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self._cache: Any = PatientCache(caches[settings.SESSION_CACHE_ALIAS])

    @classmethod
    def get_model_class(cls) -> Any:
        return cached_db.SessionStore.get_model_class()


def forget_session(sealed: str) -> None:
    """Take a session out of the cache that was away when it ended."""
    caches[settings.SESSION_CACHE_ALIAS].delete(unseal(SEALED_FOR, sealed.encode()).decode())

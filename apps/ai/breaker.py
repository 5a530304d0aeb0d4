"""Leaves a provider alone that does not answer: shared by all processes through the cache.

Whoever cannot reach the cache asks: a provider that is down costs a deadline, a product without a cache more.
"""

from django.core.cache import cache
from redis import RedisError

# So many failures in that time let the provider rest; then one may try, and the rest doubles when that fails too.
MOST_FAILURES = 4
WINDOW_SECONDS = 60
FIRST_REST_SECONDS = 15.0
LONGEST_REST_SECONDS = 300.0
CACHE_ERRORS = (RedisError, OSError)
PLAIN_SECONDS = 24 * 3600


def _key(provider: str, part: str) -> str:
    return f"ai-breaker:{provider}:{part}"


def may_ask(provider: str) -> bool:
    """True unless the provider rests; after the rest exactly one may try while the others still wait."""
    try:
        rest = cache.get(_key(provider, "rest"))
        if rest is None:
            return True
        if not cache.add(_key(provider, "resting"), 1, timeout=max(rest, 1)):
            return False
        cache.set(_key(provider, "trial"), 1, timeout=LONGEST_REST_SECONDS)
    except CACHE_ERRORS:
        return True
    return True


def note_success(provider: str) -> None:
    try:
        cache.delete_many([_key(provider, part) for part in ("rest", "resting", "trial", "failures")])
    except CACHE_ERRORS:
        return


def rest_as_told(provider: str, seconds: float) -> None:
    """The provider said when to come again: until then no process asks but the one that was told, which waits for it.

    Else all that have something to ask would be told, one after the other, and each would wait.
    """
    if seconds < 1:
        return
    try:
        _rest(provider, min(seconds, LONGEST_REST_SECONDS))
    except CACHE_ERRORS:
        return


def note_failure(provider: str, *, retry_after: float | None = None, is_costly: bool = False) -> None:
    """One more; when they are too many, or the provider said how long to wait, it rests.

    A costly one took all the time there was, and held a worker's process so long: it counts twice.
    """
    try:
        _note_failure(provider, min(retry_after or 0.0, LONGEST_REST_SECONDS), 2 if is_costly else 1)
    except CACHE_ERRORS:
        return


def _note_failure(provider: str, wanted: float, number: int) -> None:
    rest = cache.get(_key(provider, "rest"))
    if rest is not None:
        # Calls that were under way when the rest began also fail; only the one that tried after it says something new.
        if cache.delete(_key(provider, "trial")):
            _rest(provider, min(max(rest * 2, wanted), LONGEST_REST_SECONDS))
        return
    cache.add(_key(provider, "failures"), 0, timeout=WINDOW_SECONDS)
    try:
        failures = cache.incr(_key(provider, "failures"), number)
    except ValueError:
        # The window has ended in between.
        return
    if wanted >= 1:
        _rest(provider, wanted)
    elif failures >= MOST_FAILURES:
        _rest(provider, FIRST_REST_SECONDS)


def _rest(provider: str, seconds: float) -> None:
    # "rest" outlives the rest itself, so that a failed trial after it doubles the next one.
    cache.set(_key(provider, "rest"), seconds, timeout=2 * LONGEST_REST_SECONDS)
    cache.set(_key(provider, "resting"), 1, timeout=max(seconds, 1))
    cache.delete(_key(provider, "failures"))


def wants_plain(provider: str) -> bool:
    """Whether the server has refused what only newer ones know."""
    try:
        return bool(cache.get(_key(provider, "plain")))
    except CACHE_ERRORS:
        return False


def note_plain(provider: str) -> None:
    try:
        cache.set(_key(provider, "plain"), 1, timeout=PLAIN_SECONDS)
    except CACHE_ERRORS:
        return


def forget(provider: str) -> None:
    """The server is another one now, or its key is."""
    note_success(provider)
    try:
        cache.delete(_key(provider, "plain"))
    except CACHE_ERRORS:
        return

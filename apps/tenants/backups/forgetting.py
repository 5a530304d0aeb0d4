"""After everything was put back, nothing remembered of before may be believed any more."""

from django.core.cache import caches
from redis.exceptions import RedisError

from apps.tenants.cache import ALIAS
from apps.tenants.queries import forget_tenants

NOT_EMPTIED = "The cache was not reached and not emptied: empty it before the start (FLUSHDB), or it tells of before."


def forget_everything() -> list[str]:
    """Empty the caches, bells of waiting tasks with them, which the clock rings anew; what could not be done."""
    forget_tenants()
    try:
        for name in ("default", ALIAS):
            caches[name].clear()
    except RedisError:
        return [NOT_EMPTIED]
    return []

"""Cache keys of the alias "tenant": what one tenant stored, no other can read."""

from typing import Any

from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache

from apps.core.scope import current_schema

ALIAS = "tenant"
KEYS_AT_ONCE = 500


def make_key(key: str, key_prefix: str, version: int) -> str:
    """prefix:schema:version:key"""
    return f"{key_prefix}:{current_schema()}:{version}:{key}"


def forget_schema(schema_name: str) -> None:
    """Delete whatever a schema has in the cache; elsewhere than in Valkey it ends with its own time."""
    cache: Any = caches[ALIAS]
    if not isinstance(cache, RedisCache):
        return
    # Django has no public way to its client.
    client: Any = cache._cache.get_client(None, write=True)
    keys = client.scan_iter(match=f"{cache.key_prefix}:{schema_name}:*", count=KEYS_AT_ONCE)
    for key in keys:
        client.unlink(key)

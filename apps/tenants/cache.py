"""Cache keys of the alias "tenant": what one tenant stored, no other can read."""

from apps.core.scope import current_schema


def make_key(key: str, key_prefix: str, version: int) -> str:
    """prefix:schema:version:key"""
    return f"{key_prefix}:{current_schema()}:{version}:{key}"

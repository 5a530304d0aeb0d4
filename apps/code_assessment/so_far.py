"""Verdicts of a program that is still being judged: beside the database, for pages that wait, and soon forgotten."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.cache import cache

# Longer than any program is judged.
KEPT_SECONDS = 600


def _key(submission_id: UUID) -> str:
    return f"code_assessment:so-far:{submission_id}"


def keep(submission_id: UUID, tests: list[dict[str, Any]]) -> None:
    cache.set(_key(submission_id), tests, timeout=KEPT_SECONDS)


def forget(submission_id: UUID) -> None:
    cache.delete(_key(submission_id))


def kept(submission_ids: Iterable[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """Of those that have any."""
    keys = {_key(one): one for one in submission_ids}
    return {keys[key]: tests for key, tests in cache.get_many(keys).items()} if keys else {}

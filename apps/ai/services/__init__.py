"""Deeds with language models."""

from apps.ai.services.asking import Answer, InsideTransactionError, ask, ask_whole
from apps.ai.services.providers import (
    change_policy,
    check_address,
    remove_provider,
    save_provider,
    set_platform_budget,
    try_provider,
)

__all__ = [
    "Answer",
    "InsideTransactionError",
    "ask",
    "ask_whole",
    "change_policy",
    "check_address",
    "remove_provider",
    "save_provider",
    "set_platform_budget",
    "try_provider",
]

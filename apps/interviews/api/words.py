"""Words of which one must be said; described by a pattern, as several shapes have the same ones."""

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers


def word(values: Iterable[str], **options: Any) -> serializers.RegexField:
    """A field that takes one of the values."""
    known = tuple(values)
    told = f"One of: {', '.join(known)}."
    return serializers.RegexField(f"^({'|'.join(known)})$", help_text=told, error_messages={"invalid": told}, **options)

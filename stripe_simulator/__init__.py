"""A small server that answers as Stripe does, so that everything about money can be tried without a key or a cent."""

from typing import Any

JSON = dict[str, Any]
# The version of Stripe's API whose shapes are written here; the pinned library speaks the same.
API_VERSION = "2026-10-28.endive"

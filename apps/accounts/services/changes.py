"""Tells other apps when a member comes, changes or leaves, inside the transaction that does it."""

from collections.abc import Callable

from apps.accounts.models import Membership

MemberChange = Callable[[Membership], None]
_callbacks: list[MemberChange] = []


def on_member_change(callback: MemberChange) -> None:
    """Let an app above this one act in the same transaction; it gets the membership as it is now.

    Whether the person may still enter, and as what, say its `is_active`, `removed_at` and `role`. What the callback
    raises undoes the change.
    """
    if callback not in _callbacks:
        _callbacks.append(callback)


def tell_of_change(membership: Membership) -> None:
    """Call everybody who wants to know."""
    for callback in _callbacks:
        callback(membership)

"""Statements that are compiled once for all who have the same role and rights, and asked for each of them."""

from collections.abc import Callable, Iterable
from copy import copy
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.timezone import get_current_timezone_name

from apps.accounts.models import Membership
from apps.core.together import PreparedTogether, read_together

# Statements of all kinds of members, in a process that serves many workspaces with roles of their own.
MOST_KEPT = 1000
# Who may see all that there is is not asked who it is.
WHO = frozenset({0})

_kept: dict[tuple[Any, ...], PreparedTogether] = {}


def read_for(membership: Membership, build: Callable[..., Iterable[QuerySet[Any]]], *values: Any) -> list[list[Any]]:
    """What `read_together(*build(membership, *values))` gives, compiled once where it can be.

    Of the member `build` looks at the id, the role and the rights alone. Candidates are found by their address, too, so
    each of them asks a statement of their own.
    """
    if membership.is_candidate:
        return read_together(*build(membership, *values))
    return _prepared_for(membership, build, values).run(membership.pk, *values)


def _prepared_for(
    membership: Membership, build: Callable[..., Iterable[QuerySet[Any]]], values: tuple[Any, ...]
) -> PreparedTogether:
    key = (build, *_kind_of(membership), *(type(value) for value in values))
    prepared = _kept.get(key)
    if prepared is None:
        prepared = PreparedTogether(
            lambda pk, *marks: build(_stand_in(membership, pk), *marks), membership.pk, *values, may_lack=WHO
        )
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = prepared
    return prepared


def _kind_of(membership: Membership) -> tuple[Any, ...]:
    """All that rights depend on, and the time zone, in which days begin."""
    scopes, visits = membership.key_scopes, membership.visit is not None
    return (membership.role, scopes, visits, repr(membership.tenant.role_rights), get_current_timezone_name())


def _stand_in(membership: Membership, pk: UUID) -> Membership:
    one = copy(membership)
    one.pk = pk
    return one

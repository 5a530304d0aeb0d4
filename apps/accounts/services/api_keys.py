"""Deeds on API keys: make one, revoke one, note that one is used."""

import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.api_keys import PREFIX, scopes_for_keys
from apps.accounts.models import ApiKey, Membership, hash_of_key
from apps.accounts.services.changes import on_member_change
from apps.accounts.services.people import lock_people
from apps.audit.services import record
from apps.core.problems import ProblemError
from apps.core.scope import scope

MOST_DAYS, MOST_KEYS = 365, 100
SECRET_BYTES = 32
USED_EVERY = timedelta(minutes=1)


class ScopeRefusedError(ProblemError):
    code = "scope-refused"
    title = _("A key cannot be given this right.")
    status = 422


class TooManyKeysError(ProblemError):
    code = "too-many-keys"
    title = _("The workspace has as many keys as there is room for.")
    status = 409


@transaction.atomic
def make_api_key(by: Membership, *, name: str, scopes: Iterable[str], days: int) -> tuple[ApiKey, str]:
    """A new key and its text, which nobody ever sees again; its scopes are among what its maker may do."""
    wanted = sorted(set(scopes))
    allowed = {right.name for right in scopes_for_keys() if by.has_right(right.name)}
    if not wanted or not set(wanted) <= allowed:
        raise ScopeRefusedError(_("Choose among what your own role may do: %(names)s.") % {"names": ", ".join(allowed)})
    if not 0 < days <= MOST_DAYS:
        raise ScopeRefusedError(_("A key lives between one day and a year."))
    lock_people(by.tenant)
    if ApiKey.objects.living().filter(tenant_id=by.tenant_id).count() >= MOST_KEYS:
        raise TooManyKeysError(_("Revoke those that nobody uses any more."))
    prefix = f"{PREFIX}{secrets.token_hex(4)}"
    raw = f"{prefix}_{secrets.token_urlsafe(SECRET_BYTES)}"
    key = ApiKey.objects.create(
        tenant_id=by.tenant_id,
        membership=by,
        name=name,
        prefix=prefix,
        key_hash=hash_of_key(raw),
        scopes=wanted,
        expires_at=timezone.now() + timedelta(days=days),
    )
    with scope(by.tenant):
        record("key.made", target=key, label=str(key), changes={"scopes": ([], wanted)})
    return key, raw


@transaction.atomic
def revoke_api_key(key: ApiKey) -> None:
    """End the key at once; one that was revoked already stays as it is."""
    if ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=timezone.now()):
        with scope(key.tenant):
            record("key.revoked", target=key, label=str(key))


def note_use(key: ApiKey) -> None:
    """Remember when the key was used last, to the minute: a busy key must not write with every request."""
    now = timezone.now()
    if key.last_used_at is not None and key.last_used_at > now - USED_EVERY:
        return
    old = Q(last_used_at=None) | Q(last_used_at__lte=now - USED_EVERY)
    ApiKey.objects.filter(old, pk=key.pk).update(last_used_at=now)


def revoke_keys_of(membership: Membership) -> None:
    """Whoever was removed leaves no keys behind that a later return would bring back to life."""
    if membership.removed_at is not None:
        for key in membership.api_keys.filter(revoked_at=None).select_related("tenant"):
            revoke_api_key(key)


on_member_change(revoke_keys_of)

"""The one way to write something down in the audit log."""

from collections.abc import Mapping

from django.db import models

from apps.audit.models import AuditEntry
from apps.audit.queries import title_of
from apps.core.actor import PERSON, STAFF, current_actor

Changes = Mapping[str, tuple[object, object]]


def record(
    action: str,
    *,
    target: models.Model | None = None,
    label: str = "",
    changes: Changes | None = None,
    note: str = "",
) -> AuditEntry:
    """Write down that the current actor did this, in the transaction that does it.

    Inside `scope(tenant)` it stands in the tenant's log, elsewhere in the platform's. The action is declared with its
    title by an app (`audit_actions`); LookupError when it is not. What did not change is left out of `changes`.
    """
    title_of(action)
    actor = current_actor()
    # People are named where the log is read, by what they are called then, or not any more.
    actor_label = "" if actor.kind in {PERSON, STAFF} else actor.label[:120]
    return AuditEntry.objects.create(
        action=action,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_label=actor_label,
        credential=actor.credential,
        on_behalf_of=actor.on_behalf_of,
        address=actor.address or None,
        request_id=actor.request_id,
        target_type=target._meta.label_lower if target else "",
        target_id=str(target.pk) if target else "",
        target_label=label[:200],
        changes={name: list(pair) for name, pair in (changes or {}).items() if pair[0] != pair[1]},
        note=note[:500],
    )


def changed_fields(before: models.Model, after: models.Model, *names: str) -> dict[str, tuple[object, object]]:
    """What `record()` wants, for two states of the same row."""
    return {name: (getattr(before, name), getattr(after, name)) for name in names}

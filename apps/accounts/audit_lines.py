"""The audit log in words: who a line names today, what was done, and what changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import Membership, User
from apps.audit.models import AuditEntry
from apps.audit.queries import all_actions
from apps.core.listing import Export
from apps.tenants.models import Tenant

MOST_FOUND = 200
PEOPLE = (AuditEntry.ActorKind.PERSON, AuditEntry.ActorKind.STAFF)


@dataclass(frozen=True, slots=True)
class Change:
    """A value before and after, as text; empty where there was or is none."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry as people read it."""

    entry: AuditEntry
    title: str
    who: str

    @property
    def changes(self) -> list[Change]:
        return [Change(name, _shown(before), _shown(after)) for name, (before, after) in self.entry.changes.items()]

    @property
    def changes_in_words(self) -> str:
        return "; ".join(f"{one.name}: {one.before or '-'} → {one.after or '-'}" for one in self.changes)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _who(entry: AuditEntry, names: dict[UUID, str]) -> str:
    if entry.actor_kind in PEOPLE and entry.actor_id:
        name = names.get(entry.actor_id) or _("Deleted account")
    else:
        name = entry.actor_label or entry.get_actor_kind_display()
    if entry.on_behalf_of:
        said = _("%(staff)s, acting as %(person)s")
        return said % {"staff": name, "person": names.get(entry.on_behalf_of) or _("Deleted account")}
    if entry.actor_kind == AuditEntry.ActorKind.STAFF:
        return _("%(name)s (platform staff)") % {"name": name}
    return name


def audit_lines(entries: Iterable[AuditEntry]) -> list[AuditLine]:
    """The entries with titles and today's names, in one statement for all names."""
    shown, titles = list(entries), all_actions()
    ids = {one for entry in shown for one in (entry.actor_id, entry.on_behalf_of) if one}
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=ids).only("name", "email")} if ids else {}
    return [AuditLine(entry, str(titles.get(entry.action, entry.action)), _who(entry, names)) for entry in shown]


def people_named(tenant: Tenant, word: str) -> list[UUID]:
    """Ids of users who are or were members of the tenant and whose name or address holds the word."""
    named = Q(user__name__icontains=word) | Q(user__email__icontains=word)
    found = Membership.objects.filter(named, tenant=tenant).order_by("user_id")
    return list(found.values_list("user_id", flat=True)[:MOST_FOUND])


AUDIT_EXPORT = Export(
    "audit-log",
    (
        *(gettext_lazy("Number"), gettext_lazy("When"), gettext_lazy("Who"), gettext_lazy("Signed in by")),
        *(gettext_lazy("From"), gettext_lazy("Action"), gettext_lazy("What"), gettext_lazy("Concerns")),
        *(gettext_lazy("Changes"), gettext_lazy("Reason"), gettext_lazy("Request"), gettext_lazy("Hash")),
    ),
    lambda line: (
        line.entry.link.number if hasattr(line.entry, "link") else "",
        line.entry.at.isoformat(),
        line.who,
        line.entry.credential,
        line.entry.address,
        line.entry.action,
        line.title,
        line.entry.target_label,
        line.changes_in_words,
        line.entry.note,
        line.entry.request_id,
        line.entry.link.hash if hasattr(line.entry, "link") else "",
    ),
)

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
from apps.core.modules import all_modules
from apps.tenants.models import Tenant

MOST_FOUND = 200
# Targets that are people.
OF_PEOPLE = frozenset({"accounts.membership", "accounts.member", "accounts.user"})
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
    concerns: str

    @property
    def changes(self) -> list[Change]:
        changed = self.entry.changes.items()
        return [Change(name.replace("_", " "), _shown(old), _shown(new)) for name, (old, new) in changed]

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


def _concerns(entry: AuditEntry, names: dict[UUID, str]) -> str:
    """Whom and what: people by what they are called today, everything else as it was written."""
    person = names.get(UUID(entry.target_id), _("Deleted account")) if entry.target_type in OF_PEOPLE else ""
    return " · ".join(part for part in (person, _in_words(entry.target_label)) if part)


def _in_words(label: str) -> str:
    """What a label says, with the title of the module that it begins with, where one is installed."""
    first, dot, rest = label.partition(" · ")
    titles = {module.label: str(module.title) for module in all_modules()}
    return f"{titles.get(first, first)}{dot}{rest}"


def audit_lines(entries: Iterable[AuditEntry]) -> list[AuditLine]:
    """The entries with titles and today's names, in one statement for all names."""
    shown, titles = list(entries), all_actions()
    names = _names_in(shown)
    return [
        AuditLine(entry, str(titles.get(entry.action, entry.action)), _who(entry, names), _concerns(entry, names))
        for entry in shown
    ]


def _names_in(entries: list[AuditEntry]) -> dict[UUID, str]:
    """What everybody in the entries is called today, by the id of the user and of the membership."""
    users = {one for entry in entries for one in (entry.actor_id, entry.on_behalf_of) if one}
    targets = {UUID(entry.target_id) for entry in entries if entry.target_type in OF_PEOPLE}
    if not users | targets:
        return {}
    asked = Q(pk__in=users | targets) | Q(memberships__in=targets)
    found = User.objects.filter(asked).values_list("pk", "memberships", "name", "email").order_by()
    names: dict[UUID, str] = {}
    for user_id, membership_id, name, email in found:
        names[user_id] = name or email
        if membership_id:
            names[membership_id] = names[user_id]
    return names


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
        line.concerns,
        line.changes_in_words,
        line.entry.note,
        line.entry.request_id,
        line.entry.link.hash if hasattr(line.entry, "link") else "",
    ),
)

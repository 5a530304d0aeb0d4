"""Questions to the audit log: what actions there are, and whether the chain holds."""

from dataclasses import dataclass

from django.apps import apps
from django.db import connection

from apps.core.modules import Text

# The hash of each entry anew, from the entry itself and the hash before it; and what has no place in the chain.
_VERIFY = """
WITH checked AS (
  SELECT link.number, link.hash = public.audit_hash(lag(link.hash, 1, '') OVER chain, to_jsonb(entry)) AS is_right,
         link.number - lag(link.number, 1, 0::bigint) OVER chain = 1 AS follows
  FROM audit_auditlink link LEFT JOIN audit_auditentry entry ON entry.id = link.entry_id
  WINDOW chain AS (ORDER BY link.number)
)
SELECT count(*), min(number) FILTER (WHERE is_right IS NOT TRUE OR NOT follows),
       (SELECT count(*) FROM audit_auditentry entry
        WHERE NOT EXISTS (SELECT 1 FROM audit_auditlink link WHERE link.entry_id = entry.id)),
       (SELECT hash FROM audit_auditlink ORDER BY number DESC LIMIT 1)
FROM checked
"""


@dataclass(frozen=True, slots=True)
class ChainState:
    """How many entries the chain holds, the number of the first that is not as it was written, how many have no place
    in it, and the hash of the last: kept elsewhere, it also proves that nothing was cut off at the end."""

    length: int
    broken_at: int | None
    unchained: int
    head: str

    @property
    def holds(self) -> bool:
        return self.broken_at is None and self.unchained == 0


def all_actions() -> dict[str, Text]:
    """Every action that an app declares, with its title."""
    return {
        name: title for config in apps.get_app_configs() for name, title in getattr(config, "audit_actions", {}).items()
    }


def title_of(action: str) -> Text:
    """The declared title; LookupError for an action that no app declares."""
    try:
        return all_actions()[action]
    except KeyError:
        raise LookupError(f"no app declares the audit action {action!r}") from None


def verify_chain() -> ChainState:
    """Compute the chain of the current schema again, in one statement in the database."""
    with connection.cursor() as cursor:
        cursor.execute(_VERIFY)
        length, broken_at, unchained, head = cursor.fetchone()
    return ChainState(length, broken_at, unchained, head or "")

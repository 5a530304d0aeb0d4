"""How the audit log can be filtered, searched and exported."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from apps.audit.models import AuditEntry
from apps.audit.queries import all_actions
from apps.core.listing import Column, Filter, Listing
from apps.core.modules import Text

if TYPE_CHECKING:
    from django.db.models import QuerySet

# Whose names hold a word: their ids, as the log itself names nobody.
Finder = Callable[[str], Iterable[UUID]]


class ActionChoices:
    """Every declared action, read when a page asks: apps are loaded by then."""

    def __iter__(self) -> Iterator[tuple[str, Text]]:
        return iter(sorted(all_actions().items(), key=lambda action: str(action[1]).casefold()))


def _since(days: str) -> Q:
    return Q(at__gte=timezone.now() - timedelta(days=int(days)))


class AuditListing(Listing):
    """What was done, the newest first."""

    name = "audit.entries"
    columns = (
        Column("when", _("When"), ("id",), "medium", descending_first=True),
        Column("who", _("Who"), width="medium", hidden_below="md"),
        Column("what", _("What")),
        Column("where", _("From"), width="medium", hidden_below="md"),
    )
    filters = (
        Filter("action", _("Action"), ActionChoices(), lambda value: Q(action=value)),
        Filter("kind", _("Done by"), AuditEntry.ActorKind.choices, lambda value: Q(actor_kind=value)),
        Filter(
            "days",
            _("Time"),
            [(str(n), ngettext_lazy("Last %(n)d day", "Last %(n)d days", n) % {"n": n}) for n in (1, 7, 30, 365)],
            _since,
        ),
    )
    search_fields = ("target_label", "actor_label", "note")
    default_sort = "-when"
    per_page = 50

    def __init__(self, rows: "QuerySet[Any]", params: Mapping[str, str], *, people: Finder) -> None:
        super().__init__(rows, params)
        self._people = people

    def holds(self, word: str) -> Q:
        """Also what people did whose names hold the word."""
        return super().holds(word) | Q(actor_id__in=list(self._people(word)))

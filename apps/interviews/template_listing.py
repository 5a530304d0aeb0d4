"""How interview templates are listed: own and shipped ones together, filtered in memory."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Membership
from apps.core.listing import Column, Filter, Listing
from apps.interviews.models import Template
from apps.interviews.shipped import ROLE_TITLES, Shipped
from apps.interviews.template_bank import templates_for

OWN, SHIPPED = "own", "shipped"
ORDERS: Mapping[str, Callable[[Shipped], Any]] = {
    "title": lambda one: str(one.title).casefold(),
    "role": lambda one: str(one.role_title).casefold(),
    "rounds": lambda one: len(one.rounds),
}


class TemplateListing(Listing):
    """Templates of the workspace, then those that the module brings by role."""

    name = "interviews.templates"
    columns = (
        Column("title", _("Template"), ("title",)),
        Column("role", _("Role"), ("role",), "wide"),
        Column("rounds", _("Rounds"), ("rounds",), "narrow", at_end=True, hidden_below="sm", descending_first=True),
        Column("questions", _("Questions"), (), "narrow", at_end=True, hidden_below="sm"),
    )
    filters = (
        Filter("role", _("Role"), tuple(ROLE_TITLES.items()), lambda _value: Q()),
        Filter("from", _("Source"), ((OWN, _("Our own")), (SHIPPED, _("Shipped"))), lambda _value: Q()),
    )
    search_fields = ("title",)
    # The first press on "Role" sorts by its name; by itself the list has the workspace's own ones first.
    default_sort = ""

    def __init__(self, membership: Membership, params: Mapping[str, str]) -> None:
        self._templates = templates_for(membership)
        super().__init__(Template.objects.none(), params)

    def _fits(self, one: Shipped) -> bool:
        words = f"{one.title} {one.description} {one.role_title}".casefold()
        return (
            self.chosen.get("role", "") in {"", one.role}
            and ("from" not in self.chosen or one.is_own == (self.chosen["from"] == OWN))
            and all(word in words for word in self.search.casefold().split())
        )

    @cached_property
    def rows(self) -> Any:
        found = [one for one in self._templates if self._fits(one)]
        by = ORDERS.get(self.sort.removeprefix("-"))
        return sorted(found, key=by, reverse=self.sort.startswith("-")) if by else found

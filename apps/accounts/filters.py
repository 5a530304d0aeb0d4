"""How lists of people can be narrowed over HTTP."""

from django.db.models import QuerySet
from django_filters import ChoiceFilter, FilterSet

from apps.accounts.models import Membership
from apps.accounts.roles import Role

MEMBER_STATES = (("active", "active"), ("suspended", "suspended"))


class MemberFilters(FilterSet):
    """By role, and by whether they may enter."""

    role = ChoiceFilter(choices=Role.choices)
    state = ChoiceFilter(choices=MEMBER_STATES, method="with_state")

    def with_state(self, rows: "QuerySet[Membership]", _name: str, value: str) -> "QuerySet[Membership]":
        return rows.filter(is_active=value == "active")

"""How lists of people can be narrowed over HTTP."""

from django.db.models import QuerySet
from django_filters import ChoiceFilter, FilterSet

from apps.accounts.models import Invitation, InvitationQuerySet, Membership
from apps.accounts.roles import Role

MEMBER_STATES = (("active", "active"), ("suspended", "suspended"))


class MemberFilters(FilterSet):
    """By role, and by whether they may enter."""

    role = ChoiceFilter(choices=Role.choices)
    state = ChoiceFilter(choices=MEMBER_STATES, method="with_state")

    def with_state(self, rows: "QuerySet[Membership]", _name: str, value: str) -> "QuerySet[Membership]":
        return rows.filter(is_active=value == "active")


class InvitationFilters(FilterSet):
    """By role, and by what became of it."""

    role = ChoiceFilter(choices=Role.choices)
    state = ChoiceFilter(choices=Invitation.State.choices, method="with_state")

    def with_state(self, rows: InvitationQuerySet, _name: str, value: str) -> InvitationQuerySet:
        if value == Invitation.State.PENDING:
            return rows.open()
        return rows.lapsed() if value == Invitation.State.EXPIRED else rows.filter(state=value)

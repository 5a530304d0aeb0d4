"""Filters about people."""

from django import template
from django.urls import reverse

from apps.accounts.models import Membership

register = template.Library()


@register.filter
def picture(membership: Membership | None) -> str:
    """The address of the member's picture in the workspace that one stands in; empty without one."""
    if not isinstance(membership, Membership) or not membership.user.picture_version:
        return ""
    return f"{reverse('people_picture', args=[membership.pk])}?v={membership.user.picture_version}"

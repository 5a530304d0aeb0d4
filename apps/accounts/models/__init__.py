"""Users, what they are in a tenant, and what belongs to them."""

from apps.accounts.models.people import Member, Membership, MembershipQuerySet, SavedView, User

__all__ = ["Member", "Membership", "MembershipQuerySet", "SavedView", "User"]

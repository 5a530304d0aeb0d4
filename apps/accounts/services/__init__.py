"""Deeds about people: every write of this app, one function each, by subject."""

from apps.accounts.services.people import (
    AddressTakenError,
    NoCommunityError,
    add_member,
    change_membership,
    change_password,
    change_preferences,
    create_user,
    join_community,
    remember_tenant,
    rename_user,
    sign_up_candidate,
    sign_up_company,
)
from apps.accounts.services.saved_views import MOST_VIEWS, TooManyViewsError, delete_view, save_view

__all__ = [
    "MOST_VIEWS",
    "AddressTakenError",
    "NoCommunityError",
    "TooManyViewsError",
    "add_member",
    "change_membership",
    "change_password",
    "change_preferences",
    "create_user",
    "delete_view",
    "join_community",
    "remember_tenant",
    "rename_user",
    "save_view",
    "sign_up_candidate",
    "sign_up_company",
]

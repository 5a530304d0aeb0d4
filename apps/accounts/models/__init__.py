"""Users, what they are in a tenant, and what belongs to them."""

from apps.accounts.models.api_keys import ApiKey, ApiKeyQuerySet
from apps.accounts.models.invitations import Invitation, InvitationQuerySet, hash_of_key
from apps.accounts.models.legal import Agreement, LegalText
from apps.accounts.models.mail import Mail
from apps.accounts.models.own_data import DataExport
from apps.accounts.models.people import Member, Membership, MembershipQuerySet, SavedView, User
from apps.accounts.models.sign_in import BrowserSession, PasswordRecord, SignIn
from apps.accounts.models.support import StaffMember, SupportVisit

__all__ = [
    "Agreement",
    "ApiKey",
    "ApiKeyQuerySet",
    "BrowserSession",
    "DataExport",
    "Invitation",
    "InvitationQuerySet",
    "LegalText",
    "Mail",
    "Member",
    "Membership",
    "MembershipQuerySet",
    "PasswordRecord",
    "SavedView",
    "SignIn",
    "StaffMember",
    "SupportVisit",
    "User",
    "hash_of_key",
]

"""People, what they may do where, and how they sign in."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.core.modules import NotificationKind, Permission, Text

MANAGERS = ("owner", "admin")
STAFFED = ("owner", "admin", "member", "guest")


class AccountsConfig(AppConfig):
    name = "apps.accounts"
    verbose_name = _("People")
    sealed_values: ClassVar[str] = "apps.accounts.resealing.reseal_second_factors"
    permissions: ClassVar[tuple[Permission, ...]] = (
        Permission("accounts.view_members", _("See who works here"), roles=STAFFED, changes=False),
        Permission(
            *("accounts.manage_members", _("Invite people, change their roles, let them go"), MANAGERS), in_person=True
        ),
        Permission(
            *("accounts.manage_roles", _("Decide what roles may do"), ("owner",)), owners_only=True, in_person=True
        ),
        Permission("accounts.manage_keys", _("Make and revoke API keys"), roles=MANAGERS, in_person=True),
        Permission("accounts.use_administration", _("Use the administration of the workspace"), roles=MANAGERS),
    )
    notification_kinds: ClassVar[tuple[NotificationKind, ...]] = (
        NotificationKind("accounts.export_ready", _("The archive of my data is ready")),
    )
    audit_actions: ClassVar[dict[str, Text]] = {
        "key.made": _("API key made"),
        "key.revoked": _("API key revoked"),
        "person.locked-out": _("Person locked out of the platform"),
        "person.let-in": _("Person let in again"),
        "person.signed-out": _("Person signed out everywhere by staff"),
        "person.unlocked": _("Wait after failed tries ended by staff"),
        "legal.published": _("Legal text published"),
        "legal.withdrawn": _("Legal text withdrawn"),
        "person.second-step-removed": _("Second step taken away by staff"),
        "staff.roles-changed": _("Roles of platform staff changed"),
        "support.visit-started": _("Platform staff began to act as a member"),
        "support.visit-stopped": _("Platform staff stopped acting as a member"),
        "support.access-changed": _("Access of platform staff allowed or forbidden"),
        "sign-in.new-device": _("Signed in with a new device"),
        "sign-in.locked": _("Sign-in made to wait after failed tries"),
        "sign-in.unlocked": _("Wait after failed tries ended"),
        "password.changed": _("Password changed"),
        "sessions.ended": _("Browsers signed out"),
        "second-factor.added": _("Second step set up"),
        "second-factor.removed": _("Second step removed"),
        "recovery-codes.renewed": _("Recovery codes renewed"),
        "social-account.linked": _("Sign-in with another account linked"),
        "social-account.unlinked": _("Sign-in with another account unlinked"),
        "member.joined": _("Member joined"),
        "member.role-changed": _("Role changed"),
        "member.suspended": _("Member suspended"),
        "member.reactivated": _("Member let in again"),
        "member.removed": _("Member removed"),
        "member.returned": _("Member came back"),
        "invitation.sent": _("Invitation sent"),
        "invitation.resent": _("Invitation sent again"),
        "invitation.revoked": _("Invitation taken back"),
        "invitation.accepted": _("Invitation accepted"),
        "roles.changed": _("Rights of roles changed"),
        "person.erased": _("Account deleted"),
        "person.export-requested": _("Archive of own data asked for"),
        "person.renamed": _("Name changed"),
        "person.picture-changed": _("Picture changed"),
    }
    # Made in every tenant's schema; all other tables of this app are shared.
    tenant_models: ClassVar[frozenset[str]] = frozenset({"member", "savedview"})

    def ready(self) -> None:
        from allauth.account.internal.flows import reauthentication  # noqa: PLC0415 -- needs the models
        from django.urls import get_script_prefix, resolve  # noqa: PLC0415 -- as above

        from apps.accounts import (  # noqa: PLC0415 -- as above
            openapi,  # noqa: F401 -- tells the API schema how tokens are sent
            sign_in_log,
        )
        from apps.accounts.services import members_of_plan  # noqa: PLC0415 -- needs the models
        from apps.accounts.services.owners import write_to_owners  # noqa: PLC0415 -- as above
        from apps.tenants.news import tell_with  # noqa: PLC0415 -- as above
        from apps.tenants.plan_use import counted_by  # noqa: PLC0415 -- as above
        from apps.tenants.plans import MEMBERS  # noqa: PLC0415 -- as above

        counted_by(MEMBERS, members_of_plan)
        sign_in_log.listen()
        tell_with(write_to_owners)
        # allauth resolves the address of a form that waited for a password again, and knows no workspace's prefix.
        reauthentication.script_aware_resolve = lambda path: resolve(f"/{path.removeprefix(get_script_prefix())}")

"""People in the platform's admin, members in a tenant's."""

from allauth.account.models import EmailAddress, EmailConfirmation
from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken
from unfold.admin import TabularInline

from apps.accounts import (
    admin_legal,  # noqa: F401 -- registers terms and privacy notices
    admin_sign_in,  # noqa: F401 -- registers how people sign in
)
from apps.accounts.admin_staff import PeopleAdmin
from apps.accounts.admin_support import VisitableAdmin
from apps.accounts.models import ApiKey, DataExport, Invitation, Mail, Member, Membership, SavedView, User
from apps.accounts.roles import Role
from apps.accounts.services import add_member, change_membership
from apps.core.admin_sites import platform_admin, tenant_admin
from apps.core.admin_tables import NoDeleteAdmin, ReadOnlyAdmin, TableAdmin


class MembershipInline(TabularInline):
    model = Membership
    fk_name = "user"
    extra = 0
    fields = ("tenant", "role", "is_active")
    readonly_fields = ("tenant", "role", "is_active")
    show_change_link = True
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(User, site=platform_admin)
class UserAdmin(PeopleAdmin):
    inlines = (MembershipInline,)


@admin.register(Membership, site=platform_admin)
class MembershipAdmin(VisitableAdmin, NoDeleteAdmin):
    list_display = ("user", "tenant", "role", "is_active", "created_at", "removed_at")
    list_filter = ("role", "is_active")
    search_fields = ("user__email", "user__name", "tenant__name", "tenant__slug")
    list_select_related = ("user", "tenant")
    autocomplete_fields = ("user", "tenant")
    fields = ("user", "tenant", "role", "is_active", "removed_at", "token_version")
    readonly_fields = ("removed_at", "token_version")

    def get_readonly_fields(self, request: HttpRequest, obj: Membership | None = None) -> tuple[str, ...]:
        """Who and where is decided once; a new place is active."""
        return (*self.readonly_fields, *(("user", "tenant") if obj else ("is_active",)))

    def save_model(self, request: HttpRequest, obj: Membership, form: "ModelForm[Membership]", change: bool) -> None:  # noqa: FBT001 -- Django's signature
        if change:
            change_membership(obj, role=Role(obj.role), is_active=obj.is_active)
        else:
            obj.pk = add_member(obj.tenant, user=obj.user, role=Role(obj.role)).pk


@admin.register(Invitation, site=platform_admin)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ("email", "tenant", "role", "state_title", "sent_at", "expires_at")
    list_filter = ("state", "role")
    search_fields = ("email", "name", "tenant__name", "tenant__slug")
    list_select_related = ("tenant",)
    # Never what the key hashes to: it is of use to nobody here.
    fields = ("email", "name", "tenant", "role", "state_title", "inviter", "sent_at", "expires_at", "accepted_by")

    @admin.display(description=_("state"), ordering="state")
    def state_title(self, invitation: Invitation) -> str:
        return invitation.state_title


@admin.register(Member, site=tenant_admin)
class MemberAdmin(NoDeleteAdmin):
    list_display = ("name", "email", "role", "is_active", "created_at")
    list_filter = ("role", "is_active")
    search_fields = ("name", "email")
    readonly_fields = ("name", "email", "role", "is_active")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(EmailAddress, site=platform_admin)
class EmailAddressAdmin(TableAdmin):
    list_display = ("email", "user", "primary", "verified")
    list_filter = ("primary", "verified")
    search_fields = ("email",)
    list_select_related = ("user",)
    autocomplete_fields = ("user",)


@admin.register(OutstandingToken, site=platform_admin)
class OutstandingTokenAdmin(ReadOnlyAdmin):
    list_display = ("jti", "user", "created_at", "expires_at")
    search_fields = ("user__email", "jti")
    list_select_related = ("user",)
    # Never the token itself: whoever reads it could use it.
    fields = ("jti", "user", "created_at", "expires_at")


@admin.register(BlacklistedToken, site=platform_admin)
class BlacklistedTokenAdmin(ReadOnlyAdmin):
    list_display = ("token_id", "blacklisted_at")
    search_fields = ("token__user__email", "token__jti")
    fields = ("blacklisted_at",)


@admin.register(EmailConfirmation, site=platform_admin)
class EmailConfirmationAdmin(ReadOnlyAdmin):
    list_display = ("email_address", "created", "sent")
    search_fields = ("email_address__email",)
    list_select_related = ("email_address",)
    # Never the key: whoever reads it could confirm the address.
    fields = ("email_address", "created", "sent")


@admin.register(ApiKey, site=platform_admin)
class ApiKeyAdmin(ReadOnlyAdmin):
    list_display = ("name", "prefix", "tenant", "membership", "created_at", "expires_at", "last_used_at", "revoked_at")
    list_filter = ("revoked_at", "expires_at")
    search_fields = ("name", "prefix", "tenant__slug", "membership__user__email")
    list_select_related = ("tenant", "membership__user", "membership__tenant")
    # Never the hash.
    fields = (
        *("name", "prefix", "tenant", "membership", "scopes"),
        *("created_at", "expires_at", "last_used_at", "revoked_at"),
    )


@admin.register(DataExport, site=platform_admin)
class DataExportAdmin(ReadOnlyAdmin):
    list_display = ("user", "created_at", "size", "ready_at", "expires_at")
    search_fields = ("user__email", "user__name")
    list_select_related = ("user",)
    # Never the file's name: what is in it is the person's alone.
    fields = ("user", "created_at", "size", "ready_at", "expires_at")


@admin.register(Mail, site=platform_admin)
class MailAdmin(ReadOnlyAdmin):
    list_display = ("subject", "address", "tenant", "template", "created_at", "sent_at", "refused_at")
    list_filter = ("template", "language")
    search_fields = ("address", "subject")
    list_select_related = ("tenant",)
    date_hierarchy = "created_at"
    # Never the words: they may hold links that open doors.
    fields = (
        *("subject", "address", "user", "tenant", "template", "kind", "language"),
        *("created_at", "sent_at", "refused_at", "attempts", "problem"),
    )


@admin.register(SavedView, site=tenant_admin)
class SavedViewAdmin(TableAdmin):
    list_display = ("title", "listing", "member", "created_at")
    list_filter = ("listing",)
    search_fields = ("title", "member__name", "member__email")
    list_select_related = ("member",)
    readonly_fields = ("member", "listing")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Saved where the list is."""
        return False

"""How people sign in, in the platform's admin: tries, signed-in browsers, second factors; nothing to edit."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib import admin

from apps.accounts.models import BrowserSession, PasswordRecord, SignIn
from apps.core.admin_sites import platform_admin
from apps.core.admin_tables import ReadOnlyAdmin


@admin.register(SignIn, site=platform_admin)
class SignInAdmin(ReadOnlyAdmin):
    list_display = ("at", "email", "outcome", "way", "through", "address", "browser_in_words", "is_new_device")
    list_filter = ("outcome", "way", "through", "is_new_device")
    search_fields = ("email", "user__name", "address")
    fields = ("at", "user", "email", "outcome", "way", "through", "address", "browser", "is_new_device")
    date_hierarchy = "at"


@admin.register(BrowserSession, site=platform_admin)
class BrowserSessionAdmin(ReadOnlyAdmin):
    list_display = ("user", "browser_in_words", "address", "started_at", "last_seen_at")
    search_fields = ("user__email", "user__name", "address")
    list_select_related = ("user",)
    # Never the key: whoever has it is signed in.
    fields = ("user", "way", "browser", "address", "started_at", "last_seen_at")


@admin.register(PasswordRecord, site=platform_admin)
class PasswordRecordAdmin(ReadOnlyAdmin):
    list_display = ("user", "replaced_at")
    search_fields = ("user__email",)
    list_select_related = ("user",)
    fields = ("user", "replaced_at")


@admin.register(Authenticator, site=platform_admin)
class AuthenticatorAdmin(ReadOnlyAdmin):
    """Never what is in them: secrets, even sealed, help nobody here."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    search_fields = ("user__email", "user__name")
    list_select_related = ("user",)
    fields = ("user", "type", "created_at", "last_used_at")


@admin.register(SocialAccount, site=platform_admin)
class SocialAccountAdmin(ReadOnlyAdmin):
    list_display = ("user", "provider", "uid", "date_joined", "last_login")
    list_filter = ("provider",)
    search_fields = ("user__email", "user__name", "uid")
    list_select_related = ("user",)
    fields = ("user", "provider", "uid", "date_joined", "last_login")

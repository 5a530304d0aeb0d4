"""How allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from django.contrib.sites.shortcuts import get_current_site
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from apps.accounts.arrivals import keep_ref
from apps.accounts.mailing import send_mail_to
from apps.accounts.services import change_password, unlock_account
from apps.accounts.sign_in_guard import SESSION_ROW
from apps.accounts.sign_in_limits import failures_of
from apps.accounts.visits import visit_of
from apps.core.scope import current_tenant
from apps.tenants.queries import tenant_by_id

# The service that changes a password has said so already.
TOLD_BY_US = {"account/email/password_changed", "account/email/password_reset", "account/email/password_set"}


class AccountAdapter(DefaultAccountAdapter):
    """Signing up by oneself is a matter of the platform; a tenant's people are invited."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Failed tries are counted by sign_in_guard.py, for pages and API alike, and not a second time by allauth."""

    def set_password(self, user: Any, password: str) -> None:
        """Both changing and resetting end here; only who changes it stays signed in, with this very browser."""
        request = self.request
        is_own = request.user.is_authenticated and request.user.pk == user.pk
        change_password(user, password=password, but=request.session.get(SESSION_ROW) if is_own else None)

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Who could open the reset mail need not wait for the tries of others."""
        if failures_of(credentials["email"]):
            unlock_account(credentials["email"])

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """To the address that one signs in with, whether allauth has a row for it or not."""
        if template_prefix in TOLD_BY_US:
            return
        said = {"timestamp": timezone.now(), "ip": self.get_client_ip(self.request), "user": user}
        said["user_agent"] = visit_of(self.request).browser
        self.send_mail(template_prefix, email or user.email, said | (context or {}))

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        # Asked for by whoever comes to the page, by a friend's link perhaps.
        keep_ref(request)
        return current_tenant().pk is None

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 -- allauth's signature
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)

    def post_login(self, request: HttpRequest, user: Any, **about: Any) -> HttpResponse:
        """Whoever signs up has chosen the password this very moment: it need not be asked for again right away."""
        if about["signup"] and "sociallogin" not in (about["signal_kwargs"] or {}):
            record_authentication(request, user, method="password", email=about["email"])
        answer: HttpResponse = super().post_login(request, user, **about)
        return answer

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """As all our mail goes: queued, in the receiver's language, in the look of the workspace one stands in."""
        tenant_id = current_tenant().pk
        tenant = tenant_by_id(tenant_id) if tenant_id else None
        known = context | {"email": email, "current_site": get_current_site(self.request)}
        with transaction.atomic():
            send_mail_to(email, f"{template_prefix}_message", tenant=tenant, **known)

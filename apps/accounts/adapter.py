"""How allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.sites.shortcuts import get_current_site
from django.db import transaction
from django.http import HttpRequest

from apps.accounts.mailing import send_mail_to
from apps.core.scope import current_tenant
from apps.tenants.queries import tenant_by_id


class AccountAdapter(DefaultAccountAdapter):
    """Signing up by oneself is a matter of the platform; a tenant's people are invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return current_tenant().pk is None

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 -- allauth's signature
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """As all our mail goes: queued, in the receiver's language, in the look of the workspace one stands in."""
        tenant_id = current_tenant().pk
        tenant = tenant_by_id(tenant_id) if tenant_id else None
        known = context | {"email": email, "current_site": get_current_site(self.request)}
        with transaction.atomic():
            send_mail_to(email, f"{template_prefix}_message", tenant=tenant, **known)

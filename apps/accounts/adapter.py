"""How allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from apps.core.scope import current_tenant


class AccountAdapter(DefaultAccountAdapter):
    """Signing up by oneself is a matter of the platform; a tenant's people are invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return current_tenant().pk is None

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 -- allauth's signature
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)

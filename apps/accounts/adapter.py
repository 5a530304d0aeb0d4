"""How allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils.translation import get_language

from apps.accounts.preferences import speaking_to
from apps.accounts.queries import user_of_address
from apps.core.scope import current_tenant


class AccountAdapter(DefaultAccountAdapter):
    """Signing up by oneself is a matter of the platform; a tenant's people are invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return current_tenant().pk is None

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 -- allauth's signature
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of whoever gets it; to a stranger in that of the page."""
        receiver = user_of_address(email)
        if receiver is None:
            super().send_mail(template_prefix, email, context)
            return
        with speaking_to(receiver):
            super().send_mail(template_prefix, email, context)

    def render_mail(self, *args: Any, headers: dict[str, str] | None = None, **kwargs: Any) -> EmailMessage:
        said = {"Content-Language": get_language() or ""}
        message: EmailMessage = super().render_mail(*args, headers=said | (headers or {}), **kwargs)
        return message

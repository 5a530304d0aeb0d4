"""What becomes of somebody whom Google, LinkedIn or Microsoft vouch for."""

from dataclasses import dataclass
from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from apps.accounts.arrivals import take_ref
from apps.accounts.legal import texts_in_force
from apps.accounts.models import User
from apps.accounts.queries import user_of_address
from apps.accounts.services import join_community, mark_verified, rename_user
from apps.core.scope import current_tenant

# In the session's data: an account elsewhere that waits for the password of the account here.
PENDING = "pending_social_login"
ICONS = {"google": "globe", "linkedin": "briefcase", "microsoft": "building-2"}


@dataclass(frozen=True, slots=True)
class Way:
    """A provider that can be signed in with."""

    id: str
    name: str
    icon: str

    @property
    def address(self) -> str:
        """Always the platform's own: that is what the providers know."""
        return f"/accounts/oidc/{self.id}/login/"


def ways_here(request: HttpRequest) -> list[Way]:
    """Providers with keys, where they can lead back to: not on a host of a workspace's own."""
    if current_tenant().pk is not None and not request.path.startswith("/t/"):
        return []
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    return [Way(app["provider_id"], app["name"], ICONS.get(app["provider_id"], "globe")) for app in apps]


class SocialAdapter(DefaultSocialAccountAdapter):
    """Verified addresses only; an account that is there already is linked by whoever knows its password."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        claims = sociallogin.account.extra_data["id_token"]
        self._check_nonce(request, sociallogin, claims)
        address = next((one for one in sociallogin.email_addresses if one.verified), None)
        # Nothing of it is needed later.
        sociallogin.account.extra_data = {"email": address.email if address else "", "name": claims.get("name", "")}
        if sociallogin.is_existing:
            return
        if address is None:
            refuse(request, _("Your e-mail address is not confirmed there. Confirm it, then try again."))
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        if user_of_address(address.email) is not None:
            request.session[PENDING] = sociallogin.serialize()
            raise ImmediateHttpResponse(redirect("social_link"))

    @staticmethod
    def _check_nonce(request: HttpRequest, sociallogin: Any, claims: dict[str, Any]) -> None:
        """What was sent along comes back; a provider that leaves it out has to be known for that."""
        sent = sociallogin.state.get("nonce")
        known = sociallogin.account.get_provider().app.settings
        if claims.get("nonce", sent if known.get("omits_nonce") else None) != sent:
            refuse(request, _("The answer does not belong to this attempt. Try again."))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return current_tenant().pk is None

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Not where there is something to agree to: then a form asks."""
        return not texts_in_force() and bool(super().is_auto_signup_allowed(request, sociallogin))

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        user: User = super().populate_user(request, sociallogin, data)
        user.email = user.email.lower()
        user.name = (data.get("name") or "")[:120]
        return user

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        """A new person comes as a candidate, as by the form; companies are founded by theirs."""
        user: User = super().save_user(request, sociallogin, form)
        if form is not None and form.cleaned_data.get("name"):
            rename_user(user, name=form.cleaned_data["name"])
        mark_verified(user)
        join_community(user, ref=take_ref(request), consent=form.consent(request) if form is not None else None)
        return user


def refuse(request: HttpRequest, reason: str) -> NoReturn:
    page = render(request, "socialaccount/authentication_error.html", {"reason": reason}, status=403)
    raise ImmediateHttpResponse(page)

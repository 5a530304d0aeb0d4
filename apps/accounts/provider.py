"""Sign-in with Google, LinkedIn and Microsoft: OpenID Connect, checked more strictly than allauth does by itself.

allauth finds `provider_classes` in the `provider` module of every installed app.
"""

import secrets
import time
from hashlib import sha256
from typing import Any

import jwt
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.core.queue.bell import BROKER_ERRORS

# Asymmetric ones only: with those a public key can never be taken for a secret.
ALGORITHMS = ["RS256", "ES256"]
NEEDED = ["exp", "iat", "iss", "aud", "sub"]
CLOCK_SECONDS = 60
# It comes straight from the provider, seconds after it was made.
YOUNG_SECONDS = 300


def claims_of(id_token: str, *, keys: dict[str, Any], issuer: str, audience: str) -> dict[str, Any]:
    """What the token says, once signature, algorithm, issuer, audience and time are right; OAuth2Error otherwise."""
    try:
        header = jwt.get_unverified_header(id_token)
        if header.get("alg") not in ALGORITHMS:
            raise OAuth2Error("id_token: this algorithm is not allowed")
        key = jwt.PyJWKSet.from_dict(keys)[header.get("kid", "")]
        claims: dict[str, Any] = jwt.decode(
            id_token,
            key,
            algorithms=ALGORITHMS,
            issuer=issuer,
            audience=audience,
            leeway=CLOCK_SECONDS,
            options={"require": NEEDED},
        )
    except (jwt.PyJWTError, KeyError) as error:
        raise OAuth2Error("id_token is not valid") from error
    if claims.get("azp", audience) != audience:
        raise OAuth2Error("id_token was made for somebody else")
    return claims


def refuse_replay(id_token: str, claims: dict[str, Any]) -> None:
    """Raise OAuth2Error for a token that is not of this minute's sign-in: each opens once, and only while it is new.

    A nonce says the same, but not every provider gives it back.
    """
    now = time.time()
    if now - float(claims["iat"]) > YOUNG_SECONDS:
        raise OAuth2Error("id_token is not new")
    left = max(float(claims["exp"]) - now, 0) + CLOCK_SECONDS
    try:
        is_first = cache.add(f"id-token:{sha256(id_token.encode()).hexdigest()}", 1, timeout=left)
    except BROKER_ERRORS as error:
        raise OAuth2Error("id_token cannot be checked now") from error
    if not is_first:
        raise OAuth2Error("id_token was used before")


class StrictAdapter(OpenIDConnectOAuth2Adapter):
    """Takes nothing but a signed identity token; what else the provider knows is not asked for."""

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        id_token = kwargs["response"].get("id_token")
        if not isinstance(id_token, str):
            raise OAuth2Error("the provider sent no id_token")
        config = self.openid_config
        with get_adapter().get_requests_session() as session:
            answer = session.get(config["jwks_uri"])
            answer.raise_for_status()
        claims = claims_of(id_token, keys=answer.json(), issuer=config["issuer"], audience=app.client_id)
        refuse_replay(id_token, claims)
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})


class StrictProvider(OpenIDConnectProvider):
    """Adds a nonce, takes nothing from the address that began it, and leaves by a page of ours."""

    oauth2_adapter_class = StrictAdapter

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        params: dict[str, str] = self.get_auth_params()
        return params

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        scope: list[str] = self.get_scope()
        return scope

    def redirect(self, request: HttpRequest, process: str, *args: Any, **kwargs: Any) -> HttpResponse:
        nonce = secrets.token_urlsafe(24)
        kwargs["auth_params"] = (kwargs.get("auth_params") or {}) | {"nonce": nonce}
        response: HttpResponse = super().redirect(request, process, *args, nonce=nonce, **kwargs)
        if response.status_code != 302:  # noqa: PLR2004 -- anything else is a page that says what went wrong
            return response
        # The content policy lets no form lead to another host, also not by a redirect; a page may.
        return render(request, "socialaccount/leaving.html", {"provider": self, "address": response["Location"]})

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        claims = data["id_token"]
        email = claims.get("email")
        if not email:
            return []
        return [EmailAddress(email=email.lower(), verified=self._is_verified(claims), primary=True)]

    def _is_verified(self, claims: dict[str, Any]) -> bool:
        """The provider says so; a directory of one's own company may be trusted without a word."""
        if claims.get("email_verified") in {True, "true"}:
            return True
        directory = self.app.settings.get("trusted_directory")
        return bool(directory) and claims.get("tid") == directory


provider_classes = [StrictProvider]

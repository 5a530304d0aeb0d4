"""API keys as requests bring them, and what they may never do."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import ApiKey, hash_of_key
from apps.core.modules import Permission
from apps.core.problems import ProblemError
from apps.core.rights import all_permissions

PREFIX = "rk_"
SCHEMES = frozenset({"bearer", "api-key"})
# Keys, the rights of roles, and the workspace as a whole are for people: whoever finds a key must not be able to make
# more of it than it is.
NEVER_FOR_KEYS = frozenset(
    {
        *("accounts.manage_keys", "accounts.manage_roles", "accounts.use_administration"),
        *("tenants.manage_security", "tenants.export", "tenants.close"),
    }
)


class InvalidKeyError(ProblemError):
    code = "invalid-key"
    title = _("This API key is not valid (any more). Ask whoever manages the keys of the workspace for a new one.")
    status = 401


class NotForKeysError(ProblemError):
    code = "not-for-keys"
    title = _("API keys cannot do this.")
    status = 403


def sent_key(request: HttpRequest) -> str | None:
    """The key of `Authorization: Bearer rk_…` or `Authorization: Api-Key rk_…`, if the request has one."""
    said: str = request.META.get("HTTP_AUTHORIZATION", "")
    scheme, _space, raw = said.partition(" ")
    raw = raw.strip()
    if scheme.lower() == "api-key" or (scheme.lower() in SCHEMES and raw.startswith(PREFIX)):
        return raw
    return None


def living_key(raw: str) -> ApiKey:
    """The key with the membership of its maker; InvalidKeyError when there is none, or none any more."""
    found = ApiKey.objects.living().select_related("membership").filter(key_hash=hash_of_key(raw)).first()
    if found is None:
        raise InvalidKeyError
    return found


def scopes_for_keys() -> list[Permission]:
    """What a key can be given."""
    return [right for right in all_permissions() if right.name not in NEVER_FOR_KEYS and not right.owners_only]

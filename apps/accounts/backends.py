"""Rights in Django admin: staff by their own, owners and administrators by their role in the tenant they are in."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.contrib.auth.backends import ModelBackend

from apps.accounts.models import User
from apps.accounts.queries import membership_of
from apps.core.scope import current_tenant


class MemberBackend(ModelBackend):
    """Gives managers of the current tenant the rights over its own apps, and nothing over shared ones."""

    def authenticate(self, request: Any, username: str | None = None, password: str | None = None, **_: Any) -> None:
        """Signing in is allauth's; this backend only answers about rights."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if super().has_perm(user_obj, perm, obj):
            return True
        app_label, _dot, codename = perm.partition(".")
        return lies_in_tenants(app_label, codename.rsplit("_", maxsplit=1)[-1]) and _manages_here(user_obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        if super().has_module_perms(user_obj, app_label):
            return True
        return lies_in_tenants(app_label) and _manages_here(user_obj)


def lies_in_tenants(app_label: str, model: str = "") -> bool:
    """Whether the app (or just this model of it) has its rows in the tenants' own schemas."""
    config = apps.get_app_config(app_label)
    if config.name in settings.TENANT_APPS and config.name not in settings.SHARED_APPS:
        return True
    own: frozenset[str] = getattr(config, "tenant_models", frozenset())
    return model in own if model else bool(own)


def _manages_here(user: Any) -> bool:
    """Whether the user may administer the tenant that the code runs in.

    Asked for every table of the administration, so the object of the user, which lives for one request, keeps the
    answer, as it does with Django's own permissions.
    """
    tenant = current_tenant()
    if tenant.pk is None or not isinstance(user, User) or not user.is_active:
        return False
    known: dict[UUID, bool] = user.__dict__.setdefault("_manages", {})
    if tenant.pk not in known:
        membership = membership_of(user.pk, tenant.pk)
        known[tenant.pk] = membership is not None and membership.has_right("accounts.use_administration")
    return known[tenant.pk]

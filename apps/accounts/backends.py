"""Rights in Django admin: staff by their own, owners and administrators by their role in the tenant they are in."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.backends import ModelBackend

from apps.accounts.models import User
from apps.accounts.queries import membership_of
from apps.accounts.roles import MANAGERS
from apps.core.scope import current_tenant


class MemberBackend(ModelBackend):
    """Gives managers of the current tenant the rights over its own apps, and nothing over shared ones."""

    def authenticate(self, request: Any, username: str | None = None, password: str | None = None, **_: Any) -> None:
        """Signing in is allauth's; this backend only answers about rights."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if super().has_perm(user_obj, perm, obj):
            return True
        return self.has_module_perms(user_obj, perm.split(".", maxsplit=1)[0])

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        if super().has_module_perms(user_obj, app_label):
            return True
        tenant = current_tenant()
        if tenant.pk is None or not isinstance(user_obj, User) or not user_obj.is_active:
            return False
        if apps.get_app_config(app_label).name not in settings.MODULE_APPS:
            return False
        membership = membership_of(user_obj.pk, tenant.pk)
        return membership is not None and membership.role in MANAGERS

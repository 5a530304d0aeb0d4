"""The name that django-tenants gives to `migrate`."""

from apps.tenants.management.commands.migrate import Command

__all__ = ["Command"]

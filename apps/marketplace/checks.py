"""Refuses, by name and at start, a module that asks for a plan that there is not."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from apps.core.modules import all_modules
from apps.tenants.plans import PLANS


@register("modules")
def check_plans(app_configs: Sequence[AppConfig] | None = None, **_: Any) -> list[CheckMessage]:
    """Every module's `plan` is one that tenants can have."""
    names = [plan.name for plan in PLANS]
    return [
        Error(
            f"{config.name}: there is no plan {config.plan!r}.", hint=f"Plans: {', '.join(names)}.", id="modules.E015"
        )
        for config in all_modules()
        if config.plan and config.plan not in names
    ]

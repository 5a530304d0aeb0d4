"""Language models behind one question: whoever asks gets a checked answer or none, and has an engine of its own."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.core.modules import Permission, Text


class AiConfig(AppConfig):
    name = "apps.ai"
    verbose_name = _("Language models")
    sealed_values: ClassVar[str] = "apps.ai.resealing.reseal_keys"
    permissions: ClassVar[tuple[Permission, ...]] = (
        Permission(
            *("ai.manage", _("Decide on language models and see what they cost"), ("owner", "admin")), in_person=True
        ),
    )
    audit_actions: ClassVar[dict[str, Text]] = {
        "ai.provider-added": _("Server of language models added"),
        "ai.provider-changed": _("Server of language models changed"),
        "ai.provider-removed": _("Server of language models removed"),
        "ai.budget-changed": _("Budget at the platform's servers changed"),
        "ai.policy-changed": _("Use of language models changed"),
    }

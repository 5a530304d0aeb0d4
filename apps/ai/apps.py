"""Language models behind one question: whoever asks gets a checked answer or none, and has an engine of its own."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AiConfig(AppConfig):
    name = "apps.ai"
    verbose_name = _("AI")

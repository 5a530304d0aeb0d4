"""Landing page, signed-in home and the frame around all pages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "apps.home"
    verbose_name = _("Home")

"""Landing page, signed-in home and the frame around all pages."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "apps.home"
    verbose_name = "Home"

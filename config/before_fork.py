"""What each process would otherwise read for itself at its first request or task, read once before they divide."""

from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.template import TemplateSyntaxError
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs
from django.urls import get_resolver


def read_addresses() -> None:
    """All addresses, and with them the views that they lead to."""
    for addresses in (settings.ROOT_URLCONF, settings.PUBLIC_SCHEMA_URLCONF):
        get_resolver(addresses).reverse_dict  # noqa: B018 -- reading it is what fills it


def read_templates() -> None:
    """Those of the project's pages; the admin's and other packages' are read when they are asked for.

    What is wrong with one of them is said by the page that asks for it, and keeps no other from being answered.
    """
    inside = settings.BASE_DIR / "apps"
    own = [folder for folder in map(Path, get_app_template_dirs("templates")) if folder.is_relative_to(inside)]
    for folder in (settings.BASE_DIR / "templates", *own):
        for path in folder.rglob("*.html"):
            with suppress(TemplateSyntaxError):
                get_template(str(path.relative_to(folder)))

"""Where templates lie that use our components and classes."""

from pathlib import Path

from django.apps import apps
from django.conf import settings


def template_folders() -> list[Path]:
    """Template folders of the project and of every installed app that may use our classes, plug-ins included."""
    own = [Path(str(folder)) for engine in settings.TEMPLATES for folder in engine["DIRS"]]
    module_apps = set(getattr(settings, "MODULE_APPS", []))
    of_apps = [
        Path(config.path) / "templates"
        for config in apps.get_app_configs()
        if config.name.startswith("apps.") or config.name in module_apps or type(config).__module__ in module_apps
    ]
    return [folder for folder in [*own, *of_apps] if folder.is_dir()]

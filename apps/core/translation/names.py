"""Names of models and their fields that nobody wrote: Django makes English of the code, and here it becomes a text."""

from collections.abc import Iterator

from django.apps import AppConfig, apps
from django.db.models import Field, Model
from django.utils import translation
from django.utils.translation import gettext_lazy

from apps.core.translation.sources import is_ours

NAMES = ("verbose_name", "verbose_name_plural")


def name_models() -> None:
    """Let the administration speak of tables and columns in the reader's language."""
    for config in filter(is_ours, apps.get_app_configs()):
        for model in config.get_models():
            for option in _unnamed_options(model):
                setattr(model._meta, option, gettext_lazy(getattr(model._meta, option)))
            for field in _unnamed_fields(model):
                field.verbose_name = gettext_lazy(str(field.verbose_name))


def names_of(config: AppConfig) -> Iterator[str]:
    """The same names as texts to translate."""
    for model in config.get_models():
        named = [getattr(model._meta, option) for option in _unnamed_options(model)]
        named += [field.verbose_name for field in _unnamed_fields(model)]
        with translation.override(None):
            texts = [str(name) for name in named]
        yield from texts


def _unnamed_options(model: type[Model]) -> list[str]:
    return [name for name in NAMES if name not in model._meta.original_attrs]


def _unnamed_fields(model: type[Model]) -> "list[Field[object, object]]":
    return [field for field in model._meta.local_fields if getattr(field, "_verbose_name", "") is None]

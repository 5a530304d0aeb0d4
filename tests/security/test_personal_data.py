"""Whoever keeps something of a person says how it is handed out and how it goes."""

import re
from pathlib import Path

from django.apps import AppConfig, apps
from django.db.models import Model

from apps.core.modules import ModuleConfig, all_modules

PROJECT = Path(__file__).resolve().parents[2]
OF_A_PERSON = re.compile(r"(?:^|_)(?:member|membership|user|candidate|email|by)(?:_id)?$")
# The platform's own, which the end of an account and of a workspace reach by themselves (accounts/services/erasure.py,
# tenants/closing.py); tests/test_own_data.py and apps/tenants/tests/test_closing.py show what is left.
BY_THE_PLATFORM = {"tenants", "accounts", "marketplace", "billing"}


def keeps_of_persons(config: AppConfig) -> list[type[Model]]:
    """The models that name somebody."""
    return [
        model for model in config.get_models() if any(OF_A_PERSON.search(field.name) for field in model._meta.fields)
    ]


def without_an_end(configs: list[AppConfig]) -> list[str]:
    """Apps that keep something of persons and lack a function that hands it out, or one that ends it."""
    return [
        config.label
        for config in configs
        if keeps_of_persons(config)
        and config.label not in BY_THE_PLATFORM
        and not (getattr(config, "exporter", "") and getattr(config, "eraser", ""))
    ]


def ours() -> list[AppConfig]:
    return [config for config in apps.get_app_configs() if config.name.startswith("apps.")]


def test_every_app_with_something_of_persons_hands_it_out_and_ends_it() -> None:
    assert len([config for config in ours() if keeps_of_persons(config)]) >= 8
    assert without_an_end(ours()) == []


def test_every_module_that_knows_candidates_forgets_them() -> None:
    found = [config.label for config in all_modules() if keeps_of_persons(config) and not config.candidate_eraser]
    assert found == []


def test_one_that_forgets_its_eraser_is_noticed() -> None:
    class Forgetful(ModuleConfig):
        name, label, title = "apps.cv_analysis", "forgetful", "Forgetful"
        exporter, eraser = "own_data.export", ""

        def get_models(self, *args: object, **options: object) -> object:  # type: ignore[override]  # a list will do
            return apps.get_app_config("cv_analysis").get_models()

    forgetful = Forgetful("apps.cv_analysis", apps.get_app_config("cv_analysis").module)

    assert without_an_end([forgetful]) == ["forgetful"]


def test_document_names_every_app_that_keeps_something_of_persons() -> None:
    document = (PROJECT / "docs/privacy.md").read_text(encoding="utf-8")
    assert [config.label for config in ours() if keeps_of_persons(config) and f"`{config.label}`" not in document] == []

"""Titles of choices are those that Django gives, for every field of every table."""

from typing import Any

import pytest
from django.apps import apps
from django.db.models import Field, Model
from django.utils.translation import override

# Some tables ask the database for the time of a new row.
pytestmark = pytest.mark.django_db

CHOSEN = [
    pytest.param(model, field, id=f"{model._meta.label}.{field.name}")
    for model in apps.get_models()
    for field in model._meta.concrete_fields
    if field.choices and field.model is model and model.__module__.startswith("apps.")
]


def test_there_are_some() -> None:
    assert len(CHOSEN) > 30


@pytest.mark.parametrize(("model", "field"), CHOSEN)
def test_title_is_djangos_own(model: type[Model], field: "Field[Any, Any]") -> None:
    for language in ("en", "de"):
        with override(language):
            for value in (*(value for value, _title in field.flatchoices), "nothing of these", "", None):
                row: Any = model(**{field.attname: value})
                usual = Model._get_FIELD_display(row, field)  # type: ignore[attr-defined]  # the stubs leave it out
                shown = getattr(row, f"get_{field.name}_display")()
                assert (shown, type(shown)) == (usual, type(usual))

"""A call that will end says so to whoever still asks, and in the description."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve
from drf_spectacular.generators import SchemaGenerator

from apps.core.going_away import GoingAway

CATALOGUE = "/api/v1/modules/marketplace/"
GOING = GoingAway(since=date(2027, 1, 1), until=date(2027, 7, 1), instead="/api/v1/modules/")
TOLD = ("Deprecation", "Sunset", "Link")


@pytest.mark.django_db
def test_its_answers_and_its_description_tell_when(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Client().get(CATALOGUE)
    view: Any = resolve(CATALOGUE).func
    monkeypatch.setattr(view.cls, "going_away", GOING, raising=False)
    answer = Client().get(CATALOGUE)
    generator: Any = SchemaGenerator
    described = generator().get_schema(request=None, public=True)["paths"]

    assert [name for name in TOLD if name in before.headers] == []
    assert [answer.headers[name] for name in TOLD] == [
        "@1798761600",
        "Thu, 01 Jul 2027 00:00:00 GMT",
        '</api/v1/modules/>; rel="successor-version"',
    ]
    going = [path for path, operations in described.items() if any("deprecated" in one for one in operations.values())]
    assert going == [CATALOGUE]

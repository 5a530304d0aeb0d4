"""What the web's processes share is read before they divide: the first page in each of them reads little more."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.template import Engine, Origin, Template, TemplateSyntaxError
from django.template.loader import get_template
from django.test import Client
from django.urls import clear_url_caches, get_resolver

from apps.core.quick_templates import Loader
from config.before_fork import read_addresses, read_templates


@pytest.fixture
def loader() -> Iterator[Loader]:
    (loader,) = Engine.get_default().template_loaders
    assert isinstance(loader, Loader)
    loader.reset()
    yield loader
    loader.reset()


def test_templates_of_all_pages_are_read_and_none_of_other_packages(loader: Loader) -> None:
    read_templates()
    read = {str(template.origin.name) for template in loader.get_template_cache.values()}
    assert not [name for name in read if "site-packages" in name]
    names = {template.name for template in loader.get_template_cache.values()}
    assert {"cotton/icon.html", "home/index.html", "hiring/candidates.html", "account/login.html"} <= names


def test_broken_template_keeps_no_other_from_being_read(loader: Loader, monkeypatch: pytest.MonkeyPatch) -> None:
    read = loader.get_contents

    def with_a_slip(origin: Origin) -> str:
        return "{% nothing %}" if origin.template_name == "cotton/icon.html" else str(read(origin))

    monkeypatch.setattr(loader, "get_contents", with_a_slip)
    read_templates()
    assert len([found for found in loader.get_template_cache.values() if isinstance(found, Template)]) > 500
    with pytest.raises(TemplateSyntaxError, match="nothing"):
        get_template("cotton/icon.html")


def test_page_reads_no_template_of_its_own_afterwards(loader: Loader, client: Client, db: Any) -> None:
    read_templates()
    before = {*loader.get_template_cache}
    assert client.get("/accounts/login/", headers={"host": "localhost"}).status_code == 200
    later = [found for key, found in loader.get_template_cache.items() if key not in before]
    names = [found.origin.name for found in later if isinstance(found, Template)]
    assert not [name for name in names if "site-packages" not in name]


def test_views_are_loaded_with_the_addresses_that_lead_to_them() -> None:
    clear_url_caches()
    read_addresses()
    for addresses in ("config.urls", "config.public_urls"):
        # Kept by the resolver, once it was asked for.
        assert "url_patterns" in vars(get_resolver(addresses))

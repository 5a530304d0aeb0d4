"""The component gallery: complete, closed where it must be, and found by looking."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from pytest_django import Settings

from apps.accounts.models import Membership
from apps.core.template_folders import template_folders
from apps.home import gallery
from apps.home.samples import samples
from tests.people import SignedIn

pytestmark = pytest.mark.django_db
NAMES = sorted(
    {file.stem for folder in template_folders() for file in (folder / "cotton").glob("*.html")} - {"specimen"}
)


@pytest.fixture
def extra_folder(settings: Settings, tmp_path: Path) -> Path:
    """One more template folder, as an installed module brings one."""
    (engine,) = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], tmp_path]}]
    for name in ("cotton", "gallery", gallery.PATTERNS):
        (tmp_path / name).mkdir(parents=True)
    return tmp_path


def page(address: str = "/ui/", client: Client | None = None) -> Any:
    return (client or Client()).get(address)


def test_every_component_of_the_project_is_listed_once() -> None:
    assert sorted(part.name for part in gallery.components()) == NAMES
    assert {"button", "radar_chart", "page_header"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_component_has_an_example_of_its_states(name: str) -> None:
    part = next(part for part in gallery.components() if part.name == name)
    assert part.source, f"templates/{part.example} is missing"
    assert part.group != gallery.WITHOUT_GROUP, f"templates/{part.example} does not begin with its group"

    text = render_to_string(part.example, {"sample": samples()}, RequestFactory().get("/ui/"))

    assert text.count('<figure class="specimen">') >= 1
    assert "<c-" not in text


def test_one_page_shows_all_and_each_component_has_its_own() -> None:
    whole, one = page(), page("/ui/button/")

    assert (whole.status_code, one.status_code) == (200, 200)
    assert [name for name in NAMES if f'id="component-{name}"' not in whole.text] == []
    assert ("&lt;c-button&gt;" in one.text, "Delete for good" in one.text, "&lt;c-specimen" in one.text) == (True,) * 3


def test_component_appears_by_being_there(extra_folder: Path) -> None:
    (extra_folder / "cotton" / "seat_map.html").write_text("<c-vars seats />{{ seats }}", encoding="utf-8")
    example = '{# group: Plans #}\n<c-specimen title="Few"><c-seat-map seats="three" /></c-specimen>'
    (extra_folder / "gallery" / "seat_map.html").write_text(example, encoding="utf-8")

    whole, one = page(), page("/ui/seat_map/")

    assert ('id="component-seat_map"' in whole.text, "Plans" in whole.text) == (True, True)
    assert ("three" in one.text, '<code dir="ltr">&lt;c-seat-map&gt;</code>' in one.text) == (True, True)


def test_component_without_an_example_says_which_file_to_add(extra_folder: Path) -> None:
    (extra_folder / "cotton" / "seat_map.html").write_text("nothing yet", encoding="utf-8")

    assert "Add templates/gallery/seat_map.html" in page("/ui/seat_map/").text


def test_pattern_appears_by_being_there(extra_folder: Path) -> None:
    (extra_folder / gallery.PATTERNS / "seats.html").write_text("{{ sample.now|date:'Y' }}", encoding="utf-8")

    assert "/ui/patterns/seats/" in page().text
    assert page("/ui/patterns/seats/").text == "2026"


@pytest.mark.parametrize("address", ["/ui/nothing/", "/ui/patterns/nothing/", "/ui/specimen/"])
def test_what_is_not_there_is_not_found(address: str) -> None:
    assert page(address).status_code == 404


@pytest.mark.parametrize("address", ["/ui/", "/ui/button/", "/ui/foundations/"])
def test_look_is_switched_by_the_address(address: str) -> None:
    text = page(f"{address}?theme=dark&dir=rtl&density=dense").text

    head = next(line for line in text.splitlines() if line.startswith("<html"))
    assert head == '<html lang="en" dir="rtl" data-theme="dark" data-density="dense">'
    assert 'href="?theme=light&amp;dir=rtl&amp;density=dense"' in text


def test_look_takes_known_words_only() -> None:
    text = page('/ui/?theme="><script>&dir=up').text

    assert '<html lang="en" dir="ltr">' in text


ADDRESSES = ("/ui/", "/ui/foundations/", "/ui/button/", "/ui/patterns/list/")


def test_gallery_is_closed_to_strangers_and_members_where_there_is_no_demo(
    settings: Settings, ada: Membership, signed_in: SignedIn
) -> None:
    settings.DEMO = False

    found = [page(address, client).status_code for client in (Client(), signed_in(ada)) for address in ADDRESSES]

    assert found == [404] * len(found)


def test_gallery_is_open_to_staff_where_there_is_no_demo(
    settings: Settings, ada: Membership, signed_in: SignedIn
) -> None:
    settings.DEMO = False
    ada.user.is_staff = True
    ada.user.save()

    assert page(client=signed_in(ada)).status_code == 200


def test_demo_is_the_embedded_default() -> None:
    assert settings.DEMO is True


def test_run_keeps_what_was_typed_for_this_visitor_alone() -> None:
    client, other = Client(), Client()

    answer = client.post("/ui/patterns/run/save/", {"answer": "We moved <it>."}, headers={"Accept": "application/json"})
    whole = client.post("/ui/patterns/run/save/", {"answer": "We moved <it>. Twice."})

    assert (answer.status_code, list(answer.json()), whole.headers["Location"]) == (200, ["time"], "/ui/patterns/run/")
    assert "We moved &lt;it&gt;. Twice.</textarea>" in page("/ui/patterns/run/", client).text
    assert "We moved" not in page("/ui/patterns/run/", other).text


def test_run_keeps_nothing_where_the_gallery_is_closed(settings: Settings) -> None:
    settings.DEMO = False

    assert Client().post("/ui/patterns/run/save/", {"answer": "We moved it."}).status_code == 404
    assert Client().get("/ui/patterns/run/save/").status_code in {404, 405}

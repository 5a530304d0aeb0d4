"""The tokens of the look keep what they promise: contrast in light and dark, and no left or right in any style."""

import re
from itertools import product
from pathlib import Path
from typing import get_args

import pytest
from django.conf import settings

from apps.core.colour import DARK_GROUNDS, LIGHT_GROUNDS, contrast
from apps.core.listing import Breakpoint, Column, Width
from apps.core.template_folders import template_folders
from apps.home.forms import OUR_ACCENT

SOURCE = Path(settings.BASE_DIR) / "static" / "src"
TOKENS = (SOURCE / "app.css").read_text(encoding="utf-8")
TEXT, CONTROL = 4.5, 3.0
TEXTS = ("base-content", "muted", "primary", "info", "success", "warning", "error", "secondary")
SOFT = ("primary", "info", "success", "warning", "error", "muted")
# The share of the colour in its soft ground, as .soft in frame.css mixes it.
SOFT_SHARE = 0.10
FILLED = ("primary", "secondary", "accent", "neutral", "info", "success", "warning", "error")

PHYSICAL_CSS = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)\b"
    r"|border-(?:top|bottom)-(?:left|right)-radius|(?:left|right)\s*:|text-align\s*:\s*(?:left|right)"
    r"|float\s*:\s*(?:left|right))"
)
PHYSICAL_CLASS = re.compile(
    r"(?<![\w-])-?(?:m[lr]|p[lr]|left|right|border-[lr]|rounded-[lr]|rounded-[tb][lr]|scroll-[mp][lr])"
    r"-(?:\d|px|auto|full|\[|sm|md|lg)[\w./\]-]*|(?<![\w-])(?:text|float|clear)-(?:left|right)(?![\w-])|(?<![\w-])border-[lr](?![\w-])"
)
CLASSES = re.compile(r'class="([^"]*)"', re.S)


def theme(name: str) -> dict[str, str]:
    """The colours of a theme by their name, as #rrggbb."""
    block = re.search(rf'name: "{name}";(.*?)\n}}', TOKENS, re.S)
    roles = re.search(rf'\[data-theme="{name}"\] {{(.*?)}}', TOKENS, re.S)
    assert block
    assert roles
    found = dict(re.findall(r"--color-([\w-]+): (#[0-9a-f]{6});", block[1]))
    return found | dict(re.findall(r"--(muted|control|mark): (#[0-9a-f]{6});", roles[1]))


def mixed(colour: str, ground: str, share: float) -> str:
    """As color-mix does, near enough: in sRGB, with the share of the colour."""
    parts = (
        round(int(colour[at : at + 2], 16) * share + int(ground[at : at + 2], 16) * (1 - share)) for at in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in parts)


@pytest.fixture(params=["light", "dark"])
def colours(request: pytest.FixtureRequest) -> dict[str, str]:
    return theme(request.param)


@pytest.mark.parametrize("role", TEXTS)
@pytest.mark.parametrize("ground", ["base-100", "base-200"])
def test_text_can_be_read_on_every_ground(colours: dict[str, str], role: str, ground: str) -> None:
    assert contrast(colours[role], colours[ground]) >= TEXT


@pytest.mark.parametrize("role", SOFT)
def test_text_can_be_read_on_its_own_soft_ground(colours: dict[str, str], role: str) -> None:
    assert contrast(colours[role], mixed(colours[role], colours["base-100"], SOFT_SHARE)) >= TEXT


@pytest.mark.parametrize("role", FILLED)
def test_what_is_written_on_a_filled_ground_can_be_read(colours: dict[str, str], role: str) -> None:
    assert contrast(colours[f"{role}-content"], colours[role]) >= TEXT


def test_marked_words_can_be_read(colours: dict[str, str]) -> None:
    assert contrast(colours["base-content"], colours["mark"]) >= TEXT


@pytest.mark.parametrize("ground", ["base-100", "base-200"])
def test_lines_of_controls_and_the_focus_can_be_seen(colours: dict[str, str], ground: str) -> None:
    assert contrast(colours["control"], colours[ground]) >= CONTROL
    assert contrast(colours["primary"], colours[ground]) >= CONTROL


def test_dark_by_the_system_is_the_same_as_dark_by_choice() -> None:
    system = re.search(r":root:not\(\[data-theme\]\) {(.*?)}", TOKENS, re.S)
    assert system

    by_system = dict(re.findall(r"--(muted|control|mark): (#[0-9a-f]{6});", system[1]))

    assert by_system == {name: theme("dark")[name] for name in ("muted", "control", "mark")}


def test_grounds_that_accents_are_measured_on_are_those_of_the_pages() -> None:
    grounds = [(colours["base-100"], colours["base-200"]) for colours in (theme("light"), theme("dark"))]

    assert (grounds, OUR_ACCENT) == ([LIGHT_GROUNDS, DARK_GROUNDS], theme("light")["primary"])


@pytest.mark.parametrize(
    ("width", "at_end", "hidden_below"), [*product(get_args(Width), (False, True), get_args(Breakpoint))]
)
def test_what_a_list_says_of_its_columns_is_in_the_style_sheet(
    width: Width, hidden_below: Breakpoint, *, at_end: bool
) -> None:
    sheet = (Path(settings.BASE_DIR) / "static" / "build" / "app.css").read_text(encoding="utf-8")

    css = Column("size", "Size", width=width, at_end=at_end, hidden_below=hidden_below).css

    assert [name for name in css.split() if f".{name.replace(':', chr(92) + ':')}" not in sheet] == []


def physical(text: str) -> list[str]:
    """Declarations of a style sheet that mean left or right whatever the direction."""
    return PHYSICAL_CSS.findall(text)


def physical_classes(text: str) -> list[str]:
    return [found for classes in CLASSES.findall(text) for found in PHYSICAL_CLASS.findall(classes)]


@pytest.mark.parametrize("file", sorted(SOURCE.glob("*.css")), ids=lambda file: file.name)
def test_style_sheet_knows_no_left_and_right(file: Path) -> None:
    assert physical(file.read_text(encoding="utf-8")) == []


def test_templates_know_no_left_and_right() -> None:
    files = [file for folder in template_folders() for file in folder.rglob("*.html")]
    found = {file.name: physical_classes(file.read_text(encoding="utf-8")) for file in files}

    assert {name: classes for name, classes in found.items() if classes} == {}
    assert len(files) > 100


@pytest.mark.parametrize(
    ("style", "count"),
    [
        ("a { margin-left: 1px }", 1),
        ("a { left: 0; text-align: right }", 2),
        ("a { border-top-left-radius: 1px }", 1),
        ("a { margin-inline-start: 1px; inset-inline: 0; text-align: start }", 0),
    ],
)
def test_physical_declarations_are_noticed(style: str, count: int) -> None:
    assert len(physical(style)) == count


@pytest.mark.parametrize(
    ("classes", "count"),
    [
        ("ml-2 -mr-1 sm:pl-4", 3),
        ("text-left lg:text-right", 2),
        ("left-0 right-[3px] border-l rounded-tl-sm", 4),
        ("ms-2 -me-1 ps-4 text-start border-s start-0 mlx right-hand panel-left", 0),
    ],
)
def test_physical_classes_are_noticed(classes: str, count: int) -> None:
    assert len(physical_classes(f'<a class="{classes}">')) == count

"""Rules for all templates, those of modules that nobody has written yet included."""

import re
from pathlib import Path
from statistics import median

import pytest
from django.template.loader import get_template
from lucide import _load_icon

from apps.core.modules import all_modules
from apps.core.template_folders import template_folders

TEMPLATES = [
    (folder, file)
    for folder in template_folders()
    for file in sorted(folder.rglob("*"))
    if file.suffix in {".html", ".txt"}
]
# Mails are no pages: their style stands beside each element, as mail programs want it.
MAILS = {"emails", "email"}
PAGES = [
    file for folder, file in TEMPLATES if file.suffix == ".html" and not MAILS & set(file.relative_to(folder).parts)
]
# What the strict content security policy would block in the browser, silently for the reader of the page.
BLOCKED = re.compile(
    r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:|<(?:script|link|img)[^>]*https?://", re.I
)
ICON = re.compile(r"""(?:<c-icon\s+name|\bicon)=["']([a-z0-9-]+)["']""")


@pytest.mark.parametrize(("folder", "file"), TEMPLATES, ids=lambda part: part.name)
def test_template_compiles_with_all_its_components(folder: Path, file: Path) -> None:
    assert get_template(str(file.relative_to(folder))) is not None


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_template_keeps_to_the_content_security_policy(file: Path) -> None:
    assert BLOCKED.findall(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "<script>run()</script>",
        "<style>h1 { color: red }</style>",
        '<p style="color: red">',
        '<button onclick="run()">',
        '<a href="javascript:run()">',
        '<script src="https://elsewhere.example/x.js"></script>',
        '<img alt="" src="http://elsewhere.example/x.png">',
    ],
)
def test_what_the_policy_would_block_is_noticed(text: str) -> None:
    assert len(BLOCKED.findall(text)) == 1


@pytest.mark.parametrize("text", ['<script src="/static/app.js"></script>', '<p data-style="x">one=two</p>'])
def test_what_the_policy_allows_is_let_pass(text: str) -> None:
    assert BLOCKED.findall(text) == []


def test_every_named_icon_exists() -> None:
    names = {name for file in PAGES for name in ICON.findall(file.read_text(encoding="utf-8"))}
    for config in all_modules():
        names |= {config.icon, *(item.icon for item in config.nav)}
    assert [name for name in sorted(names) if _load_icon(name) is None] == []


def test_templates_are_short() -> None:
    lengths = [len(file.read_text(encoding="utf-8").splitlines()) for file in PAGES]
    assert median(lengths) <= 30
    assert max(lengths) <= 80


def test_links_that_fill_their_row_stand_in_a_row() -> None:
    """Their surface fills the nearest part that is placed: outside of a row that is the page, whose links it covers."""
    astray = []
    for file in PAGES:
        text = file.read_text(encoding="utf-8")
        for link in re.finditer('class="row-link"', text):
            row = re.findall(r"<(td|li|section|main)[ >]", text[: link.start()])
            if not row or row[-1] not in {"td", "li"}:
                astray.append(file.name)
    assert astray == []

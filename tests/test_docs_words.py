"""What the documents name exists: sections, make targets, commands, files, and the words of pages."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.core.management import get_commands

PROJECT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md"), *PROJECT.glob("clients/**/*.md")])
FOR_USERS = sorted(PROJECT.glob("docs/users/*.md"))
# Of the module that the guide for authors writes.
NOT_HERE = {"apps/reference_checks/", "templates/reference_checks/"}
FENCES = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def said(document: Path) -> str:
    return document.read_text(encoding="utf-8")


@cache
def anchors(document: Path) -> frozenset[str]:
    """The sections that can be linked to, named as GitHub names them."""
    titles = re.findall(r"^#+ (.+)$", FENCES.sub("", said(document)), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", title.lower()) for title in titles)
    return frozenset(title.strip().replace(" ", "-") for title in plain)


def marked_texts() -> set[str]:
    """Every text of the pages that is marked for translation, in English."""
    found = set()
    for catalog in PROJECT.glob("**/locale/de/LC_MESSAGES/django.po"):
        text = re.sub(r'"\n"', "", catalog.read_text(encoding="utf-8"))
        found |= {ast.literal_eval(f'"{one}"') for one in re.findall(r'^msgid(?:_plural)? "(.*)"$', text, re.MULTILINE)}
    return found


def test_links_to_sections_lead_to_one() -> None:
    wrong = [
        f"{document.name}: {target}#{section}"
        for document in DOCUMENTS
        for target, section in re.findall(r"\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)", said(document))
        if section not in anchors((document.parent / target).resolve() if target else document)
    ]
    assert wrong == []


def test_links_from_the_clients_lead_somewhere() -> None:
    links = [
        (document, link)
        for document in DOCUMENTS
        if "clients" in document.parts
        for link in re.findall(r"\]\((?!https?:)([^)#\s]+)", said(document))
    ]
    assert len(links) >= 2
    assert [link for document, link in links if not (document.parent / link).exists()] == []


def test_every_target_of_make_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", said(PROJECT / "Makefile"), re.MULTILINE))
    named = {
        (document.name, name)
        for document in DOCUMENTS
        for name in re.findall(r"(?:`|^)make ([a-z][a-z-]*)", said(document), re.MULTILINE)
    }
    assert len(named) > 5
    assert sorted((document, name) for document, name in named if name not in targets) == []


def test_every_command_that_is_named_exists() -> None:
    named = {
        (document.name, name)
        for document in DOCUMENTS
        for name in re.findall(r"manage\.py ([a-z][a-z_]+)", said(document))
    }
    assert len(named) > 5
    assert sorted((document, name) for document, name in named if name not in get_commands()) == []


def test_every_way_to_start_set_up_that_is_named_exists() -> None:
    ways = set(re.findall(r"^([a-z]+)\)$", said(PROJECT / "setup.sh"), re.MULTILINE))
    named = {
        (document.name, name) for document in DOCUMENTS for name in re.findall(r"\./setup\.sh ([a-z]+)", said(document))
    }
    assert sorted((document, name) for document, name in named if name not in ways) == []


def test_every_file_of_the_tree_that_is_named_exists() -> None:
    folders = "apps|config|tests|templates|static/src|benchmarks|requirements|clients|docs|stripe_simulator"
    named = {
        (document.name, name)
        for document in DOCUMENTS
        if document.name != "CHANGELOG.md"
        for name in re.findall(rf"(?<![\w/])`((?:{folders})/[\w./-]*)`", said(document))
    }
    assert len(named) > 20
    assert (
        sorted((where, name) for where, name in named if not (PROJECT / name).exists() and name not in NOT_HERE) == []
    )


@pytest.mark.parametrize("document", FOR_USERS, ids=lambda path: path.name)
def test_words_of_pages_stand_on_pages(document: Path) -> None:
    """Guides for users set the words of pages in bold."""
    bold = {re.sub(r"\s+", " ", words) for words in re.findall(r"\*\*(.+?)\*\*", said(document), re.DOTALL)}
    assert len(bold) > 15
    assert sorted(bold - marked_texts()) == []


def test_every_picture_that_is_kept_is_shown() -> None:
    shown = {
        Path(link).name for document in DOCUMENTS for link in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", said(document))
    }
    kept = {picture.name for picture in (PROJECT / "docs" / "img").iterdir()}
    assert sorted(kept - shown) == []

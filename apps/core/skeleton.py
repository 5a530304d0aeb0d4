"""Writes a new module from the template; what it writes works at once."""

import keyword
import re
from pathlib import Path
from string import Template

from django.apps import apps
from django.utils import timezone

from apps.core.checks import TAKEN_SLUGS

TEMPLATE = Path(__file__).parent / "module_template"
LABEL = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


class ModuleNameError(ValueError):
    """The name cannot become a module's label; the message says why."""


def check_label(label: str, target: Path) -> None:
    """Raise ModuleNameError unless a module of that label can be made at the target."""
    if not LABEL.fullmatch(label) or keyword.iskeyword(label) or len(label) > 60:  # noqa: PLR2004 -- License.module
        raise ModuleNameError(f"{label!r} is no label: lower-case letters, digits and single underscores, up to 60.")
    if label.replace("_", "-") in TAKEN_SLUGS:
        raise ModuleNameError(f"The address /{label.replace('_', '-')}/ is taken.")
    if label in apps.app_configs or target.exists():
        raise ModuleNameError(f"There is an app called {label} already.")


def write_module(label: str, target: Path) -> list[Path]:
    """Write the module's folder and say which files were made."""
    check_label(label, target)
    today = timezone.localdate()
    words = {
        "label": label,
        "slug": label.replace("_", "-"),
        "title": label.replace("_", " ").capitalize(),
        "today": f"{today.year}, {today.month}, {today.day}",
        "camel": "".join(word.capitalize() for word in label.split("_")),
    }
    written = []
    for source in sorted(TEMPLATE.rglob("*.txt")):
        parts = [label if part == "label" else part for part in source.relative_to(TEMPLATE).parts]
        file = target.joinpath(*parts).with_suffix("")
        file.parent.mkdir(parents=True, exist_ok=True)
        text = Template(source.read_text(encoding="utf-8")).substitute(words)
        file.write_text(_with_imports_in_order(text), encoding="utf-8")
        written.append(file)
    return written


def _with_imports_in_order(text: str) -> str:
    """Where the module's own imports stand among ours depends on its name."""
    lines = text.split("\n")
    places = [number for number, line in enumerate(lines) if line.startswith("from apps.")]
    for number, line in zip(places, sorted((lines[place] for place in places), key=str.split), strict=True):
        lines[number] = line
    return "\n".join(lines)

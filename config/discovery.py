"""Finds the modules: folders under apps/ that declare a ModuleConfig, and installed entry points."""

import ast
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path

APPS_DIR = Path(__file__).resolve().parent.parent / "apps"
ENTRY_POINT_GROUP = "rostrum.modules"


def _declares_module(apps_file: Path) -> bool:
    """Whether a class in the file derives from ModuleConfig; read, not run, as settings are not there yet."""
    tree = ast.parse(apps_file.read_text(encoding="utf-8"), filename=str(apps_file))
    bases = [base for node in tree.body if isinstance(node, ast.ClassDef) for base in node.bases]
    return any(isinstance(base, ast.Name) and base.id == "ModuleConfig" for base in bases)


@cache
def module_apps() -> tuple[str, ...]:
    """Import paths of all modules, those of this tree first, each group in the order of its names."""
    folders = sorted(f"apps.{file.parent.name}" for file in APPS_DIR.glob("*/apps.py") if _declares_module(file))
    installed = sorted(point.value for point in entry_points(group=ENTRY_POINT_GROUP))
    return (*folders, *(path for path in installed if path not in folders))

"""Where texts stand: the project with its templates, and every app with its own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import AppConfig, apps
from django.conf import settings

PSEUDO = ("en-xa", "ar-xb")
# Tests speak to nobody, migrations repeat, and a module's template becomes text only when a module is made of it.
LEFT_OUT = {"tests", "migrations", "module_template", "locale", "data", "__pycache__", "node_modules"}


@dataclass(frozen=True, slots=True)
class Source:
    """A part that carries its own texts: its files, and the folder where their translations lie."""

    name: str
    root: Path
    folders: tuple[Path, ...]

    @property
    def locale(self) -> Path:
        return self.root / "locale"

    def po_file(self, language: str) -> Path:
        return self.locale / language.replace("-", "_") / "LC_MESSAGES" / "django.po"

    def files(self) -> Iterator[Path]:
        """Python files and templates, in a stable order."""
        for folder in self.folders:
            for file in sorted(folder.rglob("*")):
                inside = file.relative_to(folder).parts
                if LEFT_OUT.isdisjoint(inside) and (file.suffix == ".py" or is_template(file)):
                    yield file


def is_template(file: Path) -> bool:
    return file.suffix in {".html", ".txt"} and "templates" in file.parts


def is_ours(config: AppConfig) -> bool:
    """An app of the platform or a module, be it part of the tree or installed beside it."""
    modules = set(getattr(settings, "MODULE_APPS", ()))
    return config.name.startswith("apps.") or not modules.isdisjoint({config.name, type(config).__module__})


def source_of(config: AppConfig) -> Source:
    return Source(config.label, Path(config.path), (Path(config.path),))


def all_sources() -> list[Source]:
    """The project, the platform's apps, and every installed module."""
    base = Path(settings.BASE_DIR)
    project = Source("project", base, (base / "config", base / "templates"))
    return [project, *(source_of(config) for config in apps.get_app_configs() if is_ours(config))]


def own_sources(names: Iterable[str] = ()) -> list[Source]:
    """Those named, or all that lie in this tree: what was installed as a package is its author's to keep."""
    wanted = set(names)
    base = Path(settings.BASE_DIR)
    if wanted:
        return [source for source in all_sources() if source.name in wanted]
    return [source for source in all_sources() if source.name == "project" or base / "apps" in source.root.parents]


def languages() -> list[str]:
    """Those that texts are translated into; the sources themselves are English."""
    return [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE and code not in PSEUDO]

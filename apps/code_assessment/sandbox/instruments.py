"""What looks at programs without running them: parsers and linters read untrusted text too, so they do it in a box."""

from importlib.util import find_spec
from pathlib import Path
from sysconfig import get_path

from apps.code_assessment.sandbox.languages import Language

INSPECTION = "inspection"
# Where these boxes, and no others, have the packages.
SHOWN = Path("/opt/instruments")
GRAMMARS = ("bash", "c", "cpp", "go", "java", "javascript", "python", "ruby", "rust", "typescript")
PACKAGES = (
    *("tree_sitter", *(f"tree_sitter_{name}" for name in GRAMMARS)),
    *("lizard", "lizard_core", "lizard_ext", "lizard_languages", "pathspec", "pygments"),
)
PROOF = """import sys
sys.path.insert(0, "/opt/instruments")
import lizard, os, tree_sitter
if os.access("/opt/instruments/ruff", os.X_OK):
    print(int(input()) * 2)
"""

INSTRUMENTS = {
    INSPECTION: Language(
        name=INSPECTION,
        display_name="Inspection",
        main="main.py",
        tools={"python": ()},
        version=("{python}", "-S", "--version"),
        run=(),
        runs_in_place=True,
        extra_data_mib=None,
    )
}


def shown_to(name: str) -> dict[Path, Path]:
    """What only the boxes of that instrument see: file or folder of this machine -> its place in the box."""
    if name not in INSTRUMENTS:
        return {}
    found = {place: SHOWN / place.name for package in PACKAGES if (place := _place_of(package))}
    ruff = Path(get_path("scripts")) / "ruff"
    return found | {ruff: SHOWN / "ruff"} if ruff.is_file() else found


def _place_of(package: str) -> Path | None:
    """The folder of the package, or its file where it has none."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent if spec.submodule_search_locations else Path(spec.origin)

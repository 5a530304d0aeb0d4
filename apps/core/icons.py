"""Icons of Lucide, from the archive that the package `lucide` brings.

The package's own reader goes through the whole archive's list of 1,745 files for each icon, which takes 17 ms; a page
shows forty of them, and each process begins anew. Here the list is read once.
"""

from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from lucide import IconDoesNotExist

SVG = "{http://www.w3.org/2000/svg}"


@lru_cache(maxsize=2048)
def drawn(name: str, size: int, classes: str) -> str:
    """The icon as SVG, `size` pixels wide and high, which readers of the screen pass over.

    Raises IconDoesNotExist for a name that Lucide has not.
    """
    svg = _read(name)
    svg.attrib |= {
        "width": str(size),
        "height": str(size),
        "class": classes,
        "aria-hidden": "true",
        "focusable": "false",
    }
    return ET.tostring(svg, encoding="unicode")


def exists(name: str) -> bool:
    return f"{name}.svg" in _archive().namelist()


def _read(name: str) -> ET.Element:
    try:
        written = _archive().read(f"{name}.svg")
    except KeyError:
        raise IconDoesNotExist(f"The icon {name!r} does not exist.") from None
    svg = ET.fromstring(written)  # noqa: S314 -- a file of the package
    for part in svg.iter():
        part.tag = part.tag.removeprefix(SVG)
    return svg


@cache
def _archive() -> ZipFile:
    """Kept in memory: processes that are forked from one another share the place in an open file."""
    return ZipFile(BytesIO((files("lucide") / "lucide.zip").read_bytes()))

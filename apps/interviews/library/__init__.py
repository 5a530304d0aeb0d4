"""The questions that the module brings: reviewed data files, read once and addressed by slug."""

from .items import GENERAL, KINDS, LEVELS, ROLES, Choice, Item, LibraryError, Point
from .reading import all_items, item_of, read_items, version

__all__ = [
    "GENERAL",
    "KINDS",
    "LEVELS",
    "ROLES",
    "Choice",
    "Item",
    "LibraryError",
    "Point",
    "all_items",
    "item_of",
    "read_items",
    "version",
]

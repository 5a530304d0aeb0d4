"""Notes on a program's quality: ruff's words on Python, and functions that lizard finds long or winding. No points."""

from dataclasses import asdict, dataclass
from typing import Any, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.modules import Text

# What lizard counts -> from where on it is worth a note.
MOST = {"paths": 10, "lines": 50, "parameters": 5}
TITLES: dict[str, Text] = {
    "paths": gettext_lazy("Winding"),
    "lines": gettext_lazy("Long"),
    "parameters": gettext_lazy("Many parameters"),
}
LONGEST_TEXT = 300
LONGEST_CODE = 20
MOST_COUNT = 1_000_000


@dataclass(frozen=True, slots=True)
class Note:
    """Lines of the program, or of the `file` beside it, and what a tool makes of them; `count` is lizard's."""

    tool: str
    code: str
    line: int
    end_line: int
    text: str
    count: int = 0
    file: str = ""

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> Self:
        return cls(**said)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def title(self) -> Text:
        return TITLES.get(self.code, self.code)

    @property
    def words(self) -> str:
        """Lizard's in the reader's language; ruff's are its own."""
        if self.tool != "lizard":
            return self.text
        told = {"name": self.text, "n": self.count, "most": MOST[self.code]}
        if self.code == "paths":
            return _("%(name)s has %(n)s ways through it; more than %(most)s are hard to test.") % told
        if self.code == "lines":
            return _("%(name)s has %(n)s lines of code; more than %(most)s are hard to read.") % told
        return _("%(name)s takes %(n)s parameters; more than %(most)s are hard to call.") % told


def notes_of(said: Any, *, lines: int, file: str = "") -> list[Note]:
    """What a tool said of the file, as far as it is about its lines; an error where it is nothing of the kind."""
    if not isinstance(said, list):
        raise TypeError("no list of notes")
    found: list[Note] = []
    for one in said:
        line, end_line = (min(max(1, _number(one[name])), lines) for name in ("line", "end_line"))
        text, code = (" ".join(str(one[name]).split()) for name in ("text", "code"))
        place = (line, max(line, end_line), text[:LONGEST_TEXT])
        if one["tool"] == "ruff":
            found.append(Note("ruff", code[:LONGEST_CODE], *place, file=file))
        else:
            counts = {name: _number(one[name]) for name in MOST}
            found += [Note("lizard", name, *place, count, file) for name, count in counts.items() if count > MOST[name]]
    return found


def _number(said: Any) -> int:
    if type(said) is not int or not 0 <= said <= MOST_COUNT:
        raise ValueError("no number")
    return said

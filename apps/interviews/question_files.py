"""Own questions as files: CSV for spreadsheets, JSON for programs; what was exported can be imported again unchanged.

A line with the id of a question that is there is that question; any other line is a new one.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from apps.core.csv_export import plain_cell
from apps.interviews.library.items import MOST_CHOICES, MOST_POINTS
from apps.interviews.models import OwnQuestion
from apps.interviews.own_items import OwnItem

MOST_LINES, LARGEST_FILE = 1000, 2 * 1024**2
WORDS = "; "
YES, NO = "yes", "no"
PLAIN = ("text", "kind", "role", "level", "seconds", "difficulty", "language", "hint", "answer")
COLUMNS = (
    *("id", *PLAIN, "skills", "tags", "assessments_only"),
    *(name for number in range(1, MOST_POINTS + 1) for name in (f"point_{number}", f"follow_up_{number}")),
    *(name for number in range(1, MOST_CHOICES + 1) for name in (f"choice_{number}", f"right_{number}")),
)
EXAMPLE = OwnItem(
    text="A customer says that your offer is a third dearer than another one. What do you answer?",
    kind="open",
    role="sales",
    level="mid",
    skills=("Negotiation", "Pricing"),
    hint="Ask before you defend.",
    answer="First I ask what the other offer holds, because prices can only be compared for the same thing.",
    tags=("first talk",),
).to_json() | {
    "points": [
        {
            "text": "Asking what the other offer holds makes the two prices comparable.",
            "follow_up": "What do you need to know before you compare the prices?",
        },
        {
            "text": "A discount is given only in return for something, such as a longer term.",
            "follow_up": "When do you lower your price?",
        },
    ]
}
EXAMPLE_CHOICES = OwnItem(
    text="Which command shows what Git would commit?",
    kind="multiple-choice",
    role="backend",
    level="junior",
    skills=("Git",),
    seconds=60,
    difficulty=1,
).to_json() | {
    "points": [{"text": "The command git status lists what is staged for the next commit.", "follow_up": ""}],
    "choices": [
        {"text": "git status", "right": True},
        {"text": "git push", "right": False},
        {"text": "git init", "right": False},
    ],
}


@dataclass(frozen=True, slots=True)
class FileLine:
    """A question of a file: which one it claims to be, and what it says."""

    number: int
    id: str
    item: OwnItem
    is_for_assessments: bool


class QuestionFileError(ValueError):
    """What is wrong with a file as a whole, or with its lines; nothing of it was taken."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__(" ".join(errors))
        self.errors = errors


def told(row: OwnQuestion) -> dict[str, Any]:
    """A question as files say it."""
    return {"id": str(row.pk), **OwnItem.of(row).to_json(), "assessments_only": row.is_for_assessments}


def example() -> list[dict[str, Any]]:
    return [{"id": "", **one, "assessments_only": False} for one in (EXAMPLE, EXAMPLE_CHOICES)]


def json_of(questions: Iterable[Mapping[str, Any]]) -> str:
    return json.dumps({"questions": list(questions)}, ensure_ascii=False, indent=2)


def csv_lines(questions: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Heads, then a line for each question; no cell is taken for a command."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    # Spreadsheet programs read UTF-8 only with this at the beginning.
    yield "\ufeff" + _taken(out)
    for one in questions:
        writer.writerow({name: _guarded(cell) for name, cell in _cells(one).items()})
        yield _taken(out)


def _taken(out: io.StringIO) -> str:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text


def _cells(one: Mapping[str, Any]) -> dict[str, str]:
    cells = {name: str(one[name]) for name in ("id", *PLAIN)}
    cells |= {name: WORDS.join(one[name]) for name in ("skills", "tags")}
    cells["assessments_only"] = YES if one["assessments_only"] else NO
    for number, point in enumerate(one["points"], 1):
        cells |= {f"point_{number}": point["text"], f"follow_up_{number}": point["follow_up"]}
    for number, choice in enumerate(one["choices"], 1):
        cells |= {f"choice_{number}": choice["text"], f"right_{number}": YES if choice["right"] else NO}
    return cells


def _guarded(cell: str) -> str:
    """With a mark before what would be calculated, or would be taken for such a mark when it is read again."""
    unmarked = cell.lstrip("'")
    return f"'{cell}" if plain_cell(unmarked) != unmarked else cell


def _unguarded(cell: str) -> str:
    marked = cell.startswith("'") and plain_cell(cell.lstrip("'")) != cell.lstrip("'")
    return cell[1:] if marked else cell


def lines_of_file(name: str, content: bytes) -> list[FileLine]:
    """The questions of a CSV or JSON file, checked; QuestionFileError names what is wrong in every line."""
    if len(content) > LARGEST_FILE:
        raise QuestionFileError([_("Take a file of at most 2 MB.")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QuestionFileError([_("Save the file as UTF-8.")]) from error
    try:
        given = _of_json(text) if name.lower().endswith(".json") else _of_csv(text)
    except csv.Error as error:
        raise QuestionFileError([_("This is no CSV file.")]) from error
    if not 1 <= len(given) <= MOST_LINES:
        raise QuestionFileError([_("Give from 1 to %(most)s questions.") % {"most": MOST_LINES}])
    found, errors = [], []
    for number, one in given:
        line = _line_of(number, one)
        found += [line] if isinstance(line, FileLine) else []
        errors += [] if isinstance(line, FileLine) else line
    if errors:
        raise QuestionFileError(errors)
    return found


def _line_of(number: int, given: Any) -> FileLine | list[str]:
    """A question, or what is wrong with it."""
    where = _("Line %(number)s") % {"number": number}
    try:
        item = OwnItem.of(given)
        key, asked = str(given.get("id", "")).strip(), given.get("assessments_only", False)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        return [_("%(where)s: %(what)s is missing or of the wrong kind.") % {"where": where, "what": error}]
    if faults := item.faults():
        return [f"{where}, {one.field}{'' if one.row is None else f' {one.row + 1}'}: {one.message}" for one in faults]
    return FileLine(number, key, item, asked is True or asked == YES)


def _of_json(text: str) -> list[tuple[int, Any]]:
    try:
        given = json.loads(text)
    except json.JSONDecodeError as error:
        said = _("This is no JSON: line %(line)s, column %(column)s.")
        raise QuestionFileError([said % {"line": error.lineno, "column": error.colno}]) from error
    except RecursionError as error:
        raise QuestionFileError([_("This JSON has too many levels.")]) from error
    rows = given.get("questions") if isinstance(given, dict) else given
    if not isinstance(rows, list):
        raise QuestionFileError([_('A JSON file holds {"questions": […]}.')])
    return list(enumerate(rows, 1))


def _of_csv(text: str) -> list[tuple[int, Any]]:
    first = text.partition("\n")[0]
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ","
    )
    heads = [head.strip() for head in reader.fieldnames or ()]
    unknown, missing = set(heads) - set(COLUMNS), {"text", "kind", "level", "skills", "point_1"} - set(heads)
    if unknown or missing:
        raise QuestionFileError(
            [_("There is no column %(name)s.") % {"name": name} for name in sorted(missing)]
            + [_("The column %(name)s is not known.") % {"name": name[:80]} for name in sorted(unknown)]
        )
    reader.fieldnames = heads
    found = []
    for cells in reader:
        if any(cells.values()):
            plain = {name: _unguarded(cell or "") for name, cell in cells.items() if name}
            found.append((reader.line_num, _of_cells(plain)))
    return found


def _of_cells(cells: Mapping[str, str]) -> dict[str, Any]:
    """As JSON says it; a cell that is empty counts as not given."""
    given: dict[str, Any] = {
        name: cells[name] for name in ("id", *PLAIN, "skills", "tags") if cells.get(name, "").strip()
    }
    given["assessments_only"] = cells.get("assessments_only", "").strip().lower()
    given["points"] = [
        {"text": cells.get(f"point_{number}", ""), "follow_up": cells.get(f"follow_up_{number}", "")}
        for number in range(1, MOST_POINTS + 1)
    ]
    given["choices"] = [
        {"text": cells[f"choice_{number}"], "right": cells.get(f"right_{number}", "").strip().lower() == YES}
        for number in range(1, MOST_CHOICES + 1)
        if cells.get(f"choice_{number}", "").strip()
    ]
    return given

"""Questions about the person's own work: the library's patterns, filled with what a CV says."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .items import GENERAL, Item

if TYPE_CHECKING:
    from apps.interviews.configuration import Work

FILE = Path(__file__).parent / "personal.json"
SLOT = re.compile(r"\{(project|employer|technology)\}")


@cache
def patterns() -> tuple[Mapping[str, Any], ...]:
    """The patterns as written; each is a question whose texts have slots."""
    found: list[Mapping[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))["items"]
    return tuple(found)


def personal_items(works: "Sequence[Work]", level: str) -> list[Item]:
    """Every pattern with what each piece of work has for its slots; none where nothing is known."""
    found = []
    for pattern in patterns():
        whole = json.dumps(pattern, ensure_ascii=False)
        slots = set(SLOT.findall(whole))
        found += [_filled(whole, values, level) for work in works for values in _fillings(work) if slots <= set(values)]
    # Patterns that do without a slot give the same question for several technologies of one work.
    return list({item.text: item for item in found}.values())


def _fillings(work: "Work") -> list[dict[str, str]]:
    known = {slot: value for slot, value in (("project", work.project), ("employer", work.employer)) if value}
    return [{**known, "technology": one} for one in work.technologies] or [known]


def _filled(whole: str, values: Mapping[str, str], level: str) -> Item:
    text = SLOT.sub(lambda match: json.dumps(values[match[1]], ensure_ascii=False)[1:-1], whole)
    given = json.loads(text)
    mark = hashlib.sha256("|".join(f"{key}={value}" for key, value in sorted(values.items())).encode()).hexdigest()[:8]
    if "technology" in SLOT.findall(whole):
        given["skills"] = [values["technology"], *given["skills"]]
    return Item.of({**given, "slug": f"{GENERAL}-{level}-{given['slug']}-{mark}"}, role=GENERAL, level=level)

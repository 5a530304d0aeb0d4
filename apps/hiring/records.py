"""Results and assignments as the record of a candidate shows them: with the names that modules give them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import get_script_prefix

from apps.core.formats import number
from apps.core.modules import ModuleConfig, Text
from apps.hiring.models import Assignment, Candidate, Result


@dataclass(frozen=True, slots=True)
class Choice:
    """An activity that can be assigned; `value` names module and activity."""

    value: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class ShownResult:
    """A result with its module's title, and its kind in words."""

    result: Result
    module: str
    kind: str
    score: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class ShownAssignment:
    """An assignment with the title of what is to be done."""

    assignment: Assignment
    title: str
    look: str
    is_pending: bool


HOST = re.compile(r"[\w-]+(\.[\w-]+)+([/?#].*)?")


def links_of(candidate: Candidate) -> list[tuple[str, str]]:
    """Addresses of the web with the words to show; a CV may hold anything, so nothing else is made a link."""
    found = []
    for link in candidate.links:
        words = re.sub(r"^https?://(www\.)?", "", str(link)).rstrip("/")
        if HOST.fullmatch(words):
            found.append((str(link) if str(link).startswith(("http://", "https://")) else f"https://{link}", words))
    return found


LOOKS = {
    Assignment.State.OPEN: "info",
    Assignment.State.STARTED: "info",
    Assignment.State.DONE: "success",
    Assignment.State.EXPIRED: "warning",
    Assignment.State.CANCELLED: "neutral",
}


def activities_of(configs: Iterable[ModuleConfig]) -> list[Choice]:
    """What can be assigned now."""
    return [
        Choice(f"{config.label}.{one.slug}", str(one.title), str(one.description))
        for config in configs
        for one in config.activities
    ]


def module_title(label: str) -> str:
    """What the module is called; its label when it is not installed any more."""
    config = apps.app_configs.get(label)
    return str(config.verbose_name) if config else label


def kind_title(kind: str, module: str = "") -> str:
    """What a module calls a kind of its results; otherwise the kind as words."""
    known: dict[str, Text] = getattr(apps.app_configs.get(module), "result_titles", {})
    return str(known[kind]) if kind in known else kind.replace("_", " ").replace("-", " ").capitalize()


def _here(link: str) -> str:
    """A path of the workspace as the browser that looks at it reaches it; nothing else is made a link."""
    is_path = link.startswith("/") and not link.startswith("//")
    return f"{get_script_prefix().rstrip('/')}{link}" if is_path else ""


def shown_results(results: Iterable[Result]) -> list[ShownResult]:
    return [
        ShownResult(
            one,
            module_title(one.module),
            kind_title(one.kind, one.module),
            "" if one.score is None else number(one.score, 0),
            _here(one.link),
        )
        for one in results
    ]


def _title_of(assignment: Assignment) -> str:
    config: Any = apps.app_configs.get(assignment.module)
    found = {one.slug: str(one.title) for one in getattr(config, "activities", ())}
    return found.get(assignment.activity, kind_title(assignment.activity))


def shown_assignments(assignments: Iterable[Assignment]) -> list[ShownAssignment]:
    return [
        ShownAssignment(
            one, _title_of(one), LOOKS[Assignment.State(one.state_now)], one.state_now in Assignment.PENDING
        )
        for one in assignments
    ]

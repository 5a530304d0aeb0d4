"""The component gallery: every component in every state, found by looking, so that a new one is there by itself."""

import re
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.middleware import PersonRequest
from apps.core.formats import clock
from apps.core.template_folders import template_folders
from apps.home.samples import samples

FRAME_OF_STATES = "specimen"
WITHOUT_GROUP = "Other"
GROUP = re.compile(r"\s*\{#\s*group:\s*(?P<title>.+?)\s*#\}")
PROPS = re.compile(r"<c-vars\s*(?P<props>[^>]*?)\s*/?>", re.S)
PATTERNS = "home/gallery/patterns"
# Where the session keeps what was typed in the pattern of a run.
ANSWER, LONGEST_ANSWER = "gallery_answer", 5_000
# Query parameters that change how the gallery looks, and what each may be.
SWITCHES = {"theme": ("light", "dark"), "dir": ("ltr", "rtl"), "density": ("roomy", "dense")}


@dataclass(frozen=True, slots=True)
class Component:
    """A template in a cotton/ folder, with its example where there is one."""

    name: str
    group: str
    props: str
    source: str

    @property
    def tag(self) -> str:
        return f"c-{self.name.replace('_', '-')}"

    @property
    def title(self) -> str:
        return self.name.replace("_", " ").capitalize()

    @property
    def example(self) -> str:
        return f"gallery/{self.name}.html"


@dataclass(frozen=True, slots=True)
class Choice:
    """One position of a switch, as a link."""

    title: str
    query: str
    is_current: bool


def components() -> list[Component]:
    """All components of the project and of installed modules by group and name; the first folder that has one wins."""
    folders = template_folders()
    names = {file.stem for folder in folders for file in (folder / "cotton").glob("*.html")} - {FRAME_OF_STATES}
    found = [_component(name, folders) for name in names]
    return sorted(found, key=lambda part: (part.group == WITHOUT_GROUP, part.group, part.name))


def _component(name: str, folders: list[Path]) -> Component:
    source = _read(folders, f"gallery/{name}.html")
    group = GROUP.match(source)
    props = PROPS.search(_read(folders, f"cotton/{name}.html"))
    return Component(
        name,
        group["title"] if group else WITHOUT_GROUP,
        props["props"] if props else "",
        source[group.end() :].strip() if group else source.strip(),
    )


def _read(folders: list[Path], path: str) -> str:
    file = next((folder / path for folder in folders if (folder / path).is_file()), None)
    return file.read_text(encoding="utf-8") if file else ""


def patterns() -> list[str]:
    """Names of the page patterns."""
    return sorted({file.stem for folder in template_folders() for file in (folder / PATTERNS).glob("*.html")})


def _check_open(request: PersonRequest) -> None:
    if not (settings.DEMO or request.user.is_staff):
        raise Http404


def _switches(request: HttpRequest) -> list[tuple[str, list[Choice]]]:
    words = {
        "theme": (_("Theme"), _("Light"), _("Dark")),
        "dir": (_("Direction"), _("Left to right"), _("Right to left")),
        "density": (_("Density"), _("Roomy"), _("Dense")),
    }
    chosen = _look(request)
    switches = []
    for name, values in SWITCHES.items():
        title, *titles = words[name]
        choices = [
            Choice(text, f"?{urlencode(chosen | {name: value})}", chosen.get(name) == value)
            for text, value in zip(titles, values, strict=True)
        ]
        switches.append((title, choices))
    return switches


def _look(request: HttpRequest) -> dict[str, str]:
    return {name: value for name, values in SWITCHES.items() if (value := request.GET.get(name, "")) in values}


def _context(request: HttpRequest) -> dict[str, object]:
    everything = components()
    look = _look(request)
    return {
        "groups": [(title, list(parts)) for title, parts in groupby(everything, key=lambda part: part.group)],
        "components": everything,
        "patterns": patterns(),
        "switches": _switches(request),
        "gallery_look": look,
        "query": f"?{urlencode(look)}" if look else "",
        "sample": samples(),
    }


@login_not_required
def index(request: PersonRequest) -> HttpResponse:
    """Every component on one page."""
    _check_open(request)
    return render(request, "home/gallery/index.html", _context(request))


@login_not_required
def foundations(request: PersonRequest) -> HttpResponse:
    """Colours, type, corners and shadows that everything else is made of."""
    _check_open(request)
    return render(request, "home/gallery/foundations.html", _context(request) | {"is_foundations": True})


@login_not_required
def component(request: PersonRequest, name: str) -> HttpResponse:
    """One component, with what it takes and the source of its examples."""
    _check_open(request)
    context = _context(request)
    found = next((part for part in components() if part.name == name), None)
    if found is None:
        raise Http404
    return render(request, "home/gallery/component.html", context | {"component": found})


@login_not_required
def pattern(request: PersonRequest, name: str) -> HttpResponse:
    """A whole page as pages of its kind are built."""
    _check_open(request)
    if name not in patterns():
        raise Http404
    context = {"name": name, "gallery_look": _look(request), "sample": samples()}
    if name == "run":
        context["answer"] = request.session.get(ANSWER, "")
    return render(request, f"{PATTERNS}/{name}.html", context)


@login_not_required
@require_POST
def save_run(request: PersonRequest) -> HttpResponse:
    """Keep what was typed in the page pattern of a run, in this visitor's session alone."""
    _check_open(request)
    request.session[ANSWER] = request.POST.get("answer", "")[:LONGEST_ANSWER]
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"time": clock(timezone.now())})
    return redirect("home:gallery_pattern", "run")

"""What holds for a page as a whole while it is drawn, asked once a page.

Language and place are kept for each thread, and asking for them takes longer than what most tags do with the answer.
"""

from typing import Any, NamedTuple

from django.template import Context
from django.urls import get_script_prefix, get_urlconf
from django.utils.translation import get_language

LANGUAGE, PLACE = "language of the page", "place of the page"


class Place(NamedTuple):
    """Where addresses begin, which map of them holds, and which of several instances of an application is meant."""

    prefix: str
    urlconf: str | None
    application: str | None


def of_page(context: Context) -> dict[Any, Any]:
    """What is known of the page that is drawn, all its parts and components included."""
    found: dict[Any, Any] = context.render_context.dicts[0]
    return found


def language_of(context: Context) -> str | None:
    """The language in which the page is drawn; only `{% language %}` changes it on the way."""
    page = of_page(context)
    language: str | None = page.get(LANGUAGE)
    if language is None:
        language = page[LANGUAGE] = get_language()
    return language


def place_of(context: Context) -> Place:
    """Where the page is."""
    page = of_page(context)
    place: Place | None = page.get(PLACE)
    if place is None:
        place = page[PLACE] = Place(get_script_prefix(), get_urlconf(), _application_of(context))
    return place


def _application_of(context: Context) -> str | None:
    """As Django's own tag for addresses asks."""
    request: Any = getattr(context, "request", None)
    if hasattr(request, "current_app"):
        return str(request.current_app)
    match = getattr(request, "resolver_match", None)
    return None if match is None else str(match.namespace)

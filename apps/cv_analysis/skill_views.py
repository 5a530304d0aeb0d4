"""The pages of the skills: what candidates have and jobs ask for, and who has one."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from apps.accounts.middleware import PersonRequest
from apps.accounts.queries import saved_views_of
from apps.accounts.rights import needs_right, require_right
from apps.core.csv_export import csv_response
from apps.core.listing import Export, Listing
from apps.core.problems import MissingError
from apps.core.xlsx_export import xlsx_response
from apps.cv_analysis.catalogue import having_skill, name_of_skill
from apps.cv_analysis.listing import SKILL_PEOPLE_EXPORT, USED_SKILL_EXPORT, SkillListing, SkillPeopleListing

MATCH, PEOPLE = "cv_analysis.match", "hiring.view"


def _shown(request: PersonRequest, listing: Listing, template: str, **context: Any) -> HttpResponse:
    """The page of a list, or the list alone where htmx asks for it."""
    membership = require_right(request.membership, MATCH)
    context |= {"listing": listing, "page": listing.page}
    if request.htmx and not request.htmx.history_restore_request:
        response = render(request, f"cv_analysis/partials/{template}", context)
        # The form sends every field; the address shows only what was chosen.
        response.headers["HX-Push-Url"] = f"{request.path}?{listing.query}".removesuffix("?")
    else:
        context["saved_views"] = saved_views_of(membership, listing.name)
        response = render(request, f"cv_analysis/{template}", context)
    patch_vary_headers(response, ("HX-Request",))
    return response


def _file(request: PersonRequest, export: Export, rows: Any) -> HttpResponseBase:
    return xlsx_response(export, rows) if request.GET.get("format") == "xlsx" else csv_response(export, rows)


@require_GET
@needs_right(MATCH)
def index(request: PersonRequest) -> HttpResponse:
    """Every skill that a candidate has or a job asks for, and what gained most lately."""
    listing = SkillListing(request.GET)
    return _shown(request, listing, "skill_list.html", skills=list(listing.page.object_list))


@require_GET
@needs_right(MATCH)
def export(request: PersonRequest) -> HttpResponseBase:
    """The list as it is filtered and sorted, as a file."""
    return _file(request, USED_SKILL_EXPORT, iter(SkillListing(request.GET).rows))


def _people(request: PersonRequest, key: str) -> tuple[str, SkillPeopleListing]:
    require_right(request.membership, PEOPLE)
    name = name_of_skill(key)
    if not name:
        raise MissingError(_("No skill has this address. Look for it in the list of skills."))
    return name, SkillPeopleListing(having_skill(key), request.GET)


@require_GET
@needs_right(MATCH)
def people(request: PersonRequest, key: str) -> HttpResponse:
    """Who has the skill, how sure that is, and for how long they used it."""
    name, listing = _people(request, key)
    return _shown(request, listing, "skill_people.html", key=key, name=name, rows=list(listing.page.object_list))


@require_GET
@needs_right(MATCH)
def people_export(request: PersonRequest, key: str) -> HttpResponseBase:
    """The list as it is filtered and sorted, as a file."""
    _name, listing = _people(request, key)
    return _file(request, SKILL_PEOPLE_EXPORT, listing.rows.iterator(chunk_size=500))

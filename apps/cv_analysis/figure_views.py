"""The page of a workspace's figures."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right, require_right
from apps.cv_analysis.catalogue import trending
from apps.cv_analysis.models import Cv
from apps.cv_analysis.scoring.wording import LEVEL_TITLES, SCORE_TITLES
from apps.cv_analysis.statistics import Figure, cv_statistics, job_statistics

MATCH = "cv_analysis.match"
SHOWN_TRENDS = 15


def _pairs(figures: Iterable[Figure], titles: Mapping[str, object] | None = None) -> list[tuple[str, int]]:
    """What a chart takes: (label, value)."""
    named = titles or {}
    return [(str(named.get(one.key) or one.key or _("unknown")), one.count) for one in figures]


@require_GET
@needs_right(MATCH)
def figures(request: PersonRequest) -> HttpResponse:
    """CVs by status, score, years and degree; skills that people have, that jobs ask for, and what is new in both."""
    membership = require_right(request.membership, MATCH)
    cvs, jobs = cv_statistics(membership), job_statistics()
    scores: dict[str, Any] = cvs["scores"]
    context = {
        "cvs": cvs,
        "jobs": jobs,
        "statuses": _pairs(cvs["statuses"], dict(Cv.Status.choices)),
        "formats": _pairs(cvs["formats"]),
        "averages": [(str(SCORE_TITLES[name]), value) for name, value in scores.items() if value is not None],
        "score_bars": _pairs(cvs["score_bars"]),
        "years": _pairs(cvs["years"]),
        "education": _pairs(cvs["education"], LEVEL_TITLES),
        "skills": _pairs(cvs["skills"]),
        "asked": _pairs(jobs["skills"]),
        "stages": _pairs(jobs["stages"]),
        "trends": [(one.name, one.change) for one in trending()[:SHOWN_TRENDS] if one.change > 0],
    }
    return render(request, "cv_analysis/figures.html", context)

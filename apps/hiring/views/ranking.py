"""Who fits a job best, and several candidates side by side."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right, require_right
from apps.core.ids import is_uuid
from apps.core.problems import MissingError, ProblemError
from apps.hiring.blind import called
from apps.hiring.comparing import Comparison
from apps.hiring.exports import ranking_export
from apps.hiring.listing import BlindRanking, RankingListing
from apps.hiring.models import Candidate, Job
from apps.hiring.presenting import MatchView, actions_of, match_actions_of, open_configs
from apps.hiring.queries import MOST_COMPARED, compare, ranked
from apps.hiring.services.bulk import consider_all
from apps.hiring.views.asking import EDIT, LOOK, MOST_AT_ONCE, exported, job_of, list_page, me, said


def _listing(request: PersonRequest, job: Job) -> RankingListing:
    return (BlindRanking if job.is_blind else RankingListing)(ranked(job), request.GET)


@require_GET
@needs_right(LOOK)
def ranking(request: PersonRequest, pk: str) -> HttpResponse:
    """Everybody who was matched with the job, the best first, with what each score is made of."""
    job = job_of(pk)
    listing = _listing(request, job)
    rows = [(one, MatchView(one, job), called(one.candidate, job)) for one in listing.page.object_list]
    context = {"job": job, "rows": rows, "tab": "ranking", "first": listing.page.start_index()}
    configs = open_configs(me(request), request)
    context["match_actions"] = match_actions_of(me(request), job, configs)
    if not request.htmx:
        context["job_actions"] = actions_of(me(request), job, configs)
    return list_page(request, listing, "ranking.html", **context)


@require_GET
@needs_right(LOOK)
def export(request: PersonRequest, pk: str) -> HttpResponseBase:
    """The ranking as it is filtered and sorted, as a file; in a blind review without names too."""
    job = job_of(pk)
    return exported(request, ranking_export(job), _listing(request, job).rows)


@require_POST
@needs_right(LOOK)
def bulk(request: PersonRequest, pk: str) -> HttpResponse:
    """Compare several, or consider them for the job."""
    job = job_of(pk)
    ids = [one for one in request.POST.getlist("ids")[:MOST_AT_ONCE] if is_uuid(one)]
    back = f"{reverse('hiring:ranking', args=[pk])}?{request.POST.get('next', '')[:2000]}".removesuffix("?")
    if request.POST.get("deed") == "compare":
        if 2 <= len(ids) <= MOST_COMPARED:  # noqa: PLR2004 -- nothing to compare with
            chosen = "&".join(f"id={one}" for one in ids)
            return redirect(f"{reverse('hiring:compare')}?{chosen}&job={job.pk}")
        messages.error(request, _("Select two to four candidates to compare."))
        return redirect(back)
    require_right(me(request), EDIT)
    chosen_ones = list(Candidate.objects.present().filter(pk__in=ids))
    if not chosen_ones:
        messages.error(request, _("Select at least one candidate first."))
        return redirect(back)
    try:
        added = consider_all(job, chosen_ones, by=me(request))
    except ProblemError as problem:
        messages.error(request, said(problem))
    else:
        done = ngettext(
            "%(n)d candidate is now considered for %(job)s.", "%(n)d candidates are now considered for %(job)s.", added
        )
        messages.success(request, done % {"n": added, "job": job})
    return redirect(back)


@require_GET
@needs_right(LOOK)
def comparison(request: PersonRequest) -> HttpResponse:
    """Up to four candidates side by side, with how they fit a job if one is named."""
    ids = [one for one in request.GET.getlist("id") if is_uuid(one)]
    wanted = request.GET.get("job", "")
    job = job_of(wanted) if is_uuid(wanted) else None
    if not ids:
        raise MissingError(_("Select two to four candidates in a list, then press Compare."))
    found = compare(ids, job_id=job.pk if job else None)
    context = {"job": job, "comparison": Comparison(found, job)}
    return render(request, "hiring/compare.html", context)

"""Candidates: the list, the form, and what is done to several at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right, require_right
from apps.core.ids import is_uuid
from apps.core.problems import ProblemError
from apps.hiring import services
from apps.hiring.blind import applications_told
from apps.hiring.exports import CANDIDATE_EXPORT
from apps.hiring.forms import CandidateForm
from apps.hiring.listing import CandidateListing, candidate_filters, usual_candidates
from apps.hiring.models import Candidate, CandidateQuerySet
from apps.hiring.queries import MOST_COMPARED, applications_of, candidates_of, sources_in_use, tags_in_use
from apps.hiring.queries.pages import ListChoices, list_choices
from apps.hiring.services import pipeline
from apps.hiring.services.bulk import consider_all
from apps.hiring.views.asking import (
    DELETE,
    EDIT,
    LOOK,
    MOST_AT_ONCE,
    candidate_of,
    exported,
    job_of,
    list_page,
    me,
    rights,
    said,
)

PAIR = 2


class NothingChosenError(ProblemError):
    code = "nothing-chosen"
    title = gettext_lazy("Nothing was changed.")
    status = 422


def _listing(request: PersonRequest, choices: ListChoices, found: CandidateQuerySet) -> CandidateListing:
    more = candidate_filters(
        tags=choices.tags,
        sources=choices.sources,
        jobs=choices.named_jobs,
        stages=choices.stages or pipeline(),
        job=request.GET.get("job", ""),
    )
    return CandidateListing(found, request.GET, more=more, usual=usual_candidates().of())


@require_GET
@needs_right(LOOK)
def index(request: PersonRequest) -> HttpResponse:
    """Everybody whom the workspace knows, as the address says."""
    choices = list_choices()
    listing = _listing(request, choices, Candidate.objects.present())
    told = {pk: applications_told(found) for pk, found in applications_of(listing.page.object_list).items()}
    rows = [(one, told[one.pk]) for one in listing.page.object_list]
    context: dict[str, Any] = {"rows": rows, "open_jobs": choices.open_jobs, "doubles": choices.doubles}
    return list_page(request, listing, "candidates.html", **context)


@require_GET
@needs_right(LOOK)
def export(request: PersonRequest) -> HttpResponseBase:
    """The list as it is filtered and sorted, as a file."""
    return exported(request, CANDIDATE_EXPORT, _listing(request, list_choices(), candidates_of()).rows)


@needs_right(EDIT)
def new(request: PersonRequest) -> HttpResponse:
    form = CandidateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            candidate = services.create_candidate(by=me(request), **form.cleaned_data)
        except ProblemError as problem:
            form.add_error(_field_of(problem), said(problem))
        else:
            messages.success(request, _("%(name)s is added.") % {"name": candidate})
            return redirect("hiring:candidate", candidate.pk)
    context = _form_context(request, form)
    return render(request, "hiring/candidate_form.html", context, status=422 if form.errors else 200)


@needs_right(EDIT)
def edit(request: PersonRequest, pk: str) -> HttpResponse:
    candidate = candidate_of(pk)
    form = CandidateForm(request.POST or None, initial=_initial_of(candidate))
    if request.method == "POST" and form.is_valid():
        try:
            services.update_candidate(candidate, **form.cleaned_data)
        except ProblemError as problem:
            form.add_error(_field_of(problem), said(problem))
        else:
            messages.success(request, _("Saved."))
            return redirect("hiring:candidate", pk)
    context = _form_context(request, form) | {"candidate": candidate}
    return render(request, "hiring/candidate_form.html", context, status=422 if form.errors else 200)


def _form_context(request: PersonRequest, form: CandidateForm) -> dict[str, Any]:
    return {"form": form, "known_tags": tags_in_use(), "known_sources": sources_in_use(), **rights(me(request))}


def _initial_of(candidate: Candidate) -> dict[str, Any]:
    plain = {name: getattr(candidate, name) for name in CandidateForm.base_fields}
    return plain | {"tags": ", ".join(candidate.tags), "links": "\n".join(candidate.links)}


def _field_of(problem: ProblemError) -> str | None:
    """Where the problem belongs: the field that it names, or the address that somebody else has."""
    if isinstance(problem, services.AddressTakenError):
        return "email"
    field = problem.extra.get("field")
    return str(field) if field in CandidateForm.base_fields else None


@require_POST
@needs_right(LOOK, post=DELETE)
def delete(request: PersonRequest, pk: str) -> HttpResponse:
    candidate = candidate_of(pk)
    name = str(candidate)
    services.delete_candidate(candidate)
    messages.success(request, _("%(name)s is deleted, with everything that was known.") % {"name": name})
    return redirect("hiring:candidates")


@require_POST
@needs_right(LOOK)
def bulk(request: PersonRequest) -> HttpResponse:
    """Something for several candidates; what cannot be done is said."""
    deed = request.POST.get("deed", "")
    ids = [pk for pk in request.POST.getlist("ids")[:MOST_AT_ONCE] if is_uuid(pk)]
    back = f"{reverse('hiring:candidates')}?{QueryDict(request.POST.get('next', '')).urlencode()}".removesuffix("?")
    if deed == "compare":
        return _compare(request, ids) or redirect(back)
    require_right(me(request), DELETE if deed == "delete" else EDIT)
    chosen = list(Candidate.objects.present().filter(pk__in=ids))
    if not chosen:
        messages.error(request, _("Select at least one candidate first."))
        return redirect(back)
    if deed == "merge":
        return _merge(request, chosen) or redirect(back)
    try:
        messages.success(request, _do(request, deed, chosen))
    except ProblemError as problem:
        messages.error(request, said(problem))
    return redirect(back)


def _compare(request: PersonRequest, ids: list[str]) -> HttpResponse | None:
    if not PAIR <= len(ids) <= MOST_COMPARED:
        messages.error(request, _("Select two to four candidates to compare."))
        return None
    query = QueryDict(mutable=True)
    query.setlist("id", ids)
    return redirect(f"{reverse('hiring:compare')}?{query.urlencode()}")


def _merge(request: PersonRequest, chosen: list[Candidate]) -> HttpResponse | None:
    if len(chosen) != PAIR:
        messages.error(request, _("Select the two records that are one person."))
        return None
    first, second = sorted(chosen, key=lambda one: one.pk)
    return redirect("hiring:merge", first.pk, second.pk)


def _do(request: PersonRequest, deed: str, chosen: list[Candidate]) -> str:
    count = {"n": len(chosen)}
    if deed == "delete":
        services.delete_candidates(chosen)
        return ngettext("%(n)d candidate is deleted.", "%(n)d candidates are deleted.", len(chosen)) % count
    if deed == "consider":
        job = job_of(request.POST.get("job", "")) if is_uuid(request.POST.get("job", "")) else None
        if job is None:
            raise NothingChosenError(_("Choose a job."))
        added = consider_all(job, chosen, by=me(request))
        done = ngettext(
            "%(n)d candidate is now considered for %(job)s.", "%(n)d candidates are now considered for %(job)s.", added
        )
        return done % {"n": added, "job": job}
    tag = request.POST.get("tag", "").strip()
    if not tag:
        raise NothingChosenError(_("Write a tag."))
    wanted = {"remove": [tag]} if deed == "untag" else {"add": [tag]}
    changed = services.tag_candidates(chosen, **wanted)
    return ngettext("%(n)d candidate is changed.", "%(n)d candidates are changed.", changed) % {"n": changed}

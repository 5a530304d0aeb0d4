"""The catalogue of problems, and one of them with its editor."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right
from apps.code_assessment import services
from apps.code_assessment.catalogue import problem_for
from apps.code_assessment.listing import ProblemListing
from apps.code_assessment.practice import progress_page
from apps.code_assessment.presenting import ProblemPage
from apps.code_assessment.queries import judging_of
from apps.code_assessment.readiness import readiness
from apps.code_assessment.views import editing
from apps.code_assessment.views.asking import PRACTISE, REVIEW, VIEW, list_page, member, rights_of, said
from apps.core.problems import ProblemError


@require_GET
@needs_right(VIEW)
def index(request: PersonRequest) -> HttpResponse:
    """Every problem that the member may practise."""
    return list_page(request, ProblemListing(member(request), request.GET), "problems.html", sandbox=readiness())


def _page(request: PersonRequest, key: str, language: str = "") -> ProblemPage:
    membership = member(request)
    content, own = problem_for(membership, key)
    return ProblemPage(key, content, membership, language, own=own)


@require_GET
@needs_right(VIEW)
def problem(request: PersonRequest, key: str) -> HttpResponse:
    """What is asked, and the editor."""
    page = _page(request, key, request.GET.get("language", ""))
    context = {"problem": page, **rights_of(page.membership)}
    return render(request, "code_assessment/problem.html", context)


@require_POST
@needs_right(VIEW, post=PRACTISE)
def submit(request: PersonRequest, key: str) -> HttpResponse:
    """Run or hand in."""
    page = _page(request, key, request.POST.get("language", ""))
    return editing.hand_in(request, page, "code_assessment/problem.html", {})


@require_POST
@needs_right(VIEW, post=PRACTISE)
def draft(request: PersonRequest, key: str) -> HttpResponse:
    """Keep what was typed."""
    page = _page(request, key, request.POST.get("language", ""))
    if editing.wants_json(request):
        return editing.keep(request, page)
    return editing.keep_by_hand(request, page, "code_assessment/problem.html", {})


@require_POST
@needs_right(VIEW, post=PRACTISE)
def hint(request: PersonRequest, key: str) -> HttpResponse:
    """The next hint."""
    page = _page(request, key)
    try:
        services.take_hint(page.membership, key, page.content)
    except ProblemError as problem:
        messages.error(request, said(problem))
    return redirect("code_assessment:problem", key)


@require_POST
@needs_right(VIEW, post=PRACTISE)
def give_up(request: PersonRequest, key: str) -> HttpResponse:
    """Show the editorial."""
    page = _page(request, key)
    try:
        services.give_up(page.membership, key)
        messages.success(request, _("The editorial is open. Handing the problem in still counts."))
    except ProblemError as problem:
        messages.error(request, said(problem))
    return redirect("code_assessment:problem", key)


@require_GET
@needs_right(REVIEW)
def programs(request: PersonRequest, key: str) -> HttpResponse:
    """How many programs of the problem wait for their verdict; the page asks while there are any."""
    problem_for(member(request), key)
    context = {"judging": judging_of(key), "key": key}
    return render(request, "code_assessment/partials/rejudging.html", context)


@require_POST
@needs_right(VIEW, post=REVIEW)
def rejudge(request: PersonRequest, key: str) -> HttpResponse:
    """Judge all programs of the problem again."""
    problem_for(member(request), key)
    try:
        count = services.rejudge_problem(key)
        said_count = ngettext("%(n)s program is judged again.", "%(n)s programs are judged again.", count)
        messages.success(request, said_count % {"n": count})
    except ProblemError as problem:
        messages.error(request, said(problem))
    return redirect("code_assessment:problem", key)


@require_GET
@needs_right(VIEW)
def progress(request: PersonRequest) -> HttpResponse:
    """How the member does when practising, by category."""
    membership = member(request)
    context = {"progress": progress_page(membership), **rights_of(membership)}
    return render(request, "code_assessment/progress.html", context)

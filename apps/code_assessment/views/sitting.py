"""An attempt from the notice to the report."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.models import Membership
from apps.accounts.rights import needs_right
from apps.code_assessment import services
from apps.code_assessment.catalogue import content_of, library_content
from apps.code_assessment.content import REFERENCE_LANGUAGE
from apps.code_assessment.library import problems
from apps.code_assessment.listing import AttemptListing
from apps.code_assessment.models import Attempt, Submission
from apps.code_assessment.presenting import ProblemPage, ReportRow
from apps.code_assessment.queries import assigned_for, attempts_for, attempts_of, likenesses_of, with_progress
from apps.code_assessment.services.assessments import USUAL
from apps.code_assessment.setups import Setup
from apps.code_assessment.views import editing
from apps.code_assessment.views.asking import (
    PRACTISE,
    VIEW,
    list_page,
    member,
    own_attempt,
    rights_of,
    seen_attempt,
)
from apps.core.database_clock import database_now
from apps.core.problems import MissingError
from apps.hiring.services import candidate_of_member


@require_GET
@needs_right(VIEW)
def index(request: PersonRequest) -> HttpResponse:
    """The attempts that the member may see."""
    return list_page(request, AttemptListing(attempts_for(member(request)), request.GET), "attempts.html")


@require_http_methods(["GET", "POST"])
@needs_right(VIEW)
def assigned(request: PersonRequest, pk: str) -> HttpResponse:
    """What the candidate is asked for, the notice, and the way on."""
    membership = member(request)
    found = get_object_or_404(assigned_for(membership), assignment_id=pk)
    if request.method == "POST":
        if membership.is_candidate:
            candidate_of_member(membership.pk, name=membership.user.name, email=membership.user.email)
        return redirect("code_assessment:attempt", services.prepare_assigned(found, membership).pk)
    setup = Setup.from_json(found.setup)
    context = {
        "assigned": found,
        "assignment": found.assignment,
        "setup": setup,
        "left": services.attempts_left(found),
        "can_begin": services.is_open(found.assignment),
        "attempts": attempts_of(membership).filter(assignment_id=pk),
        "practice_key": _practice_key(setup),
    }
    return render(request, "code_assessment/assigned.html", context)


def _practice_key(setup: Setup) -> str:
    """An easy problem that is not asked, to try the editor with, in a language of the assessment."""
    if not setup.has_practice_round:
        return ""
    asked = {one.key for one in setup.problems}
    easy = (slug for slug, one in problems().items() if one.difficulty == USUAL[0] and slug not in asked)
    languages = setup.languages or (REFERENCE_LANGUAGE,)
    known = ((slug, library_content(slug)) for slug in easy)
    return next((slug for slug, one in known if one and any(map(one.allows, languages))), "")


@require_GET
@needs_right(VIEW)
def attempt(request: PersonRequest, pk: str) -> HttpResponse:
    """Where it is: the rules before the start, its problems with the clock, or what came of it."""
    found = seen_attempt(request, pk)
    membership = member(request)
    is_own = found.member_id == membership.pk
    if is_own and services.end_if_late(found):
        found.refresh_from_db()
    setup = Setup.from_json(found.setup)
    context = {"attempt": found, "setup": setup, "is_own": is_own, "now": database_now(), **rights_of(membership)}
    if found.is_over or not is_own:
        return render(request, "code_assessment/report.html", {**context, "rows": _report_rows(found, membership)})
    if found.state == Attempt.State.READY:
        return render(request, "code_assessment/ready.html", context)
    rows = _running_rows(found, setup)
    handed_in = sum(row["last"] is not None for row in rows)
    return render(request, "code_assessment/running.html", {**context, "rows": rows, "handed_in": handed_in})


def _running_rows(attempt: Attempt, setup: Setup) -> list[dict[str, object]]:
    """Each problem with the last program that was handed in."""
    rows = attempt.submissions.filter(kind=Submission.Kind.SUBMIT).order_by("created_at")
    last = {one.problem: one for one in with_progress(rows)}
    return [{"asked": one, "last": last.get(one.key)} for one in setup.problems]


def _report_rows(attempt: Attempt, membership: Membership) -> list[ReportRow]:
    """What the report says of each problem, with the program that counts."""
    rows = attempt.submissions.filter(kind=Submission.Kind.SUBMIT).select_related("inspection")
    by_id = {str(one.pk): one for one in rows}
    alike = likenesses_of(membership, [one.pk for one in by_id.values()])
    found = [(row, by_id.get(row["submission"])) for row in attempt.report.get("problems", ())]
    return [ReportRow(one, row, alike.get(one.pk, []) if one else []) for row, one in found]


@require_GET
@needs_right(VIEW)
def status(request: PersonRequest, pk: str) -> HttpResponse:
    """How far the judge is with what was handed in; the page asks while it waits."""
    found = seen_attempt(request, pk)
    response = render(request, "code_assessment/partials/judging.html", {"attempt": found})
    if found.state == Attempt.State.COMPLETED:
        response.headers["HX-Refresh"] = "true"
    return response


@require_POST
@needs_right(VIEW, post=PRACTISE)
def start(request: PersonRequest, pk: str) -> HttpResponse:
    """Begin: from now on the clock goes."""
    found = own_attempt(request, pk)
    services.start_attempt(found, consented=request.POST.get("consent") == "yes")
    messages.success(request, _("The clock goes. What you type is saved as you go."))
    return redirect("code_assessment:attempt", pk)


@require_POST
@needs_right(VIEW, post=PRACTISE)
def finish(request: PersonRequest, pk: str) -> HttpResponse:
    """End it: what stands in the editors is handed in."""
    services.finish_attempt(own_attempt(request, pk))
    return redirect("code_assessment:attempt", pk)


def _page(request: PersonRequest, pk: str, key: str, language: str = "") -> ProblemPage:
    """A problem of an attempt that goes on."""
    found = own_attempt(request, pk)
    asked = Setup.from_json(found.setup).asked(key)
    if asked is None or found.state == Attempt.State.READY:
        raise MissingError
    return ProblemPage(key, content_of(key, asked.version), member(request), language, attempt=found)


@require_GET
@needs_right(VIEW)
def problem(request: PersonRequest, pk: str, key: str) -> HttpResponse:
    """What is asked, the editor, and the clock."""
    page = _page(request, pk, key, request.GET.get("language", ""))
    found = own_attempt(request, pk)
    if services.end_if_late(found) or found.is_over:
        return redirect("code_assessment:attempt", pk)
    return render(request, "code_assessment/attempt_problem.html", _context(request, page))


def _context(request: PersonRequest, page: ProblemPage) -> dict[str, object]:
    found = own_attempt(request, str(page.attempt.pk if page.attempt else ""))
    setup = Setup.from_json(found.setup)
    keys = [one.key for one in setup.problems]
    return {
        "problem": page,
        "attempt": found,
        "setup": setup,
        "number": keys.index(page.key) + 1,
        "now": database_now(),
        **rights_of(member(request)),
    }


@require_POST
@needs_right(VIEW, post=PRACTISE)
def submit(request: PersonRequest, pk: str, key: str) -> HttpResponse:
    """Run or hand in."""
    page = _page(request, pk, key, request.POST.get("language", ""))
    return editing.hand_in(request, page, "code_assessment/attempt_problem.html", _context(request, page))


@require_POST
@needs_right(VIEW, post=PRACTISE)
def draft(request: PersonRequest, pk: str, key: str) -> HttpResponse:
    """Keep what was typed; the clock sends the same form as a page would when the time is over."""
    page = _page(request, pk, key, request.POST.get("language", ""))
    if request.POST.get("deed") == "keep":
        return editing.keep_by_hand(request, page, "code_assessment/attempt_problem.html", _context(request, page))
    answer = editing.keep(request, page)
    if editing.wants_json(request):
        return answer
    found = own_attempt(request, pk)
    if found.is_late(database_now()):
        services.finish_attempt(found)
    return redirect("code_assessment:attempt", pk)

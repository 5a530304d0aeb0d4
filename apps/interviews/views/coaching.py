"""The talk with the coach about one's own finished interview."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import has_right, needs_right
from apps.ai.queries import is_answering, own_providers
from apps.core.problems import ProblemError
from apps.interviews import services
from apps.interviews.coaching.showing import TalkPage
from apps.interviews.forms import CoachForm
from apps.interviews.models import Session
from apps.interviews.views.asking import PRACTISE, VIEW, member, own_session, rights_of

MANAGE_MODELS = "ai.manage"


@require_http_methods(["GET", "POST"])
@needs_right(VIEW, post=PRACTISE)
def coach(request: PersonRequest, pk: str) -> HttpResponse:
    """What was asked so far, and a field for the next question."""
    session = own_session(request, pk)
    form = CoachForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_coach(session, **form.cleaned_data)
        except ProblemError as problem:
            form.add_error(None, f"{problem.title} {problem.detail}")
        else:
            return _to_the_last(pk)
    context = {
        **_context(request, session),
        "form": form,
        "is_finished": services.may_ask_coach(session),
        "is_own_model": own_providers(request.tenant).filter(is_active=True).exists(),
        "left": services.turns_left(session),
        "may_add_models": has_right(member(request), MANAGE_MODELS),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "interviews/coach/coach.html", context, status=status)


@require_GET
@needs_right(VIEW)
def status(request: PersonRequest, pk: str) -> HttpResponse:
    """The last question and what came of it; the page asks while it waits."""
    return render(request, "interviews/coach/status.html", _context(request, own_session(request, pk)))


def _context(request: PersonRequest, session: Session) -> dict[str, object]:
    rights = rights_of(member(request))
    answers = is_answering(request.tenant)
    may_ask = answers and rights["can_practise"]
    return {"session": session, "talk": TalkPage(session), "is_answering": answers, "may_ask": may_ask, **rights}


@require_POST
@needs_right(PRACTISE)
def again(request: PersonRequest, pk: str) -> HttpResponse:
    """Ask the last question again, which got no answer."""
    services.ask_coach_again(own_session(request, pk))
    return _to_the_last(pk)


def _to_the_last(pk: str) -> HttpResponse:
    return redirect(f"{reverse('interviews:coach', args=[pk])}#last")

"""While an interview goes on: drafts, answers, and the other steps."""

from http import HTTPStatus

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right
from apps.core.database_clock import database_now
from apps.core.ids import is_uuid
from apps.core.problems import MissingError, ProblemError
from apps.core.templatetags.formats import clock
from apps.interviews import services
from apps.interviews.forms import AnswerForm
from apps.interviews.models import Question, Session
from apps.interviews.presenting import AnswerPage
from apps.interviews.queries import is_being_written
from apps.interviews.speaking import Interviewer
from apps.interviews.views.asking import PRACTISE, VIEW, own_session


def _question(session: Session, request: PersonRequest) -> Question:
    asked = request.POST.get("question", "")
    found = session.questions.filter(pk=asked).first() if is_uuid(asked) else None
    if found is None:
        raise MissingError
    return found


def _sent(question: Question, request: PersonRequest) -> AnswerForm:
    choices = [choice[0] for choice in question.asked.get("choices", ())]
    data = {**request.POST.dict(), "choice": request.POST.getlist("choice")}
    form = AnswerForm(data, choices=choices)
    form.is_valid()
    form.cleaned_data.setdefault("choice", [])
    form.cleaned_data.setdefault("answer", request.POST.get("answer", ""))
    return form


@require_POST
@needs_right(VIEW, post=PRACTISE)
def draft(request: PersonRequest, pk: str) -> HttpResponse:
    """What was typed so far, sent by the page's script; a refusal says what stands there now.

    The clock sends the same form as a page would when the time is over: then it is the answer.
    """
    if not request.headers.get("Accept", "").startswith("application/json"):
        handed_in: HttpResponse = answer(request, pk)
        return handed_in
    session = own_session(request, pk)
    question = _question(session, request)
    version = request.POST.get("version", "")
    try:
        kept = services.save_draft(
            session,
            question_id=question.pk,
            text=_sent(question, request).text(question.kind),
            version=int(version) if version.isdecimal() else 0,
        )
    except ProblemError as problem:
        body = {"code": problem.code, "title": str(problem.title), "detail": problem.detail, **problem.extra}
        return JsonResponse(body, status=problem.status, content_type="application/problem+json")
    return JsonResponse({"version": kept, "time": clock(timezone.now())})


@require_POST
@needs_right(VIEW, post=PRACTISE)
def answer(request: PersonRequest, pk: str) -> HttpResponse:
    """Hand in the answer."""
    session = own_session(request, pk)
    question = _question(session, request)
    form = _sent(question, request)
    text = form.text(question.kind)
    is_over = question.is_late(database_now())
    if not text.strip() and not is_over and question.state == Question.State.OPEN:
        context = {**live_context(session), "error": _("Write an answer first, or skip the question.")}
        return render(request, "interviews/live.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    confidence = form.cleaned_data.get("confidence")
    services.submit_answer(session, question_id=question.pk, text=text, confidence=confidence)
    return redirect("interviews:session", pk)


@require_GET
@needs_right(VIEW)
def status(request: PersonRequest, pk: str) -> HttpResponse:
    """How far the evaluation is, or the writing of questions; the page asks while it waits."""
    session = own_session(request, pk)
    if session.state == Session.State.EVALUATING:
        return render(request, "interviews/partials/evaluating.html", {"session": session})
    if is_being_written(session):
        return render(request, "interviews/partials/writing.html", {"session": session})
    if not session.is_live:
        response = HttpResponse(status=HTTPStatus.NO_CONTENT)
        response.headers["HX-Refresh"] = "true"
        return response
    return render(request, "interviews/partials/between.html", live_context(session))


@require_POST
@needs_right(VIEW, post=PRACTISE)
def go_on(request: PersonRequest, pk: str) -> HttpResponse:
    """To the follow-up or the next question, or to the end."""
    services.next_question(own_session(request, pk))
    return redirect("interviews:session", pk)


STEPS = {
    "pause": services.pause_session,
    "resume": services.resume_session,
    "complete": services.complete_session,
    "abandon": services.abandon_session,
}


@require_POST
@needs_right(VIEW, post=PRACTISE)
def step(request: PersonRequest, pk: str) -> HttpResponse:
    """Skip, take a hint, pause, go on, end or give up."""
    session = own_session(request, pk)
    deed = request.POST.get("deed", "")
    if deed == "skip":
        services.skip_question(session, question_id=_question(session, request).pk)
    elif deed == "hint":
        services.take_hint(session, question_id=_question(session, request).pk)
    elif deed in STEPS:
        STEPS[deed](session)
    else:
        raise MissingError
    return redirect("interviews:session", pk)


def live_context(session: Session) -> dict[str, object]:
    """What the page of a running interview shows: the open question, or what came of the last one."""
    questions = list(session.questions.order_by("position"))
    current = next((one for one in questions if one.state == Question.State.OPEN), None)
    done = [one for one in questions if one.answered_at is not None]
    last = max(done, key=lambda one: one.answered_at or timezone.now()) if done and current is None else None
    mains = [one for one in questions if one.follows_id is None]
    at = current or last
    main_id = (at.follows_id or at.pk) if at else None
    number = next((place for place, one in enumerate(mains, 1) if one.pk == main_id), len(mains))
    interviewer = Interviewer(session)
    return {
        "session": session,
        "question": current,
        "last": AnswerPage(last, session) if last else None,
        "number": number,
        "of": len(mains),
        "now": database_now(),
        "says": interviewer.before(current, number) if current else "",
        "hint_title": interviewer.hint_title(current) if current else "",
        "hint": current.asked["hint"] if current and current.hints else "",
        "has_hint": current is not None and bool(current.asked["hint"]) and session.setup.get("has_hints"),
        "can_pause": session.setup.get("has_pauses"),
        "chosen": current.draft.split("\n") if current else (),
        "waits": any(one.state == Question.State.WAITING for one in questions),
    }

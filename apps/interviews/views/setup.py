"""Setting an interview up: what it is about, then which questions, then the start."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.models import Membership
from apps.accounts.rights import needs_right
from apps.ai.queries import is_answering
from apps.core.problems import ProblemError
from apps.core.scope import current_tenant
from apps.interviews import services
from apps.interviews.bank import sets_for
from apps.interviews.forms import SetupForm
from apps.interviews.presenting import steps_of_setup
from apps.interviews.queries import jobs_for, works_of
from apps.interviews.setting_up import prepare
from apps.interviews.template_bank import template_of
from apps.interviews.template_forms import initial_of_round
from apps.interviews.views.asking import PRACTISE, VIEW, member, own_session

KNOWN = ("role", "level", "kind", "number", "focus", "own", "question_set", "job", "template")


@require_http_methods(["GET", "POST"])
@needs_right(VIEW, post=PRACTISE)
def new(request: PersonRequest) -> HttpResponse:
    """Choose; what the address says, such as a role or a skill to practise, stands there already."""
    membership = member(request)
    if request.method != "POST":
        form = SetupForm(initial=_initial(request), **_offered(membership))
        return render(request, "interviews/new.html", _context(form))
    form = SetupForm(request.POST, **_offered(membership))
    if form.is_valid():
        try:
            return redirect("interviews:session", prepare(membership, form.asked()).pk)
        except ProblemError as problem:
            form.add_error(None, f"{problem.title} {problem.detail}")
    return render(request, "interviews/new.html", _context(form), status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _offered(membership: Membership) -> dict[str, Any]:
    """What this member may choose from."""
    return {
        "sets": list(sets_for(membership)),
        "jobs": jobs_for(membership),
        "has_model": is_answering(current_tenant()),
    }


def _initial(request: PersonRequest) -> dict[str, object]:
    works = works_of(member(request))
    known: dict[str, object] = {name: request.GET[name] for name in KNOWN if request.GET.get(name)}
    template = template_of(request.GET.get("template", ""), member(request))
    if template is not None:
        known = {"role": template.role, **initial_of_round(template.rounds[0]), **known}
    if works:
        newest = works[0]
        known |= {"employer": newest.employer, "project": newest.project}
        known["technologies"] = ", ".join(newest.technologies)
    return known


def _context(form: SetupForm) -> dict[str, object]:
    return {"form": form, "steps": steps_of_setup(1)}


@require_POST
@needs_right(VIEW, post=PRACTISE)
def questions(request: PersonRequest, pk: str) -> HttpResponse:
    """Replace one question, keep one, or give them another order."""
    session = own_session(request, pk)
    try:
        if request.POST.get("replace", "").isdecimal():
            services.replace_question(session, position=int(request.POST["replace"]))
        elif request.POST.get("keep", "").isdecimal():
            question = get_object_or_404(session.questions, position=int(request.POST["keep"]))
            kept = services.keep_question(question, by=member(request))
            messages.success(request, _("Saved among your own questions."))
            return redirect("interviews:bank_question", str(kept.pk))
        else:
            order = [int(place) for place in request.POST.getlist("order") if place.isdecimal()]
            services.order_questions(session, order=_moved(order, request.POST.get("up", "")))
    except ProblemError as problem:
        messages.error(request, f"{problem.title} {problem.detail}")
    return redirect("interviews:session", pk)


def _moved(order: list[int], up: str) -> list[int]:
    """The order with one place moved up by one."""
    if up.isdecimal() and int(up) in order and order.index(int(up)) > 0:
        place = order.index(int(up))
        order[place - 1], order[place] = order[place], order[place - 1]
    return order


@require_POST
@needs_right(VIEW, post=PRACTISE)
def start(request: PersonRequest, pk: str) -> HttpResponse:
    """Begin: from now on the clock goes."""
    session = own_session(request, pk)
    # Nobody pays by pressing a button that said nothing of it; an assigned interview is the company's to pay.
    pays = not session.is_practice or request.POST.get("pay") == "yes"
    services.start_session(session, consented=request.POST.get("consent") == "yes", pays=pays)
    return redirect("interviews:session", pk)

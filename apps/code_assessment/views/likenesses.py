"""Programs that are unusually alike, for those who review: people look at both and decide."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right
from apps.code_assessment import services
from apps.code_assessment.alike import SideBySide
from apps.code_assessment.forms import DecisionForm
from apps.code_assessment.listing import LikenessListing
from apps.code_assessment.models import Likeness
from apps.code_assessment.queries import likenesses_for
from apps.code_assessment.views.asking import REVIEW, UNFIT, list_page, member, rights_of


@require_GET
@needs_right(REVIEW)
def index(request: PersonRequest) -> HttpResponse:
    """The pairs that stand out."""
    return list_page(request, LikenessListing(likenesses_for(member(request)), request.GET), "likenesses.html")


def _seen(request: PersonRequest, pk: str) -> Likeness:
    return get_object_or_404(likenesses_for(member(request)), pk=pk)


@require_GET
@needs_right(REVIEW)
def likeness(request: PersonRequest, pk: str) -> HttpResponse:
    """Both programs, and what was decided."""
    found = _seen(request, pk)
    form = DecisionForm(initial={"decision": "" if found.is_open else found.decision, "note": found.note})
    return render(request, "code_assessment/likeness.html", _context(request, found, form))


def _context(request: PersonRequest, found: Likeness, form: DecisionForm) -> dict[str, object]:
    return {"likeness": found, "pair": SideBySide(found), "form": form, **rights_of(member(request))}


@require_POST
@needs_right(REVIEW, post=REVIEW)
def decide(request: PersonRequest, pk: str) -> HttpResponse:
    """Say what the pair is; the score stays as it is."""
    found = _seen(request, pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return render(request, "code_assessment/likeness.html", _context(request, found, form), status=UNFIT)
    services.decide_likeness(found, by=member(request), **form.cleaned_data)
    messages.success(request, _("Your decision stands here and in the audit log."))
    return redirect("code_assessment:likeness", found.pk)

"""Sets of questions: what a company asks together, or what somebody practises."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.models import Membership
from apps.accounts.rights import has_right, needs_right
from apps.core.ids import is_uuid
from apps.core.problems import ProblemError
from apps.interviews.bank import may_change, sets_for
from apps.interviews.bank_forms import QuestionSetForm
from apps.interviews.bank_listing import QuestionSetListing, lines_of
from apps.interviews.models import QuestionSet
from apps.interviews.services import bank as services
from apps.interviews.views.asking import EDIT, PRACTISE, VIEW, member, rights_of
from apps.interviews.views.bank import UNFIT, list_page, said

NEW = "new"


def _set(membership: Membership, pk: str) -> QuestionSet:
    return get_object_or_404(sets_for(membership).select_related("made_by"), pk=pk)


@require_GET
@needs_right(VIEW)
def index(request: PersonRequest) -> HttpResponse:
    """The shared sets and the member's own."""
    listing = QuestionSetListing(sets_for(member(request)), request.GET)
    return list_page(request, listing, "sets.html", sets=list(listing.page.object_list))


@require_GET
@needs_right(VIEW)
def detail(request: PersonRequest, pk: str) -> HttpResponse:
    membership = member(request)
    chosen = _set(membership, pk)
    context = {
        "set": chosen,
        "questions": lines_of(membership, chosen.questions),
        "can_change": may_change(membership, chosen),
        **rights_of(membership),
    }
    return render(request, "interviews/bank/set.html", context)


@require_http_methods(["GET", "POST"])
@needs_right(PRACTISE)
def edit(request: PersonRequest, pk: str) -> HttpResponse:
    """Title, order, and what is taken out; questions are added where they are listed."""
    membership = member(request)
    chosen = _set(membership, pk)
    services.check_change(membership, chosen)
    initial = {name: getattr(chosen, name) for name in ("title", "description", "is_shared")}
    form = QuestionSetForm(request.POST or None, can_share=has_right(membership, EDIT), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.revise_set(chosen, by=membership, questions=_ordered(request.POST, chosen), **form.cleaned_data)
        except ProblemError as problem:
            form.add_error(None, said(problem))
        else:
            messages.success(request, _("Saved."))
            return redirect("interviews:set", pk)
    context: dict[str, Any] = {"set": chosen, "form": form, "questions": lines_of(membership, chosen.questions)}
    status = UNFIT if form.errors else HTTPStatus.OK
    return render(request, "interviews/bank/set_form.html", context | rights_of(membership), status=status)


def _ordered(sent: QueryDict, chosen: QuestionSet) -> list[str]:
    """The questions that stay, by the places that were given to them; equal places keep their order."""
    places = {key: sent.get(f"place_{key}", "") for key in chosen.questions}
    dropped = set(sent.getlist("drop"))
    kept = [key for key in chosen.questions if key not in dropped]
    usual = {key: number for number, key in enumerate(chosen.questions, 1)}
    return sorted(kept, key=lambda key: int(places[key]) if places[key].isdecimal() else usual[key])


@require_POST
@needs_right(VIEW, post=PRACTISE)
def delete(request: PersonRequest, pk: str) -> HttpResponse:
    chosen = _set(member(request), pk)
    services.delete_set(chosen, by=member(request))
    messages.success(request, _("The set “%(title)s” is deleted; its questions stay.") % {"title": chosen.title})
    return redirect("interviews:sets")


@require_POST
@needs_right(VIEW, post=PRACTISE)
def collect(request: PersonRequest) -> HttpResponse:
    """Put the chosen questions into a set, or make one of them."""
    membership = member(request)
    keys, wanted = request.POST.getlist("ids"), request.POST.get("set", "")
    back = f"{reverse('interviews:bank')}?{QueryDict(request.POST.get('next', '')).urlencode()}".removesuffix("?")
    if not keys:
        messages.error(request, _("Select at least one question first."))
        return redirect(back)
    try:
        if wanted == NEW:
            made = services.write_set(membership, title=_("New set"), questions=keys)
            return redirect("interviews:set_edit", made.pk)
        chosen = get_object_or_404(sets_for(membership), pk=wanted if is_uuid(wanted) else None)
        services.add_to_set(chosen, by=membership, keys=keys)
    except ProblemError as problem:
        messages.error(request, said(problem))
        return redirect(back)
    done = ngettext("%(n)d question is in “%(title)s” now.", "%(n)d questions are in “%(title)s” now.", len(keys))
    messages.success(request, done % {"n": len(keys), "title": chosen.title})
    return redirect("interviews:set", chosen.pk)

"""The question library: every question that there is, and the workspace's own."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.models import Membership
from apps.accounts.queries import saved_views_of
from apps.accounts.rights import has_right, needs_right
from apps.core.csv_export import csv_response
from apps.core.listing import Export, Listing
from apps.core.problems import ProblemError
from apps.core.xlsx_export import xlsx_response
from apps.interviews.bank import may_change, own_questions_for, sets_for
from apps.interviews.bank_forms import QuestionForm, Rows
from apps.interviews.bank_listing import QUESTION_LIST_EXPORT, QuestionListing
from apps.interviews.bank_pages import page_of, sent_to
from apps.interviews.models import OwnQuestion, QuestionSet
from apps.interviews.own_items import OwnItem
from apps.interviews.services import bank as services
from apps.interviews.views.asking import EDIT, PRACTISE, VIEW, member, rights_of

UNFIT = HTTPStatus.UNPROCESSABLE_ENTITY


def list_page(request: PersonRequest, listing: Listing, template: str, **context: Any) -> HttpResponse:
    """A list's page, or the list alone where htmx asks for it; both templates have the same name."""
    membership = member(request)
    context |= {"listing": listing, "page": listing.page, **rights_of(membership)}
    if request.htmx and not request.htmx.history_restore_request:
        response = render(request, f"interviews/bank/partials/{template}", context)
        # The form sends every field; the address shows only what was chosen.
        response.headers["HX-Push-Url"] = f"{request.path}?{listing.query}".removesuffix("?")
    else:
        context["saved_views"] = saved_views_of(membership, listing.name)
        response = render(request, f"interviews/bank/{template}", context)
    patch_vary_headers(response, ("HX-Request",))
    return response


def said(problem: ProblemError) -> str:
    """What went wrong and what to do, in one line."""
    return f"{problem.title} {problem.detail}".strip()


def file_of(request: PersonRequest, export: Export, rows: Any) -> HttpResponseBase:
    return xlsx_response(export, rows) if request.GET.get("format") == "xlsx" else csv_response(export, rows)


def _changeable_sets(request: PersonRequest) -> list[QuestionSet]:
    membership = member(request)
    return [one for one in sets_for(membership) if may_change(membership, one)]


@require_GET
@needs_right(VIEW)
def index(request: PersonRequest) -> HttpResponse:
    """The library and the workspace's own, as the address says."""
    listing = QuestionListing(member(request), request.GET)
    questions = list(listing.page.object_list)
    return list_page(request, listing, "questions.html", questions=questions, sets=_changeable_sets(request))


@require_GET
@needs_right(VIEW)
def export(request: PersonRequest) -> HttpResponseBase:
    """The list as it is filtered and sorted, as a file."""
    return file_of(request, QUESTION_LIST_EXPORT, iter(QuestionListing(member(request), request.GET).rows))


@require_GET
@needs_right(VIEW)
def detail(request: PersonRequest, key: str) -> HttpResponse:
    """A question with what a good answer holds, and what is thought of it."""
    membership = member(request)
    page = page_of(membership, key)
    own = page.own
    context = {
        "question": page,
        "own": own,
        "can_change": own is not None and may_change(membership, own),
        "sets": _changeable_sets(request),
        **rights_of(membership),
    }
    return render(request, "interviews/bank/question.html", context)


@require_http_methods(["GET", "POST"])
@needs_right(PRACTISE)
def new(request: PersonRequest) -> HttpResponse:
    return _form(request, None)


@require_http_methods(["GET", "POST"])
@needs_right(PRACTISE)
def edit(request: PersonRequest, pk: str) -> HttpResponse:
    return _form(request, own_question(request, pk))


def own_question(request: PersonRequest, pk: str) -> OwnQuestion:
    """An own question that the member may change."""
    membership = member(request)
    found = get_object_or_404(own_questions_for(membership), pk=pk)
    services.check_change(membership, found)
    return found


def _form(request: PersonRequest, question: OwnQuestion | None) -> HttpResponse:
    """The form of a question; sent, it is saved, or comes back with what is wrong."""
    membership = member(request)
    is_sent = request.method == "POST"
    can_share = has_right(membership, EDIT)
    form = QuestionForm(request.POST if is_sent else None, can_share=can_share, initial=_initial(question))
    item = OwnItem.of(question) if question else OwnItem()
    rows = Rows.sent(request.POST) if is_sent else Rows(item.points, item.choices)
    if is_sent:
        form.is_valid()
        saved = _saved(membership, question, form, rows)
        if saved is not None:
            messages.success(request, _("Saved.") if question else _("The question is written."))
            return redirect("interviews:bank_question", str(saved.pk))
    context = {"form": form, "rows": rows, "own": question, **rights_of(membership)}
    return render(request, "interviews/bank/question_form.html", context, status=UNFIT if form.errors else 200)


def _initial(question: OwnQuestion | None) -> dict[str, Any]:
    if question is None:
        return {}
    plain = {name: getattr(question, name) for name in ("text", "kind", "role", "level", "difficulty", "seconds")}
    more = ("language", "hint", "answer", "is_shared", "is_for_assessments", "version")
    plain |= {name: getattr(question, name) for name in more}
    return plain | {"skills": ", ".join(question.skills), "tags": ", ".join(question.tags)}


def _saved(membership: Membership, question: OwnQuestion | None, form: QuestionForm, rows: Rows) -> OwnQuestion | None:
    """The question as the form says, or None with every mistake beside its field."""
    item = form.item(rows)
    if item is None:
        rows.tell([one for one in OwnItem(points=rows.points).faults() if one.field == "points"])
        return None
    faults = item.faults()
    rows.tell(faults)
    for fault in faults:
        form.add_error(fault.field if fault.field in form.fields else None, fault.message)
    if faults:
        return None
    try:
        if question is None:
            shared, assessed = (form.said.get(name, False) for name in ("is_shared", "is_for_assessments"))
            return services.write_question(membership, item, is_shared=shared, is_for_assessments=assessed)
        version = form.cleaned_data.get("version")
        return services.revise_question(question, item, by=membership, version=version, **form.said)
    except ProblemError as problem:
        form.add_error(None, said(problem))
        return None


@require_POST
@needs_right(VIEW, post=PRACTISE)
def review(request: PersonRequest, pk: str) -> HttpResponse:
    """Hand it in, approve it or reject it, as the button says."""
    membership, deed = member(request), request.POST.get("deed", "")
    question = get_object_or_404(own_questions_for(membership), pk=pk)
    try:
        if deed == "submit":
            services.submit_question(question, by=membership)
            messages.success(request, _("It waits for a review now."))
        else:
            reason = request.POST.get("reason", "")
            services.review_question(question, by=membership, is_approved=deed == "approve", reason=reason)
            messages.success(request, _("Approved.") if deed == "approve" else _("Rejected, with your reason."))
    except ProblemError as problem:
        messages.error(request, said(problem))
    return redirect("interviews:bank_question", pk)


@require_POST
@needs_right(VIEW, post=PRACTISE)
def archive(request: PersonRequest, pk: str) -> HttpResponse:
    """Put it away, or take it back."""
    question = own_question(request, pk)
    is_archived = request.POST.get("deed") != "restore"
    services.archive_question(question, by=member(request), is_archived=is_archived)
    done = _("The question is archived.") if is_archived else _("The question is back.")
    messages.success(request, done)
    return redirect("interviews:bank_question", pk)


@require_POST
@needs_right(VIEW, post=PRACTISE)
def mark(request: PersonRequest, key: str) -> HttpResponse:
    """Bookmark it or rate it."""
    membership = member(request)
    page_of(membership, key)
    stars = request.POST.get("rating", "")
    services.mark_question(
        membership,
        key,
        is_bookmarked={"on": True, "off": False}.get(request.POST.get("bookmark", "")),
        rating=int(stars) if stars in {"0", "1", "2", "3", "4", "5"} else None,
    )
    return redirect(sent_to(request, "interviews:bank_question", key))

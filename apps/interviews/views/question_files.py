"""Own questions as files: taken in whole or not at all, and given out in a form that can be taken in again."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import has_right, needs_right
from apps.core.problems import ProblemError
from apps.interviews.bank_forms import QuestionFileForm
from apps.interviews.question_downloads import own_questions_file, question_file
from apps.interviews.question_files import QuestionFileError, lines_of_file
from apps.interviews.question_files import example as example_questions
from apps.interviews.services.question_files import import_questions
from apps.interviews.views.asking import EDIT, PRACTISE, VIEW, member, rights_of
from apps.interviews.views.bank import UNFIT, said

MOST_ERRORS = 50


@require_http_methods(["GET", "POST"])
@needs_right(PRACTISE)
def take(request: PersonRequest) -> HttpResponse:
    """Take the questions of a file; with one mistake in it nothing is taken, and every mistake is named."""
    membership = member(request)
    form = QuestionFileForm(request.POST or None, request.FILES or None, can_share=has_right(membership, EDIT))
    errors: list[str] = []
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            lines = lines_of_file(upload.name, upload.read())
            taken = import_questions(membership, lines, is_shared=form.cleaned_data.get("is_shared", False))
        except QuestionFileError as error:
            errors = error.errors
            form.add_error("file", _("Nothing was taken. Mend what is named below and choose the file again."))
        except ProblemError as problem:
            form.add_error("file", said(problem))
        else:
            done = _("%(new)s new, %(changed)s changed, %(same)s as before.")
            messages.success(request, done % {"new": taken.new, "changed": taken.changed, "same": taken.same})
            return redirect(f"{reverse('interviews:bank')}?from={'ours' if taken.is_shared else 'mine'}")
    context = {"form": form, "errors": errors[:MOST_ERRORS], "more": max(0, len(errors) - MOST_ERRORS)}
    status = UNFIT if form.errors else HTTPStatus.OK
    return render(request, "interviews/bank/import.html", context | rights_of(membership), status=status)


@require_GET
@needs_right(VIEW)
def own_export(request: PersonRequest) -> HttpResponseBase:
    """The workspace's own questions and the member's, as far as the member may see them."""
    return own_questions_file(member(request), is_json=request.GET.get("format") == "json")


@require_GET
@needs_right(VIEW)
def example(request: PersonRequest) -> HttpResponseBase:
    """A file to begin with."""
    is_json = request.GET.get("format") == "json"
    return question_file("questions-example", example_questions(), is_json=is_json)

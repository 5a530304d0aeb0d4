"""Voluntary statements of people, and the report of rates by group that is all they are for."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right
from apps.core.csv_export import csv_response
from apps.core.problems import MissingError
from apps.interviews import services
from apps.interviews.fairness import FEWEST_IN_GROUP, report_of
from apps.interviews.forms import AboutYouForm
from apps.interviews.rates import RATES_EXPORT, lines_of, tables_of
from apps.interviews.views.asking import FAIRNESS, PRACTISE, own_session
from apps.interviews.voluntary import DAYS, assessed_people


@require_http_methods(["GET", "POST"])
@needs_right(PRACTISE)
def about_you(request: PersonRequest, pk: str) -> HttpResponse:
    """What somebody who was assessed may say of themselves, or take back."""
    session = own_session(request, pk)
    if not services.may_describe(session):
        raise MissingError(_("This is asked after an interview that a company asked for."))
    said = services.description_of(session)
    initial = {"sex": said.sex, "ethnicity": said.ethnicity} if said else {}
    form = AboutYouForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.describe_oneself(session, **form.cleaned_data)
        messages.success(request, _("Thank you. You can change or take back what you said here at any time."))
        return redirect("interviews:session", pk)
    context = {"session": session, "form": form, "fewest": FEWEST_IN_GROUP}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "interviews/fairness/about_you.html", context, status=status)


@require_GET
@needs_right(FAIRNESS)
def report(request: PersonRequest) -> HttpResponse:
    """Scoring and selection rates with impact ratios, by group."""
    found = report_of(assessed_people())
    context = {"report": found, "tables": tables_of(found), "fewest": FEWEST_IN_GROUP, "days": DAYS}
    return render(request, "interviews/fairness/report.html", {**context, "today": timezone.localdate()})


@require_GET
@needs_right(FAIRNESS)
def export(request: PersonRequest) -> StreamingHttpResponse:
    """The same for an auditor, as a file."""
    services.note_export()
    return csv_response(RATES_EXPORT, lines_of(report_of(assessed_people()), timezone.localdate()))

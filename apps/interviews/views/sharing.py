"""The report of an interview for others: as a PDF, and behind links that whoever has them may follow."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right
from apps.core.asking_often import count_request
from apps.core.links import MOST_LOOKS, MOST_PDFS, LinkForm, kept_by_nobody
from apps.core.problems import MissingError, ProblemError
from apps.interviews import services
from apps.interviews.models import ReportLink, Session
from apps.interviews.presenting import ResultPage
from apps.interviews.printing import pdf_name, report_as_pdf
from apps.interviews.views.asking import PRACTISE, VIEW, own_session, seen_session
from apps.marketplace.access import open_by_link


@require_GET
@needs_right(VIEW)
def pdf(request: PersonRequest, pk: str) -> HttpResponse:
    """The report as a PDF."""
    found = seen_session(request, pk)
    if found.state != Session.State.COMPLETED:
        raise MissingError(_("The report is there once the interview is completed and evaluated."))
    return _file(found, report_as_pdf(found))


def _file(session: Session, data: bytes) -> HttpResponse:
    response = HttpResponse(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{pdf_name(session)}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "POST"])
@needs_right(PRACTISE)
def share(request: PersonRequest, pk: str) -> HttpResponse:
    """The links of a practice report; one that was just made is shown this once."""
    session = own_session(request, pk)
    if not session.is_practice:
        raise MissingError(_("Only reports of practice interviews can be shared."))
    form, made = LinkForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            made = services.share_report(session, **form.cleaned_data)
        except ProblemError as problem:
            form.add_error(None, f"{problem.title} {problem.detail}")
        else:
            form = LinkForm()
    context = {"session": session, "form": form, "links": list(session.links.all()), "made": made}
    if session.score is None:
        context["nothing_yet"] = _("The report is there once the interview is completed and evaluated.")
    return render(request, "interviews/sharing/share.html", context, status=422 if form.errors else 200)


@require_POST
@needs_right(PRACTISE)
def end_link(request: PersonRequest, pk: str, link: str) -> HttpResponse:
    """End a link."""
    found = get_object_or_404(own_session(request, pk).links.select_related("session"), pk=link)
    services.revoke_link(found)
    messages.success(request, _("The link for “%(name)s” leads nowhere any more.") % {"name": found.name})
    return redirect("interviews:share", pk)


def _link(request: PersonRequest, token: str, what: str, *, most: int) -> ReportLink:
    count_request(what, str(get_adapter(request).get_client_ip(request)), most=most)
    return services.shared_link(token)


@require_GET
@open_by_link
@kept_by_nobody
def shared(request: PersonRequest, token: str) -> HttpResponse:
    """The report behind a link."""
    link = _link(request, token, "shared-report", most=MOST_LOOKS)
    if request.method == "GET":
        services.count_view(link, viewer_id=request.membership.pk if request.membership else None)
    context = {"link": link, "token": token, "session": link.session, "result": ResultPage(link.session)}
    return render(request, "interviews/sharing/shared.html", {**context, "is_shared": True})


@require_GET
@open_by_link
@kept_by_nobody
def shared_pdf(request: PersonRequest, token: str) -> HttpResponse:
    """The report behind a link as a PDF."""
    session = _link(request, token, "shared-report-pdf", most=MOST_PDFS).session
    return _file(session, report_as_pdf(session, is_shared=True))

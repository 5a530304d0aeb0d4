"""Sharing a CV of the builder, and the page that whoever has the link sees."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right
from apps.core.links import LinkForm, kept_by_nobody
from apps.cv_analysis import sharing
from apps.cv_analysis.models import ShareLink
from apps.cv_analysis.rendering import preview_of
from apps.cv_analysis.resume_files import file_of
from apps.cv_analysis.resume_views import BUILD, framed, own_resume
from apps.cv_analysis.resumes import content_of
from apps.marketplace.access import open_by_link


@needs_right(BUILD)
def share(request: PersonRequest, pk: str) -> HttpResponse:
    """The links of a CV; one that was just made is shown this once."""
    resume = own_resume(request, pk)
    form, made = LinkForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            made = sharing.share_resume(resume, **form.cleaned_data)
        except sharing.TooManyLinksError as problem:
            form.add_error(None, f"{problem.title} {problem.detail}")
        else:
            form = LinkForm()
    context = {"resume": resume, "form": form, "links": list(resume.links.all()), "made": made}
    return render(request, "cv_analysis/builder/share.html", context, status=422 if form.errors else 200)


@require_POST
@needs_right(BUILD)
def end(request: PersonRequest, pk: str, link: str) -> HttpResponse:
    """End a link."""
    found = get_object_or_404(own_resume(request, pk).links.select_related("resume"), pk=link)
    sharing.revoke_link(found)
    messages.success(request, _("The link for “%(name)s” leads nowhere any more.") % {"name": found.name})
    return redirect("cv_analysis:share_resume", pk)


def _link(request: PersonRequest, token: str, *, as_pdf: bool = False) -> ShareLink:
    sharing.may_look(str(get_adapter(request).get_client_ip(request)), as_pdf=as_pdf)
    return sharing.shared_link(token)


@require_GET
@open_by_link
@kept_by_nobody
def shared(request: PersonRequest, token: str) -> HttpResponse:
    """The CV behind a link."""
    link = _link(request, token)
    if request.method == "GET":
        sharing.count_view(link, viewer_id=request.membership.pk if request.membership else None)
    name = content_of(link.resume).name or link.resume.title
    return render(request, "cv_analysis/builder/shared.html", {"link": link, "token": token, "name": name})


@require_GET
@xframe_options_sameorigin
@open_by_link
@kept_by_nobody
def sheet(request: PersonRequest, token: str) -> HttpResponse:
    """The CV alone, for the frame of the page."""
    resume = _link(request, token).resume
    content = content_of(resume)
    return framed(preview_of(content, look=resume.look, paper=resume.paper, title=content.name or resume.title))


@require_GET
@open_by_link
@kept_by_nobody
def shared_pdf(request: PersonRequest, token: str) -> HttpResponse:
    """The CV as a PDF."""
    return file_of(_link(request, token, as_pdf=True).resume, "pdf")

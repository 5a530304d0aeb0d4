"""The pages of the CV builder."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.models import Membership
from apps.accounts.queries import saved_views_of
from apps.accounts.rights import needs_right, require_right
from apps.core.formats import clock
from apps.core.problems import ProblemError
from apps.cv_analysis import resumes
from apps.cv_analysis.builder.json_resume import resume_to_json
from apps.cv_analysis.builder.looks import FORMATS
from apps.cv_analysis.listing import ResumeListing
from apps.cv_analysis.models import Resume
from apps.cv_analysis.queries import cvs_for, resumes_for, with_open_links
from apps.cv_analysis.rendering import preview_of
from apps.cv_analysis.resume_files import file_of
from apps.cv_analysis.resume_form import ResumeForm
from apps.cv_analysis.resume_typed import after_deed, typed_content
from apps.cv_analysis.views import NotReadYetError

BUILD = "cv_analysis.build"
# Our own page in a frame: it loads our styles and fonts, and nothing runs in it.
FRAMED = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; frame-ancestors 'self'"
IMPORTS = ".zip,.json"


class NewResumeForm(forms.Form):
    """How a new CV begins."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=120, required=False)
    file = forms.FileField(label=gettext_lazy("LinkedIn archive or JSON Resume"), required=False)


def member_of(request: PersonRequest) -> Membership:
    """The member, who may write CVs."""
    return require_right(request.membership, BUILD)


def own_resume(request: PersonRequest, pk: str) -> Resume:
    return get_object_or_404(resumes_for(member_of(request)).select_related("source"), pk=pk)


@require_GET
@needs_right(BUILD)
def index(request: PersonRequest) -> HttpResponse:
    """The CVs that the member writes."""
    membership = member_of(request)
    listing = ResumeListing(resumes_for(membership).defer("data"), request.GET)
    context = {"listing": listing, "page": listing.page, "resumes": with_open_links(listing.page.object_list)}
    if request.htmx and not request.htmx.history_restore_request:
        response = render(request, "cv_analysis/builder/list.html", context)
        response.headers["HX-Push-Url"] = f"{request.path}?{listing.query}".removesuffix("?")
    else:
        context |= {"saved_views": saved_views_of(membership, listing.name)}
        response = render(request, "cv_analysis/builder/index.html", context)
    patch_vary_headers(response, ("HX-Request",))
    return response


@needs_right(BUILD)
def new(request: PersonRequest) -> HttpResponse:
    """Where a CV begins: empty, or with what LinkedIn or another program has."""
    membership = member_of(request)
    if request.method != "POST":
        return render(request, "cv_analysis/builder/new.html", {"form": NewResumeForm(), "accept": IMPORTS})
    form = NewResumeForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            resume = _begin(membership, form.cleaned_data["title"], form.cleaned_data["file"])
        except ProblemError as problem:
            form.add_error("file" if form.cleaned_data["file"] else None, f"{problem.title} {problem.detail}")
        else:
            return redirect("cv_analysis:resume", resume.pk)
    return render(request, "cv_analysis/builder/new.html", {"form": form, "accept": IMPORTS}, status=422)


def _begin(membership: Membership, title: str, file: "UploadedFile[bytes] | None") -> Resume:
    if file is None:
        return resumes.create_resume(membership, title=title)
    # One byte more than fits is enough to be refused.
    content = file.read(resumes.MAX_IMPORT_BYTES + 1)
    return resumes.create_from_file(membership, content=content, name=title or str(file.name))


@require_POST
@needs_right(BUILD)
def from_cv(request: PersonRequest, pk: str) -> HttpResponse:
    """Begin with what was read out of an uploaded CV."""
    membership = member_of(request)
    require_right(membership, "cv_analysis.view")
    cv = get_object_or_404(cvs_for(membership), pk=pk)
    analysis = cv.analysis
    if analysis is None:
        raise NotReadYetError(_("Open the CV to see how far its reading is."))
    return redirect("cv_analysis:resume", resumes.create_from_analysis(membership, cv=cv, analysis=analysis).pk)


@needs_right(BUILD)
def edit(request: PersonRequest, pk: str) -> HttpResponse:
    """The form of a CV beside what it looks like."""
    resume = own_resume(request, pk)
    if request.method == "POST":
        return _save(request, resume)
    return _page(request, resume, ResumeForm(resumes.content_of(resume)))


def _save(request: PersonRequest, resume: Resume) -> HttpResponse:
    """Save what was typed; a button of the form changes it first."""
    content, focus = typed_content(request.POST, resumes.content_of(resume)), ""
    deed = request.POST.get("do", "")
    if deed:
        content, focus = after_deed(content, deed)
    form = ResumeForm(content, focus=focus)
    try:
        _store(request, resume, resume_to_json(content))
    except ProblemError as problem:
        return _refused(request, resume, form, problem)
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"time": clock(timezone.now()), "version": resume.version})
    if request.htmx:
        return _form_part(request, resume, form)
    anchor = f"#{focus}" if focus else ""
    if not deed:
        messages.success(request, _("Saved."))
    return redirect(f"{reverse('cv_analysis:resume', args=[resume.pk])}{anchor}")


def _store(request: PersonRequest, resume: Resume, data: dict[str, Any]) -> None:
    about = {name: request.POST.get(name, "").strip() for name in ("title", "look", "paper")}
    for name, choices in (("look", Resume.Look.values), ("paper", Resume.Paper.values)):
        if about[name] not in choices:
            about[name] = ""
    about["title"] = about["title"][:120]
    version = request.POST.get("version", "")
    overwrite = request.POST.get("do") == "overwrite"
    resumes.save_resume(
        resume, version=None if overwrite else int(version or 0) if version.isdecimal() else 0, data=data, **about
    )


def _refused(request: PersonRequest, resume: Resume, form: ResumeForm, problem: ProblemError) -> HttpResponse:
    """Nothing is lost: the form comes back as it was typed, with what is wrong."""
    if isinstance(problem, resumes.ResumeRefusedError):
        form.errors = problem.errors
    if request.headers.get("Accept", "").startswith("application/json"):
        body = {"code": problem.code, "title": str(problem.title), "detail": problem.detail}
        if form.errors:
            said = [f"{label}: {form.text_of(name)}" for name, label in form.mistakes] or form.other_mistakes
            body["detail"] = " ".join(said[:2])
        return JsonResponse(body, status=problem.status, content_type="application/problem+json")
    is_conflict = isinstance(problem, resumes.ChangedElsewhereError)
    if request.htmx:
        return _form_part(request, resume, form, is_conflict=is_conflict)
    return _page(request, resume, form, status=problem.status, is_conflict=is_conflict)


def _context(resume: Resume, form: ResumeForm, *, is_conflict: bool) -> dict[str, Any]:
    return {
        "resume": resume,
        "form": form,
        "is_conflict": is_conflict,
        "looks": Resume.Look.choices,
        "papers": Resume.Paper.choices,
        "formats": FORMATS.values(),
    }


def _page(
    request: PersonRequest, resume: Resume, form: ResumeForm, *, status: int = 200, is_conflict: bool = False
) -> HttpResponse:
    context = _context(resume, form, is_conflict=is_conflict)
    return render(request, "cv_analysis/builder/edit.html", context, status=status)


def _form_part(request: PersonRequest, resume: Resume, form: ResumeForm, *, is_conflict: bool = False) -> HttpResponse:
    """The form alone, for the page that has the rest."""
    return render(request, "cv_analysis/builder/form.html", _context(resume, form, is_conflict=is_conflict))


@require_GET
@needs_right(BUILD)
def advice(request: PersonRequest, pk: str) -> HttpResponse:
    """What could be better in the CV as it is saved, for each entry of the form."""
    resume = own_resume(request, pk)
    context = {
        "form": ResumeForm(resumes.content_of(resume)),
        "edit_url": reverse("cv_analysis:resume", args=[resume.pk]),
    }
    return render(request, "cv_analysis/builder/advice.html", context)


@require_GET
@needs_right(BUILD)
@xframe_options_sameorigin
def preview(request: PersonRequest, pk: str) -> HttpResponse:
    """What the saved CV looks like, for a frame."""
    resume = own_resume(request, pk)
    return framed(preview_of(resumes.content_of(resume), look=resume.look, paper=resume.paper, title=resume.title))


def framed(page: str) -> HttpResponse:
    """A page that may stand in a frame of ours."""
    response = HttpResponse(page)
    response.headers["Content-Security-Policy"] = FRAMED
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_GET
@needs_right(BUILD)
def export(request: PersonRequest, pk: str, kind: str) -> HttpResponse:
    """The CV as a file."""
    return file_of(own_resume(request, pk), kind)


@require_POST
@needs_right(BUILD)
def copy(request: PersonRequest, pk: str) -> HttpResponse:
    """A second CV with the same content."""
    made = resumes.copy_resume(member_of(request), own_resume(request, pk))
    messages.success(request, _("This is the copy. The other one stays as it is."))
    return redirect("cv_analysis:resume", made.pk)


@require_POST
@needs_right(BUILD)
def delete(request: PersonRequest, pk: str) -> HttpResponse:
    resume = own_resume(request, pk)
    resumes.delete_resume(resume)
    messages.success(request, _("“%(name)s” is deleted, and its links with it.") % {"name": resume.title})
    return redirect("cv_analysis:resumes")

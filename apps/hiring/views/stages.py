"""The stages of hiring, in the tenant's words and order."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right
from apps.core.ids import is_uuid
from apps.core.problems import ProblemError
from apps.hiring import services
from apps.hiring.forms import StageForm
from apps.hiring.models import Stage
from apps.hiring.queries.pages import stages_with_counts
from apps.hiring.services import pipeline
from apps.hiring.views.asking import LOOK, SETTINGS, me, rights, said


@needs_right(LOOK, post=SETTINGS)
def index(request: PersonRequest) -> HttpResponse:
    """Every stage in its order, and a form for one more."""
    pipeline()
    form = StageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_stage(name=form.cleaned_data["name"], kind=form.cleaned_data["kind"])
        except ProblemError as problem:
            form.add_error("name", said(problem))
        else:
            messages.success(request, _("The stage is added."))
            return redirect("hiring:stages")
    context = {"stages": stages_with_counts(), "form": form, "kinds": Stage.Kind.choices, **rights(me(request))}
    return render(request, "hiring/stages.html", context, status=422 if form.errors else 200)


def _stage(pk: str) -> Stage:
    found: Stage = get_object_or_404(Stage, pk=pk)
    return found


@require_POST
@needs_right(LOOK, post=SETTINGS)
def change(request: PersonRequest, pk: str) -> HttpResponse:
    """Another name or kind."""
    stage, form = _stage(pk), StageForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("A stage needs a name of up to 60 characters."))
        return redirect("hiring:stages")
    try:
        services.change_stage(stage, name=form.cleaned_data["name"], kind=form.cleaned_data["kind"])
    except ProblemError as problem:
        messages.error(request, said(problem))
    else:
        messages.success(request, _("Saved."))
    return redirect("hiring:stages")


@require_POST
@needs_right(LOOK, post=SETTINGS)
def shift(request: PersonRequest, pk: str) -> HttpResponse:
    """One place up or down."""
    stage = _stage(pk)
    by = {"up": -1, "down": 1}.get(request.POST.get("to", ""), 0)
    services.move_stage(stage, position=max(0, stage.position + by))
    return redirect(f"{request.path.partition('stages/')[0]}stages/#stage-{stage.pk}")


@require_POST
@needs_right(LOOK, post=SETTINGS)
def delete(request: PersonRequest, pk: str) -> HttpResponse:
    """Take the stage away; whoever is in it goes to the stage that was chosen."""
    stage, wanted = _stage(pk), request.POST.get("move_to", "")
    target = Stage.objects.filter(pk=wanted).first() if is_uuid(wanted) else None
    try:
        services.delete_stage(stage, move_to=target, by_id=me(request).pk)
    except ProblemError as problem:
        messages.error(request, said(problem))
    else:
        messages.success(request, _("The stage “%(name)s” is deleted.") % {"name": stage.name})
    return redirect("hiring:stages")

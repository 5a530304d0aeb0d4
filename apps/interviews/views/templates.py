"""Interview templates: those that the module brings, and the workspace's own."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.models import Membership
from apps.accounts.rights import needs_right
from apps.core.problems import MissingError, ProblemError
from apps.interviews.bank import shared_sets
from apps.interviews.models import QuestionSet, Template
from apps.interviews.services import templates as services
from apps.interviews.shipped import Shipped
from apps.interviews.template_bank import as_shipped, own_templates_for, template_of
from apps.interviews.template_forms import (
    CRITERIA,
    RoundFormSet,
    TemplateForm,
    initial_of_round,
    rounds_of,
    shown_round,
)
from apps.interviews.template_listing import TemplateListing
from apps.interviews.views.asking import EDIT, VIEW, member, rights_of
from apps.interviews.views.bank import UNFIT, list_page, said


@require_GET
@needs_right(VIEW)
def index(request: PersonRequest) -> HttpResponse:
    """The workspace's own templates, then the shipped ones by role."""
    listing = TemplateListing(member(request), request.GET)
    return list_page(request, listing, "templates.html", templates=list(listing.page.object_list))


def _shipped(membership: Membership, key: str) -> Shipped:
    found = template_of(key, membership)
    if found is None:
        raise MissingError(_("Look for the template in the list."))
    return found


@require_GET
@needs_right(VIEW)
def detail(request: PersonRequest, key: str) -> HttpResponse:
    """Its rounds and what a score is made of."""
    membership = member(request)
    template = _shipped(membership, key)
    asked = {one.question_set for one in template.rounds if one.question_set}
    sets = {str(one.pk): one for one in QuestionSet.objects.filter(pk__in=asked)} if asked else {}
    context = {
        "template": template,
        "rounds": [shown_round(one, sets.get(one.question_set)) for one in template.rounds],
        "weights": [(CRITERIA[name], weight) for name, weight in template.weights.items()],
        **rights_of(membership),
    }
    return render(request, "interviews/bank/template.html", context)


@require_http_methods(["GET", "POST"])
@needs_right(EDIT)
def new(request: PersonRequest) -> HttpResponse:
    """A new one, or with `copy` in the address one that begins as another."""
    key = request.GET.get("copy", "")
    return _form(request, None, _shipped(member(request), key) if key else None)


@require_http_methods(["GET", "POST"])
@needs_right(EDIT)
def edit(request: PersonRequest, pk: str) -> HttpResponse:
    template = _own(request, pk)
    return _form(request, template, as_shipped(template))


def _own(request: PersonRequest, pk: str) -> Template:
    return get_object_or_404(own_templates_for(member(request)), pk=pk)


def _form(request: PersonRequest, template: Template | None, shown: Shipped | None) -> HttpResponse:
    membership = member(request)
    options = {"form_kwargs": {"sets": list(shared_sets())}}
    sent = request.POST if request.method == "POST" else None
    form = TemplateForm(sent, initial=TemplateForm.initial_of(shown))
    rounds = RoundFormSet(sent, initial=[initial_of_round(one) for one in shown.rounds] if shown else [], **options)
    if sent is not None and all([form.is_valid(), rounds.is_valid()]):
        plain = {name: form.cleaned_data[name] for name in ("title", "description", "role")}
        asked = {"rounds": rounds_of(rounds), "weights": form.weights, **plain}
        try:
            if template is None:
                saved = services.create_template(membership, **asked)
            else:
                saved = services.revise_template(template, by=membership, **asked)
        except ProblemError as problem:
            form.add_error("title" if problem.status == HTTPStatus.CONFLICT else None, said(problem))
        else:
            messages.success(request, _("Saved."))
            return redirect("interviews:template", str(saved.pk))
    elif rounds.is_bound and not rounds.is_valid():
        form.add_error(None, _("Look at the rounds: something in them cannot be."))
    context = {"form": form, "rounds": rounds, "own": template, **rights_of(membership)}
    status = UNFIT if form.errors else HTTPStatus.OK
    return render(request, "interviews/bank/template_form.html", context, status=status)


@require_POST
@needs_right(VIEW, post=EDIT)
def archive(request: PersonRequest, pk: str) -> HttpResponse:
    """Offer it no more."""
    template = _own(request, pk)
    services.archive_template(template, by=member(request))
    messages.success(request, _("“%(title)s” is archived.") % {"title": template.title})
    return redirect("interviews:templates")

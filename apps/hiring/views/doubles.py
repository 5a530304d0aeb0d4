"""Records that may be one person: the list of pairs, and the page on which two become one."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right
from apps.core.problems import ProblemError
from apps.hiring import services
from apps.hiring.listing import DoubleListing
from apps.hiring.models import Candidate, PossibleDouble
from apps.hiring.queries import open_doubles
from apps.hiring.queries.pages import belongings_of
from apps.hiring.services.merging import CHOSEN, merge_choosing
from apps.hiring.views.asking import EDIT, LOOK, candidate_of, list_page, me, rights, said

FIRST, SECOND = "first", "second"


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of which one stays: what each record says, and which is chosen at first."""

    name: str
    title: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        return bool(self.first and self.second and self.first != self.second)

    @property
    def usual(self) -> str:
        return FIRST if self.first else SECOND


def _choices(first: Candidate, second: Candidate) -> list[Choice]:
    fields: Any = Candidate._meta
    return [
        Choice(name, str(fields.get_field(name).verbose_name), getattr(first, name), getattr(second, name))
        for name in CHOSEN
        if getattr(first, name) or getattr(second, name)
    ]


@require_GET
@needs_right(LOOK)
def index(request: PersonRequest) -> HttpResponse:
    """Pairs that somebody has still to decide about."""
    listing = DoubleListing(open_doubles(), request.GET)
    return list_page(request, listing, "doubles.html", doubles=list(listing.page.object_list))


@needs_right(EDIT)
def merge(request: PersonRequest, pk: str, other: str) -> HttpResponse:
    """Two records side by side; sent, the second goes into the first with the values that were chosen."""
    first, second = candidate_of(pk), candidate_of(other)
    choices = _choices(first, second)
    if request.method == "POST":
        values = {one.name: getattr(one, _chosen(request, one)) for one in choices}
        try:
            merge_choosing(second, into=first, values=values, by=me(request))
        except ProblemError as problem:
            messages.error(request, said(problem))
        else:
            messages.success(request, _("The two records are one now."))
            return redirect("hiring:candidate", first.pk)
    context = {
        "first": first,
        "second": second,
        "choices": choices,
        "belongings": belongings_of(first, second),
        "double": open_doubles(first).filter(first__in=[first, second], second__in=[first, second]).first(),
        **rights(me(request)),
    }
    return render(request, "hiring/merge.html", context)


def _chosen(request: PersonRequest, choice: Choice) -> str:
    wanted = request.POST.get(choice.name, "")
    return wanted if wanted in {FIRST, SECOND} else choice.usual


@require_POST
@needs_right(LOOK, post=EDIT)
def apart(request: PersonRequest, pk: str) -> HttpResponse:
    """The two are two people; nobody asks again."""
    services.keep_apart(get_object_or_404(PossibleDouble, pk=pk), by=me(request))
    messages.success(request, _("They stay two people. Nobody is asked again."))
    return redirect("hiring:doubles")

"""The pages of invitations: one, many, and what became of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts import services
from apps.accounts.invitation_csv import MOST_BYTES, UnreadableFileError, read_lines, text_of
from apps.accounts.listing import InvitationListing
from apps.accounts.middleware import PersonRequest
from apps.accounts.models import Invitation
from apps.accounts.queries import invitations_of
from apps.accounts.rights import needs_right
from apps.accounts.roles import Role, is_above
from apps.accounts.services import Outcome, ReportLine
from apps.accounts.team_forms import ConfirmedFileForm, InvitationFileForm, InvitationForm
from apps.accounts.views.team import MANAGE, list_page, me


@require_GET
@needs_right(MANAGE)
def index(request: PersonRequest) -> HttpResponse:
    """Who was asked to come, and what became of it."""
    by = me(request)
    listing = InvitationListing(invitations_of(by.tenant), request.GET)
    for invitation in listing.page.object_list:
        is_mine = not is_above(invitation.role, by.role)
        invitation.can_be_sent_again = is_mine and invitation.state == Invitation.State.PENDING
    return list_page(request, listing, "invitations.html")


@needs_right(MANAGE)
def invite(request: PersonRequest) -> HttpResponse:
    """Invite one person."""
    by = me(request)
    form = InvitationForm(request.POST or None, by=by)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            invitation = services.invite(by, email=said["email"], role=Role(said["role"]), name=said["name"])
        except (services.AlreadyMemberError, services.AlreadyInvitedError) as problem:
            form.add_error("email", f"{problem.title} {problem.detail}")
        else:
            messages.success(request, _("The invitation to %(address)s is on its way.") % {"address": invitation.email})
            return redirect("team:invitations")
    return render(request, "accounts/team/invite.html", {"form": form}, status=422 if form.errors else 200)


@needs_right(MANAGE)
def invite_many(request: PersonRequest) -> HttpResponse:
    """Choose a file of people, and see what would become of each line."""
    by = me(request)
    form = InvitationFileForm(request.POST or None, request.FILES or None, by=by)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read(MOST_BYTES + 1)
        role = Role(form.cleaned_data["role"])
        try:
            report = services.preview_invitations(by, read_lines(data), default_role=role)
        except UnreadableFileError as problem:
            form.add_error("file", f"{problem.title} {problem.detail}")
        else:
            return _report(request, report, is_preview=True, text=text_of(data), role=role)
    return render(request, "accounts/team/invite_many.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@needs_right(MANAGE)
def confirm_many(request: PersonRequest) -> HttpResponse:
    """Invite the people of the file that was previewed, and report on each line."""
    by = me(request)
    form = ConfirmedFileForm(request.POST, by=by)
    if not form.is_valid():
        return redirect("team:invite_many")
    lines = read_lines(form.cleaned_data["text"].encode())
    return _report(request, services.invite_many(by, lines, default_role=Role(form.cleaned_data["role"])))


def _report(request: PersonRequest, report: list[ReportLine], **context: Any) -> HttpResponse:
    invited = sum(one.outcome == Outcome.INVITED for one in report)
    # Whatever needs a look comes first.
    ordered = sorted(report, key=lambda one: one.outcome == Outcome.INVITED)
    context |= {"report": ordered, "invited": invited, "others": len(report) - invited}
    return render(request, "accounts/team/report.html", context)


def _invitation(request: PersonRequest, pk: str) -> Invitation:
    return get_object_or_404(invitations_of(me(request).tenant), pk=pk)


@require_POST
@needs_right(MANAGE)
def resend(request: PersonRequest, pk: str) -> HttpResponse:
    invitation = services.resend_invitation(_invitation(request, pk), by=me(request))
    said = _("A new link is on its way to %(address)s. The one before no longer works.")
    messages.success(request, said % {"address": invitation.email})
    return redirect("team:invitations")


@require_POST
@needs_right(MANAGE)
def revoke(request: PersonRequest, pk: str) -> HttpResponse:
    invitation = services.revoke_invitation(_invitation(request, pk), by=me(request))
    said = _("The invitation to %(address)s is taken back. Its link no longer works.")
    messages.success(request, said % {"address": invitation.email})
    return redirect("team:invitations")

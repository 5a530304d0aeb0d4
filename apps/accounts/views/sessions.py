"""The browsers that are signed in, the last sign-ins, and how the wait after failed ones is ended."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from apps.accounts.fresh import freshly
from apps.accounts.middleware import PersonRequest
from apps.accounts.queries import browsers_of, sign_ins_of
from apps.accounts.services import end_session, sign_out_everywhere
from apps.accounts.sign_in_guard import SESSION_ROW


def sessions(request: PersonRequest) -> HttpResponse:
    """Where the person is signed in, this browser first, and what was tried lately."""
    user: Any = request.user
    here = request.session.get(SESSION_ROW)
    found = sorted(browsers_of(user), key=lambda session: str(session.pk) != here)
    context = {"sessions": found, "here": here, "sign_ins": sign_ins_of(user)}
    return render(request, "accounts/sessions.html", context)


@require_POST
@freshly
def end_one(request: PersonRequest, pk: str) -> HttpResponse:
    """Sign one browser out."""
    user: Any = request.user
    end_session(get_object_or_404(browsers_of(user), pk=pk))
    messages.success(request, _("That browser is signed out."))
    return redirect("sessions")


@require_POST
@freshly
def end_others(request: PersonRequest) -> HttpResponse:
    """Sign out every other browser and every program that holds a token."""
    user: Any = request.user
    count = sign_out_everywhere(user, but=request.session.get(SESSION_ROW))
    text = ngettext("%(count)d other browser is signed out.", "%(count)d other browsers are signed out.", count)
    messages.success(
        request, text % {"count": count} if count else _("No other browser was signed in; tokens are ended.")
    )
    return redirect("sessions")

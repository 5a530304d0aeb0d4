"""A person's own page: name, picture, mails; and the pictures of those one works with."""

from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from apps.accounts.middleware import PersonRequest
from apps.accounts.models import User
from apps.accounts.profile_forms import ProfileForm
from apps.accounts.queries import people_of
from apps.accounts.services import change_picture, change_profile
from apps.core.downloads import stored_file
from apps.core.pictures import PictureError

# For an hour the browser asks nobody; after a change the address is another.
PICTURE_KEPT = "private, max-age=3600"


def profile(request: PersonRequest) -> HttpResponse:
    """Name, picture and mails, with the ways to take all of it along, or away."""
    user: Any = request.user
    form = ProfileForm(request.POST or None, request.FILES or None, user=user)
    if request.method == "POST" and form.is_valid() and _saved(user, form):
        messages.success(request, _("Your profile is saved."))
        return redirect("own_profile")
    return render(request, "accounts/profile.html", {"form": form}, status=422 if form.errors else 200)


def _saved(user: User, form: ProfileForm) -> bool:
    data = form.cleaned_data
    try:
        if data["picture"] or data["without_picture"]:
            change_picture(user, data["picture"])
    except PictureError as problem:
        form.add_error("picture", f"{problem.title} {problem.detail}")
        return False
    change_profile(user, name=data["name"], mails=form.mails())
    return True


@require_GET
def own_picture(request: PersonRequest) -> HttpResponseBase:
    """The person's own picture, wherever they stand."""
    user: Any = request.user
    return _picture_of(user)


@require_GET
def picture(request: PersonRequest, pk: str) -> HttpResponseBase:
    """The picture of somebody in this workspace, also of those who left it; candidates see only their own."""
    if request.membership is None:
        raise Http404
    return _picture_of(get_object_or_404(people_of(request.membership), pk=pk).user)


def _picture_of(user: User) -> HttpResponseBase:
    if not user.avatar_name or not default_storage.exists(user.avatar_name):
        raise Http404
    response = stored_file(user.avatar_name, content_type="image/png")
    response.headers["Cache-Control"] = PICTURE_KEPT
    return response

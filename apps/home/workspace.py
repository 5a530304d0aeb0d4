"""A workspace's own pages beside its home: settings, first steps, news, and the files of its look."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from apps.accounts.middleware import PersonRequest
from apps.accounts.rights import needs_right, require_right
from apps.core.colour import readable_accent
from apps.core.downloads import stored_file
from apps.home.forms import LookForm
from apps.home.queries import WELCOME_STEPS, notices_for, welcome_steps
from apps.marketplace.queries import catalogue_for
from apps.tenants.look import LogoError, change_logo, change_look
from apps.tenants.models import Tenant

FOR_GOOD = "public, max-age=31536000, immutable"


def _save_look(request: PersonRequest, tenant: Tenant, form: LookForm) -> bool:
    """Whether everything could be saved; the owner is told of an accent that had to be changed to be read."""
    data = form.cleaned_data
    try:
        if data["logo"] or data["without_logo"]:
            change_logo(tenant, data["logo"])
    except LogoError as problem:
        form.add_error("logo", f"{problem.title} {problem.detail}")
        return False
    change_look(tenant, name=data["name"], accent=data["accent"])
    if data["accent"] and (accent := readable_accent(data["accent"])).is_corrected:
        said = _(
            "%(wanted)s is too light to be read as text. Light pages use %(used)s instead, the same hue but darker."
        )
        messages.warning(request, said % {"wanted": data["accent"], "used": accent.light})
    messages.success(request, _("The workspace's look is saved."))
    return True


def _look_page(request: PersonRequest, template: str, after: str, **context: Any) -> HttpResponse:
    """The form of name, accent and logo; saved, it leads on."""
    tenant = request.tenant
    form = LookForm(request.POST or None, request.FILES or None, initial={"name": tenant.name, "accent": tenant.accent})
    if request.method == "POST" and form.is_valid() and _save_look(request, tenant, form):
        return redirect(after)
    accent = readable_accent(tenant.accent) if tenant.accent else None
    context |= {"form": form, "accent": accent}
    return render(request, template, context, status=422 if form.errors else 200)


@needs_right("tenants.manage_workspace")
def settings(request: PersonRequest) -> HttpResponse:
    """The workspace's name and look, for those who manage it."""
    return _look_page(request, "home/settings.html", "home:settings")


@needs_right("tenants.manage_workspace")
def welcome(request: PersonRequest, step: str = WELCOME_STEPS[0]) -> HttpResponse:
    """First steps, one after the other; each can be skipped, and what is done is done for good."""
    membership = require_right(request.membership, "tenants.manage_workspace")
    if step not in WELCOME_STEPS:
        raise Http404
    context: dict[str, Any] = {"steps": welcome_steps(membership, step), "step": step}
    if step == "look":
        return _look_page(request, "home/welcome.html", "home:welcome_module", **context)
    if step == "module":
        context["modules"] = catalogue_for(membership.tenant)
    return render(request, "home/welcome.html", context)


@require_GET
def notices(request: PersonRequest) -> HttpResponse:
    """What the bell shows."""
    if request.membership is None:
        raise Http404
    return render(request, "home/partials/notices.html", {"notices": notices_for(request.membership)})


def _branded(request: PersonRequest, version: str) -> Tenant:
    """The tenant as it looks in this version. What this process remembers may be some seconds old, and browsers keep
    the answer for good, so another version than the remembered one is looked up."""
    tenant = request.tenant
    if tenant.brand_version != version:
        tenant = Tenant.objects.get(pk=tenant.pk)
    if tenant.brand_version != version:
        raise Http404
    return tenant


@login_not_required
@require_GET
def brand_css(request: PersonRequest, version: str) -> HttpResponse:
    """The tenant's accent as tokens; the sign-in page wears it too, so nobody has to be signed in."""
    tenant = _branded(request, version)
    if not tenant.accent:
        raise Http404
    context = {"accent": readable_accent(tenant.accent)}
    response = render(request, "home/brand.css", context, content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = FOR_GOOD
    return response


@login_not_required
@require_GET
def logo(request: PersonRequest, version: str) -> HttpResponseBase:
    """The tenant's logo, which stands on its sign-in page too. It was drawn anew when it was stored."""
    tenant = _branded(request, version)
    if not tenant.logo_name or not default_storage.exists(tenant.logo_name):
        raise Http404
    response = stored_file(tenant.logo_name, content_type="image/png")
    response.headers["Cache-Control"] = FOR_GOOD
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response

"""Terms and privacy notice, and the page that asks people to agree to them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.accounts.agreement_forms import AgreementForm
from apps.accounts.agreement_middleware import works_without_agreement
from apps.accounts.legal import agreed_number, missing_for, texts_in_force
from apps.accounts.middleware import PersonRequest
from apps.accounts.models import LegalText
from apps.accounts.queries import agreements_of, published_texts
from apps.accounts.services import agree
from apps.core.markdown import to_html


def _shown(text: LegalText, *, deeper_by: int = 1) -> dict[str, Any]:
    """The text as the reader's language has it."""
    language = text.language_for(get_language() or "en")
    words = to_html(text.text_in(language), deeper_by=deeper_by)
    # Not "language": the frame says by that word which one the page is in.
    return {"text": text, "text_language": language, "words": words, "news": text.news_in(language)}


@login_not_required
@require_safe
def legal_text(request: HttpRequest, kind: str, number: int | None = None) -> HttpResponse:
    """What is in force, or an earlier version; to be read by anybody, on paper too."""
    published = published_texts(kind)
    found = next((text for text in published if number in {None, text.number}), None)
    if found is None:
        raise Http404
    # The newest stands first, and each held until the one before it in the list came.
    place = published.index(found)
    context = _shown(found) | {
        "current": published[0],
        "until": published[place - 1].published_at if place else None,
        "others": [text for text in published if text is not found],
    }
    return render(request, "accounts/legal_text.html", context)


@works_without_agreement
def agreement(request: PersonRequest) -> HttpResponse:
    """Asks for what is missing and goes on to where the person wanted; says what was agreed to where nothing is."""
    user: Any = request.user
    then = _then(request)
    missing = missing_for(user)
    form = AgreementForm(request.POST or None, texts=missing)
    if request.method == "POST" and form.is_valid():
        agree(user, form.consent(request))
        if missing:
            messages.success(request, _("Thank you. You can go on."))
        return redirect(then)
    asked = {text.id: text for text in missing}
    texts = [_shown(text, deeper_by=2) for text in LegalText.objects.filter(pk__in=asked).order_by("-kind")]
    context = {
        "form": form,
        "texts": texts,
        "is_new_to_it": not any(agreed_number(user, text.kind) for text in missing),
        "then": then,
        "agreements": [] if missing else agreements_of(user),
        "in_force": texts_in_force(),
    }
    return render(request, "accounts/agreement.html", context, status=422 if form.errors else 200)


def _then(request: PersonRequest) -> str:
    """Where the person was going, as long as it is here."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_here else resolve_url("enter")

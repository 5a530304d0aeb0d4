"""Pages for whoever has no account: prices, one module, and what search engines ask for."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from apps.accounts.legal import texts_in_force
from apps.core.modules import PERIODS, Text
from apps.home.pricing import PERIOD_NAMES, asked_seats, plans_of, quote_for
from apps.marketplace.access import may_be_tried
from apps.marketplace.queries import catalogue_for
from apps.tenants.plans import PLANS

# What strangers have no use for: each workspace, the way into it, and the gallery.
NOT_FOR_ROBOTS = ("/t/", "/admin/", "/enter/", "/api/", "/offline/", "/ui/")


@dataclass(frozen=True, slots=True)
class About:
    """What search engines and link previews say of a page."""

    title: Text
    description: Text


@login_not_required
def landing(request: HttpRequest) -> HttpResponse:
    """What Rostrum is, for somebody who has never heard of it."""
    about = About(
        _("Rostrum: hiring that shows its evidence"),
        _("Reads CVs and shows, for every skill, date and address it finds, the words it rests on."),
    )
    return render(request, "home/landing.html", {"modules": catalogue_for(None), "about": about})


@login_not_required
def pricing(request: HttpRequest) -> HttpResponse:
    """What each module costs, and what a number of seats comes to."""
    offers = catalogue_for(None)
    form = asked_seats(request.GET)
    quote = quote_for(offers, **form.cleaned_data) if form.is_valid() else None
    context = {
        "about": About(_("Prices · Rostrum"), _("What each module costs by the month, by the year and for good.")),
        "periods": [(period, PERIOD_NAMES[period]) for period in PERIODS],
        "plans": plans_of(offers),
        "workspace_plans": PLANS,
        "form": form,
        "quote": quote,
    }
    return render(request, "home/pricing.html", context, status=200 if quote else 422)


@login_not_required
def module_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What one module does, who may do what in it, and what it costs."""
    offer = next((offer for offer in catalogue_for(None) if offer.slug == slug), None)
    if offer is None:
        raise Http404
    context = {
        "about": About(f"{offer.title} · Rostrum", offer.description),
        "module": offer,
        "plan": plans_of([offer])[0],
        "own_part": _own_part(offer.label),
        "try_url": _address(f"try_{offer.label}:index") if may_be_tried(offer.label) else "",
    }
    return render(request, "home/module_page.html", context)


def _own_part(label: str) -> str:
    """The template that the module brings for its public page, or nothing."""
    path = f"{label}/public.html"
    try:
        get_template(path)
    except TemplateDoesNotExist:
        return ""
    return path


def _address(name: str) -> str:
    """Where a page is that not every module has, or nothing."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@login_not_required
def robots(request: HttpRequest) -> HttpResponse:
    """Which pages are worth finding."""
    context = {"closed": NOT_FOR_ROBOTS, "sitemap": f"{settings.BASE_URL}{reverse('home:sitemap')}"}
    return render(request, "home/robots.txt", context, content_type="text/plain; charset=utf-8")


@login_not_required
def sitemap(request: HttpRequest) -> HttpResponse:
    """The addresses of all pages for strangers."""
    paths = [reverse(name) for name in ("home:landing", "home:pricing", "accounts:signup_company", "account_signup")]
    offers = catalogue_for(None)
    paths += [text.url for text in texts_in_force()]
    paths += [reverse("home:module_page", args=[offer.slug]) for offer in offers]
    paths += [path for offer in offers if (path := _address(f"try_{offer.label}:index"))]
    addresses = [f"{settings.BASE_URL}{path}" for path in paths]
    return render(request, "home/sitemap.xml", {"addresses": addresses}, content_type="application/xml; charset=utf-8")

"""The command palette: the pages that a member can open, and what the modules find for some words."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from apps.accounts.middleware import PersonRequest
from apps.accounts.models import Membership
from apps.core.modules import Hit, all_modules
from apps.hiring.presenting import hits_for
from apps.home.queries import navigation_for
from apps.marketplace.access import accesses

LONGEST_WORDS = 80
# One letter fits nearly everything.
FEWEST_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Group:
    """What one place found."""

    title: str
    hits: tuple[Hit, ...]


def groups_for(membership: Membership, words: str) -> list[Group]:
    """Pages first, then hiring, then each module that is open to the member; groups without anything are left out."""
    open_ones = accesses(membership)
    links = [Hit(link.title, "", link.url, link.icon) for link in navigation_for(membership, "", open_ones)]
    pages = [hit for hit in (*links, *_own_pages(membership)) if _fits(hit.title, words)]
    groups = [Group(_("Pages"), tuple(pages))]
    if len(words) >= FEWEST_LETTERS and membership.has_right("hiring.view"):
        groups.append(Group(_("Hiring"), tuple(hits_for(words))))
    if len(words) >= FEWEST_LETTERS:
        groups += [
            Group(str(config.title), tuple(import_string(config.search)(membership, words)))
            for config in all_modules()
            if config.search and open_ones[config.label].is_visible
        ]
    return [group for group in groups if group.hits]


def _own_pages(membership: Membership) -> list[Hit]:
    """What the menu of the account leads to."""
    pages = [
        Hit(_("Language and formats"), "", reverse("preferences"), "sliders-horizontal"),
        Hit(_("Change password"), "", reverse("account_change_password"), "key-round"),
    ]
    if membership.has_right("tenants.manage_workspace"):
        pages.insert(0, Hit(_("Workspace settings"), "", reverse("home:settings"), "settings"))
    return pages


def _fits(title: str, words: str) -> bool:
    folded = title.casefold()
    return all(word in folded for word in words.casefold().split())


@require_GET
def palette(request: PersonRequest) -> HttpResponse:
    """The results as the palette shows them; all pages while nothing is typed."""
    if request.membership is None:
        raise Http404
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST_WORDS]
    return render(request, "home/partials/palette.html", {"groups": groups_for(request.membership, words)})

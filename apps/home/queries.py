"""What the home page and the frame around it show."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.core.modules import all_modules
from apps.marketplace.access import accesses


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do first, ticked off from the real state."""

    title: str
    done: bool
    url: str
    action: str


@dataclass(frozen=True, slots=True)
class NavLink:
    """An entry of the sidebar."""

    title: str
    url: str
    icon: str
    active: bool = False


def navigation_for(membership: Membership, path: str) -> list[NavLink]:
    """Home, the pages of every module that is open to the member, and the marketplace."""
    entries = [(_("Home"), reverse("home:index"), "house")]
    open_ones = accesses(membership)
    for config in all_modules():
        if open_ones[config.label].is_visible:
            entries += [
                (str(item.title), reverse(item.url_name), item.icon)
                for item in config.nav
                if membership.role in item.roles
            ]
    if not membership.is_candidate:
        entries.append((_("Marketplace"), reverse("marketplace:index"), "store"))
    home = entries[0][1]
    return [
        NavLink(title, url, icon, path == url if url == home else path.startswith(url)) for title, url, icon in entries
    ]


def checklist_for(membership: Membership) -> list[Step]:
    """First steps: a license first, then whatever each open module offers to begin with."""
    open_ones = accesses(membership)
    steps = []
    if membership.can_manage:
        has_license = any(access.is_open for access in open_ones.values())
        catalogue = reverse("marketplace:index")
        steps.append(Step(_("Start a free trial of a module"), has_license, catalogue, _("Choose a module")))
    for config in all_modules():
        if open_ones[config.label].is_open and config.first_step is not None:
            step = config.first_step
            if membership.role in step.roles:
                is_done = step.is_done(membership.pk)
                steps.append(Step(str(step.title), is_done, reverse(step.url_name), str(step.action)))
    return steps

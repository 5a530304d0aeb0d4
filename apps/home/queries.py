"""What the home page and the frame around it show."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.accounts.second_factor import has_second_factor
from apps.core.ids import uuid7
from apps.core.modules import Notice, Overview, all_modules, get_module
from apps.core.together import PreparedTogether
from apps.home.plans import plan_notices
from apps.marketplace.access import Access, accesses, may_be_tried
from apps.marketplace.warnings import license_notices

MOST_NOTICES = 20
RIGHTS_OF_PAGES = ("hiring.view", "accounts.view_members", "billing.manage")
MOST_RECENT = 8


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


def navigation_for(membership: Membership, path: str, open_ones: Mapping[str, Access] | None = None) -> list[NavLink]:
    """Home, hiring, the pages of every module that is open to the member, the team and the marketplace."""
    open_ones = open_ones or accesses(membership)
    entries = _entries(
        get_script_prefix(),
        get_language(),
        membership.role,
        frozenset(right for right in RIGHTS_OF_PAGES if membership.has_right(right)),
        tuple(label for label, access in open_ones.items() if access.is_visible),
    )
    home = entries[0][1]
    # A part of a module may stand below another: the one that says most is meant.
    here = max((url for _title, url, _icon in entries if url != home and path.startswith(url)), key=len, default=path)
    return [NavLink(title, url, icon, url == here) for title, url, icon in entries]


@lru_cache(maxsize=2000)
def _entries(
    _prefix: str, _language: str | None, role: str, rights: frozenset[str], visible: tuple[str, ...]
) -> tuple[tuple[str, str, str], ...]:
    """Title, address and icon of each: the same for all who ask from one place, in one language, with equal rights."""
    entries = [(_("Home"), reverse("home:index"), "house")]
    if "hiring.view" in rights:
        entries.append((_("Jobs"), reverse("hiring:jobs"), "briefcase"))
        entries.append((_("Candidates"), reverse("hiring:candidates"), "contact-round"))
    for config in all_modules():
        if config.label in visible:
            own = [item for item in config.nav if role in item.roles]
            entries += [(str(item.title), reverse(item.url_name), item.icon) for item in own]
    if "accounts.view_members" in rights:
        entries.append((_("Team"), reverse("team:index"), "users"))
    if role != Role.CANDIDATE:
        entries.append((_("Marketplace"), reverse("marketplace:index"), "store"))
    if "billing.manage" in rights:
        entries.append((_("Billing"), reverse("billing:overview"), "receipt"))
    return tuple(entries)


@lru_cache(maxsize=100)
def _evidence(labels: tuple[str, ...]) -> PreparedTogether:
    """Whether a member has done the first steps of these modules; some are done for all by whoever did them."""
    steps = [step for label in labels if (step := get_module(label).first_step)]
    return PreparedTogether(
        lambda member_id: [step.evidence(member_id) for step in steps], uuid7(), may_lack=frozenset({0})
    )


def checklist_for(membership: Membership, open_ones: Mapping[str, Access] | None = None) -> list[Step]:
    """First steps: a license first, then whatever each open module offers to begin with."""
    open_ones = open_ones or accesses(membership)
    steps = []
    if membership.has_right("marketplace.manage_modules"):
        has_license = any(access.is_open for access in open_ones.values())
        catalogue = reverse("marketplace:index")
        steps.append(Step(_("Start a free trial of a module"), has_license, catalogue, _("Choose a module")))
    firsts = [(config.label, config.first_step) for config in all_modules() if open_ones[config.label].is_open]
    own = {label: step for label, step in firsts if step and membership.role in step.roles}
    found = _evidence(tuple(own)).run(membership.pk)
    for step, rows in zip(own.values(), found, strict=True):
        steps.append(Step(str(step.title), bool(rows), reverse(step.url_name), str(step.action)))
    if membership.has_right("tenants.manage_workspace"):
        welcome = reverse("home:welcome")
        steps.append(
            Step(_("Make the workspace yours"), membership.tenant.has_own_look, welcome, _("Name, logo, accent"))
        )
    return steps


WELCOME_STEPS = ("look", "module", "done")


def overview_for(membership: Membership, open_ones: Mapping[str, Access] | None = None) -> Overview:
    """What waits, the most urgent first; figures and recent work of every open module, the newest work first."""
    open_ones = open_ones or accesses(membership)
    parts = [
        import_string(config.overview)(membership)
        for config in all_modules()
        if config.overview and open_ones[config.label].is_open
    ]
    recent = sorted((one for part in parts for one in part.recent), key=lambda one: one.at, reverse=True)
    waiting = [one for part in parts for one in part.waiting]
    # What has no last moment comes after what has one, in the order of the modules.
    waiting.sort(key=lambda one: (one.until is None, one.until.timestamp() if one.until else 0))
    stats = tuple(stat for part in parts for stat in part.stats)
    return Overview(stats, tuple(recent[:MOST_RECENT]), tuple(waiting))


def demo_address() -> str:
    """Where a module can be tried without an account: the first that can; nothing when none is open to strangers."""
    for config in all_modules():
        if config.has_part("public_urls") and may_be_tried(config.label):
            return reverse(f"try_{config.label}:index", urlconf=settings.PUBLIC_SCHEMA_URLCONF)
    return ""


def welcome_steps(membership: Membership, current: str) -> list[tuple[str, str]]:
    """The pages of the first steps by title, each done, current or ahead."""
    titles = {"look": _("Your workspace"), "module": _("A first module"), "done": _("Ready")}
    done = {
        "look": membership.tenant.has_own_look,
        "module": any(access.is_open for access in accesses(membership).values()),
        "done": False,
    }
    return [
        (titles[name], "current" if name == current else "done" if done[name] else "ahead") for name in WELCOME_STEPS
    ]


def notices_for(membership: Membership) -> list[Notice]:
    """What the member should know, the newest first: of licenses and meters, and what open modules have to say."""
    found = license_notices(membership) if membership.has_right("marketplace.manage_modules") else []
    if membership.role == Role.OWNER and not has_second_factor(membership.user):
        title = _("Protect your workspace: set up a second step at sign-in")
        found.append(Notice(title, reverse("mfa_index"), membership.created_at, kind="warning"))
    if membership.has_right("tenants.manage_workspace"):
        found += plan_notices(membership.tenant)
    open_ones = accesses(membership)
    for config in all_modules():
        if config.notices and open_ones[config.label].is_visible:
            found += import_string(config.notices)(membership)
    return sorted(found, key=lambda notice: notice.at, reverse=True)[:MOST_NOTICES]

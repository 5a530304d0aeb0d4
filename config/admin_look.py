"""How Django admin looks: the product's colours, font and mark, and what its sidebar lists.

The settings read this, and the clock reads the settings: what only pages need is imported when a page asks, which
spares the process of the clock 9 MB.
"""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

# Warm stone and ultramarine of static/src/app.css, in the eleven steps that unfold asks for.
STONE = {
    "50": "oklch(98.3% .003 75)",
    "100": "oklch(96.5% .005 75)",
    "200": "oklch(92.4% .009 75)",
    "300": "oklch(87% .011 75)",
    "400": "oklch(72% .014 72)",
    "500": "oklch(55% .014 70)",
    "600": "oklch(45.5% .013 68)",
    "700": "oklch(36.5% .012 66)",
    "800": "oklch(28% .009 64)",
    "900": "oklch(22.5% .007 62)",
    "950": "oklch(17.5% .006 60)",
}
ULTRAMARINE = {
    "50": "oklch(97% .013 277)",
    "100": "oklch(93.5% .028 277)",
    "200": "oklch(88% .054 277)",
    "300": "oklch(80% .09 277)",
    "400": "oklch(70% .132 276)",
    "500": "oklch(58% .184 274)",
    "600": "oklch(46.5% .2 272)",
    "700": "oklch(41% .185 271)",
    "800": "oklch(36% .155 270)",
    "900": "oklch(31% .12 270)",
    "950": "oklch(23% .085 270)",
}


def _static(name: str) -> str:
    from django.templatetags.static import static  # noqa: PLC0415 -- see above

    return static(name)


def mark(_request: "HttpRequest") -> str:
    return _static("favicon.svg")


def script(_request: "HttpRequest") -> str:
    return _static("admin.js")


def sheet(_request: "HttpRequest") -> str:
    return _static("admin.css")


def _link(name: str) -> "Callable[[HttpRequest], str]":
    """The address of that name, or nothing where the site has no such page."""

    def link(_request: "HttpRequest") -> str:
        from django.urls import NoReverseMatch, reverse  # noqa: PLC0415 -- see above

        try:
            return reverse(name)
        except NoReverseMatch:
            return ""

    return link


def _listed(title: Any, icon: str, app: str, model: str) -> dict[str, Any]:
    """An entry that is there where the site has the table and the person may see it."""
    link = _link(f"admin:{app}_{model}_changelist")

    def may_see(request: "HttpRequest") -> bool:
        return bool(link(request)) and (request.user.has_perm(f"{app}.view_{model}") or not request.user.is_staff)

    return {"title": title, "icon": icon, "link": link, "permission": may_see}


def _page(title: Any, icon: str, name: str, right: str) -> dict[str, Any]:
    """An entry of a page that is no table, for whoever has the right to it."""
    link = _link(name)

    def may_see(request: "HttpRequest") -> bool:
        return bool(link(request)) and request.user.has_perm(right)

    return {"title": title, "icon": icon, "link": link, "permission": may_see}


def _start(request: "HttpRequest") -> str:
    from django.urls import reverse  # noqa: PLC0415 -- see above

    return reverse("admin:index")


NAVIGATION = [
    {
        "items": [
            {"title": _("Overview"), "icon": "dashboard", "link": _start},
            _page(_("Status"), "monitor_heart", "home:admin_status", "core.view_queuedtask"),
        ]
    },
    {
        "title": _("Tenants and people"),
        "items": [
            _listed(_("Tenants"), "domain", "tenants", "tenant"),
            _listed(_("Host names"), "language", "tenants", "domain"),
            _listed(_("People"), "person", "accounts", "user"),
            _listed(_("Memberships"), "badge", "accounts", "membership"),
            _listed(_("Members"), "group", "accounts", "member"),
            _listed(_("API keys"), "key", "accounts", "apikey"),
            _listed(_("Staff"), "shield_person", "accounts", "staffmember"),
            _listed(_("Support visits"), "supervisor_account", "accounts", "supportvisit"),
            _listed(_("Legal texts"), "gavel", "accounts", "legaltext"),
            _listed(_("Agreements"), "handshake", "accounts", "agreement"),
        ],
    },
    {
        "title": _("Marketplace"),
        "items": [
            _listed(_("Licenses"), "verified", "marketplace", "license"),
            _listed(_("Seats"), "event_seat", "marketplace", "seat"),
            _listed(_("Usage"), "monitoring", "marketplace", "usage"),
        ],
    },
    {
        "title": _("Billing"),
        "items": [
            _page(_("Figures"), "trending_up", "admin:billing_figures", "billing.view_figures"),
            _listed(_("Accounts"), "account_balance_wallet", "billing", "account"),
            _listed(_("Orders"), "shopping_cart", "billing", "order"),
            _listed(_("Subscriptions"), "autorenew", "billing", "subscription"),
            _listed(_("Subscribed things"), "list_alt", "billing", "subscriptionitem"),
            _listed(_("Modules added"), "add_circle", "billing", "addition"),
            _listed(_("Invoices"), "receipt_long", "billing", "invoice"),
            _listed(_("Payments"), "payments", "billing", "payment"),
            _listed(_("Ledger"), "menu_book", "billing", "ledgertransaction"),
            _listed(_("Ledger entries"), "format_list_numbered", "billing", "ledgerentry"),
            _listed(_("Credits"), "hourglass", "billing", "creditlot"),
            _listed(_("Holds of credits"), "hourglass_top", "billing", "credithold"),
            _listed(_("Tickets"), "confirmation_number", "billing", "ticket"),
            _listed(_("Recommendations"), "handshake", "billing", "referral"),
            _listed(_("Codes of recommendation"), "confirmation_number", "billing", "referralcode"),
            _listed(_("Use as reported"), "speed", "billing", "meterreport"),
            _listed(_("Prices"), "sell", "billing", "knownprice"),
            _listed(_("Events"), "webhook", "billing", "webhookevent"),
            _listed(_("Reconciliations"), "balance", "billing", "reconciliation"),
        ],
    },
    {
        "title": _("Work"),
        "items": [
            _listed(_("Tasks"), "bolt", "core", "queuedtask"),
            _listed(_("Mails"), "mail", "accounts", "mail"),
            _listed(_("Log"), "history", "admin", "logentry"),
        ],
    },
]

UNFOLD = {
    "SITE_TITLE": "Rostrum",
    "SITE_HEADER": "Rostrum",
    "SITE_SUBHEADER": _("Administration"),
    "SITE_ICON": mark,
    "SITE_URL": "/",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": mark}],
    "SHOW_HISTORY": True,
    "BORDER_RADIUS": "6px",
    "COLORS": {"base": STONE, "primary": ULTRAMARINE},
    "STYLES": [sheet],
    "SCRIPTS": [script],
    "DASHBOARD_CALLBACK": "apps.home.operator.dashboard",
    "SIDEBAR": {"show_search": True, "show_all_applications": True, "navigation": NAVIGATION},
}

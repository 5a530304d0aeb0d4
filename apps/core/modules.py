"""The contract of a module: what it declares, and how the platform finds its parts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from importlib import import_module
from typing import Any, ClassVar, cast
from uuid import UUID

from django.apps import AppConfig, apps
from django.db.models import Model, QuerySet
from django.urls import ResolverMatch, URLPattern, URLResolver, include, path
from django.utils.functional import Promise, cached_property
from django.utils.module_loading import import_string, module_has_submodule

from apps.core.hiring_contract import Activity, CandidatePanel, JobAction, MatchAction

PERIODS = ("month", "year", "lifetime")
# Where the platform mounts what may be tried without an account.
TRY = "try/"
MOUNTS = ("", "api/v1/", "api/", TRY)
# What people read may be marked for translation.
Text = str | Promise


@dataclass(frozen=True, slots=True)
class Price:
    """What one period costs, in the currency's main unit; `per_seat` multiplies it by the seats bought."""

    period: str
    amount: Decimal
    currency: str = "USD"
    per_seat: bool = True


@dataclass(frozen=True, slots=True)
class Single:
    """A piece of live work that people of the community can buy by itself: its kind, how difficult it is, its price.

    `meter` counts it while it is included, `seconds` is the time for which credits are set aside where it is usual.
    """

    kind: str
    difficulty: str
    title: Text
    amount: Decimal
    meter: str
    seconds: int = 3600
    currency: str = "USD"

    @property
    def name(self) -> str:
        """As the price list has it, and whoever begins the work asks for it."""
        return f"{self.kind}-{self.difficulty}"


@dataclass(frozen=True, slots=True)
class Meter:
    """Something that is counted per calendar month, with the amount that a license includes.

    `per_seat` multiplies it by the seats bought. In the community each person has `per_person`, or no limit.
    """

    name: str
    title: Text
    included: int
    per_seat: bool = False
    per_person: int | None = None


@dataclass(frozen=True, slots=True)
class OperatorReport:
    """What who operates the platform should see of a module: a sentence, and findings by name, each with its answer."""

    title: Text
    summary: Text
    findings: tuple[tuple[Text, bool, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class Permission:
    """A right that views check by name, and the roles that have it unless a tenant says otherwise.

    What `changes` nothing can be given to guests; what is for `owners_only` can be given to nobody else. What is done
    `in_person` only, such as handing out rights and keys, staff cannot do while they act as a member.
    """

    name: str
    title: Text
    roles: tuple[str, ...] = ("owner", "admin", "member")
    changes: bool = True
    owners_only: bool = False
    in_person: bool = False


@dataclass(frozen=True, slots=True)
class Screenshot:
    """A picture of the module for its page: static files, one for light pages and, if there is one, one for dark.

    `alt` says what there is to be seen, for whoever cannot.
    """

    path: str
    alt: Text
    dark: str = ""
    width: int = 1440
    height: int = 900


@dataclass(frozen=True, slots=True)
class Release:
    """A version of the module with what its users notice, the newest first in the list of them."""

    version: str
    day: date
    changes: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class NotificationKind:
    """A kind of mail that people may switch off for themselves; `roles` are those who ever get it."""

    name: str
    title: Text
    roles: tuple[str, ...] = ("owner", "admin", "member", "guest", "candidate")


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the navigation; `roles` are those who see it."""

    url_name: str
    title: Text
    icon: str
    roles: tuple[str, ...] = ("owner", "admin", "member", "guest", "candidate")


@dataclass(frozen=True, slots=True)
class FirstStep:
    """What a new member does first in the module; `done` is the path of a function (member id) -> queryset.

    It is done as soon as there is a row. All modules' are read in one statement, so the function itself asks nothing.
    """

    title: Text
    action: Text
    url_name: str
    done: str
    roles: tuple[str, ...] = ("owner", "admin", "member", "candidate")

    def evidence(self, member_id: UUID) -> QuerySet[Any]:
        """What is there when the member has done it: at most one key."""
        found: QuerySet[Any] = import_string(self.done)(member_id)
        return found.order_by().values_list("pk", flat=True)[:1]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a member should know: shown by the bell, newest first. `kind` is a kind of callout."""

    title: str
    url: str
    at: datetime
    kind: str = "info"


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that the command palette found, and where it is."""

    title: str
    note: Text
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class Stat:
    """A figure on the home page; `points` are its last values, the oldest first, `note` says what they are."""

    title: Text
    value: int
    url: str
    points: tuple[int, ...] = ()
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Recent:
    """Something that the member, or the workspace, worked on lately."""

    title: str
    note: Text
    url: str
    at: datetime
    icon: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that the member was asked to do and has not done yet; `until` is its last moment."""

    title: str
    note: Text
    url: str
    icon: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """A module's part of the home page; what waits for the member stands first there."""

    stats: tuple[Stat, ...] = ()
    recent: tuple[Recent, ...] = ()
    waiting: tuple[Waiting, ...] = ()


@dataclass(frozen=True, slots=True)
class Expiring:
    """Records that a workspace no longer wants to keep: what they are called, which, and what deletes them."""

    name: str
    title: Text
    rows: Any
    delete: Callable[[list[Any]], object]


class ModuleConfig(AppConfig):
    """An app that tenants license. Its file names say where its parts are.

    `urls.py` is mounted at /<slug>/, `api.py` at /api/v1/<slug>/, `public_urls.py` at /try/<slug>/ of the platform,
    `tasks.py` is loaded with the queue, `admin.py` by Django admin. The label is permanent: licenses are bound to it.
    """

    default: ClassVar[bool] = False  # type: ignore[misc]  # Django reads it as an attribute of the class

    title: ClassVar[Text] = ""
    description: ClassVar[Text] = ""
    icon: ClassVar[str] = "puzzle"
    prices: ClassVar[tuple[Price, ...]] = ()
    singles: ClassVar[tuple[Single, ...]] = ()
    screenshots: ClassVar[tuple[Screenshot, ...]] = ()
    changelog: ClassVar[tuple[Release, ...]] = ()
    # Labels of the modules that a tenant must have too, and the name of the smallest plan.
    requires: ClassVar[tuple[str, ...]] = ()
    plan: ClassVar[str] = ""
    meters: ClassVar[tuple[Meter, ...]] = ()
    permissions: ClassVar[tuple[Permission, ...]] = ()
    notification_kinds: ClassVar[tuple[NotificationKind, ...]] = ()
    nav: ClassVar[tuple[NavItem, ...]] = ()
    first_step: ClassVar[FirstStep | None] = None
    # Path of a function (membership) -> Overview.
    overview: ClassVar[str] = ""
    # Path of a function (member id) -> iterator of (name, bytes or file): what belongs to the member, to take along.
    exporter: ClassVar[str] = ""
    # Path of a function (member id) -> None: takes away what belongs to the member, who deletes the account.
    eraser: ClassVar[str] = ""
    # Models whose rows are one person's own, not the tenant's: no export of the tenant holds them and no administration
    # shows them; the exporter above does. Each with the filter that tells these rows from others, {} where all are.
    personal_models: ClassVar[Mapping[str, Mapping[str, object]]] = {}
    # Path of a function (membership) -> list of Notice.
    notices: ClassVar[str] = ""
    # Path of a function (membership, words) -> list of Hit.
    search: ClassVar[str] = ""
    # Path of a function (moment) -> Expiring, or several: what was last touched before it and may be deleted.
    retention: ClassVar[str | tuple[str, ...]] = ""
    # Path of a function (names) -> those of them that a row of this tenant names: who stores files by
    # core.storage.tenant_file_name and says so has files removed that a killed process left behind.
    named_files: ClassVar[str] = ""
    # What it brings to hiring; see apps.core.hiring_contract.
    activities: ClassVar[tuple[Activity, ...]] = ()
    # Kind of a result -> what it is called on a candidate's record.
    result_titles: ClassVar[dict[str, Text]] = {}
    candidate_panels: ClassVar[tuple[CandidatePanel, ...]] = ()
    job_actions: ClassVar[tuple[JobAction, ...]] = ()
    match_actions: ClassVar[tuple[MatchAction, ...]] = ()
    # Path of a function (text) -> apps.hiring.exchange.JobDraft: reads a job out of its text.
    job_reader: ClassVar[str] = ""
    # Path of a function (path) -> text: the words of a document. What it cannot read is a ProblemError that says why.
    document_reader: ClassVar[str] = ""
    # Path of a function (membership, candidate=None) -> list of PieceOfWork: what the person did, the newest first.
    work_reader: ClassVar[str] = ""
    # Path of a function (*, job_id=None, candidate_id=None) -> None: what matches rest on has changed; queue the rest.
    matcher: ClassVar[str] = ""
    # Path of a function (candidate) -> None: deletes what the module keeps of a candidate who is about to go.
    candidate_eraser: ClassVar[str] = ""
    # Path of a function (candidate, into) -> None: two records become one. Foreign keys are moved for the module.
    candidate_merger: ClassVar[str] = ""
    # Path of a function () -> list of OperatorReport: shown on the first page of the platform's admin.
    operator_reports: ClassVar[str] = ""
    # Path of a function (membership) -> None: puts something to look at into the demo company, whose owner it is given.
    # It is called in the transaction that makes the company; what takes long is queued.
    demo: ClassVar[str] = ""
    trial_days: ClassVar[int] = 14
    queue: ClassVar[str] = "default"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        # Without this Django silently falls back to a plain AppConfig, and the module is gone.
        super().__init_subclass__(**kwargs)
        cls.default = True
        cls.verbose_name = cast("Any", cls.title)

    @cached_property
    def slug(self) -> str:
        """The label as it stands in addresses."""
        return self.label.replace("_", "-")

    @property
    def version(self) -> str:
        """The newest of the changelog."""
        return self.changelog[0].version if self.changelog else ""

    def has_part(self, name: str) -> bool:
        return module_has_submodule(self.module, name)

    def warm_up(self) -> None:
        """Load what the module's tasks need; called once in the worker, before it divides into processes."""

    def part(self, name: str) -> Any:
        """Import one of the module's own files; an error inside it is its author's to see."""
        return import_module(f"{self.name}.{name}")


def all_modules() -> list[ModuleConfig]:
    """Every installed module, in the order of installation."""
    return [config for config in apps.get_app_configs() if isinstance(config, ModuleConfig)]


@cache
def personal_rows() -> dict[type[Model], Mapping[str, object]]:
    """Of every model that holds what is one person's own: the filter for these rows, {} where all are."""
    return {
        config.get_model(name): filters for config in all_modules() for name, filters in config.personal_models.items()
    }


def get_module(label: str) -> ModuleConfig:
    """The module of that label; LookupError when there is none."""
    config = apps.get_app_config(label)
    if not isinstance(config, ModuleConfig):
        raise LookupError(f"{label} is no module")  # noqa: TRY004 -- for the caller there is none
    return config


def declaring(attribute: str) -> list[Any]:
    """The apps, modules and the platform's own, that name a function by this attribute: `exporter`, `retention`."""
    return [config for config in apps.get_app_configs() if getattr(config, attribute, "")]


def notification_kinds() -> list[NotificationKind]:
    """What people may switch off, of modules and of the platform's own apps."""
    return [kind for config in apps.get_app_configs() for kind in getattr(config, "notification_kinds", ())]


def _mounted(part: str, prefix: str) -> list[URLPattern | URLResolver]:
    return [
        path(f"{prefix}{config.slug}/", include(f"{config.name}.{part}"))
        for config in all_modules()
        if config.has_part(part)
    ]


def module_urls() -> list[URLPattern | URLResolver]:
    """The pages of all modules."""
    return _mounted("urls", "")


def module_public_urls() -> list[URLPattern | URLResolver]:
    """What modules show to people without an account, below the platform's own addresses."""
    return _mounted("public_urls", TRY)


def module_api_urls() -> list[URLPattern | URLResolver]:
    """The API of all modules."""
    return _mounted("api", "")


def module_of_match(match: ResolverMatch | None, view: Callable[..., Any]) -> ModuleConfig | None:
    """The module that a resolved address belongs to.

    Both where it is mounted and whose code it is count: neither a borrowed generic view below the module's address
    nor the module's own view mounted elsewhere is open without a license.
    """
    target = getattr(view, "view_class", None) or getattr(view, "cls", None) or view
    return _module_of(match.route if match else "", str(getattr(target, "__module__", "")))


@lru_cache(maxsize=2048)
def _module_of(route: str, code: str) -> ModuleConfig | None:
    for config in all_modules():
        if route.startswith(tuple(f"{mount}{config.slug}/" for mount in MOUNTS)):
            return config
        if code == config.name or code.startswith(f"{config.name}."):
            return config
    return None

"""Refuses, by name and at start, a module that declares nonsense."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.apps import AppConfig, apps
from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.core.checks import CheckMessage, Error, register
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string

from apps.core.hiring_contract import JobAction
from apps.core.icons import exists
from apps.core.modules import PERIODS, ModuleConfig, all_modules

ROLES = frozenset({"owner", "admin", "member", "guest", "candidate"})
# What stands at the top of the platform's, a tenant's and the API's addresses.
TAKEN_SLUGS = frozenset(
    {"accounts", "admin", "api", "enter", "healthz", "legal", "marketplace", "media", "metrics", "readyz", "signup"}
    | {"static", "status", "t"}
    | {"brand", "notices", "palette", "people", "settings", "team", "views", "welcome"}
    | {"audit", "auth", "docs", "mails", "modules", "schema", "tenants", "v1"}
    | {"ai", "billing", "hiring", "i18n", "offline", "outbox", "pricing", "support", "try", "ui"}
    | {"manifest.webmanifest", "robots.txt", "sitemap.xml", "sw.js"}
)


@register("modules")
def check_modules(app_configs: Sequence[AppConfig] | None = None, **_: Any) -> list[CheckMessage]:
    """Every module's declaration, and that every module that was found is one."""
    found = [error for config in all_modules() for error in _check(config)]
    return [*found, *_check_discovery()]


def _check_discovery() -> Iterator[CheckMessage]:
    """Without this a module whose config is not picked up would be gone without a word."""
    names = {config.name for config in all_modules()}
    for path in settings.MODULE_APPS:
        if path not in names and not any(path.startswith(f"{name}.") for name in names):
            yield Error(
                f"{path} was found as a module but gives no ModuleConfig.",
                hint="Its apps.py must hold exactly one class that derives from ModuleConfig.",
                id="modules.E001",
            )


def _check(config: ModuleConfig) -> Iterator[CheckMessage]:
    def error(number: int, text: str, hint: str) -> CheckMessage:
        return Error(f"{config.name}: {text}", hint=hint, obj=None, id=f"modules.E{number:03d}")

    if not config.title or not config.description:
        yield error(2, "title or description is missing.", "The marketplace shows both: say what the module does.")
    if config.slug in TAKEN_SLUGS or len([c for c in all_modules() if c.slug == config.slug]) > 1:
        yield error(3, f"the address /{config.slug}/ is taken.", "Give the app another label.")
    if len(config.label) > 60:  # noqa: PLR2004 -- the length of License.module
        yield error(4, "the label is longer than 60 characters.", "Give the app a shorter label.")
    yield from _check_prices(config, error)
    for right in config.permissions:
        if not right.name.startswith(f"{config.label}.") or not set(right.roles) <= ROLES:
            yield error(
                6, f"the permission {right.name!r} is not usable.", f"Call it {config.label}.<verb>; known roles only."
            )
    names = [meter.name for meter in config.meters]
    if len(names) != len(set(names)) or any(meter.included < 0 for meter in config.meters):
        yield error(7, "a meter is declared twice or includes less than nothing.", "One Meter a name, included >= 0.")
    yield from _check_singles(config, error, names)
    models = apps.all_models[config.label]
    if unknown := [name for name in config.personal_models if name.lower() not in models]:
        yield error(
            19, f"personal_models names what is no model: {', '.join(unknown)}.", "Name models of the module's own."
        )
    yield from _check_links(config, error)
    yield from _check_looks(config, error)
    yield from _check_catalogue(config, error)
    yield from _check_hiring(config, error)


def _check_prices(config: ModuleConfig, error: Any) -> Iterator[CheckMessage]:
    periods = [price.period for price in config.prices]
    if len(periods) != len(set(periods)) or not set(periods) <= set(PERIODS):
        yield error(5, "the prices name a period twice or one that there is not.", f"Periods: {', '.join(PERIODS)}.")
    if any(price.amount < 0 or len(price.currency) != 3 for price in config.prices):  # noqa: PLR2004 -- ISO 4217
        yield error(
            5, "a price is negative or its currency is no ISO 4217 code.", 'Such as Price("month", Decimal(19)).'
        )


def _check_singles(config: ModuleConfig, error: Any, meters: list[str]) -> Iterator[CheckMessage]:
    names = [one.name for one in config.singles]
    is_known = all(one.meter in meters for one in config.singles)
    is_priced = all(one.amount > 0 and one.seconds > 0 for one in config.singles)
    if len(names) != len(set(names)) or not (is_known and is_priced):
        yield error(
            20,
            "a single is declared twice, names no meter of the module, or has no price or time.",
            "One Single for each kind and difficulty, with the name of a Meter.",
        )


def _check_links(config: ModuleConfig, error: Any) -> Iterator[CheckMessage]:
    names = [item.url_name for item in config.nav]
    if config.first_step:
        names.append(config.first_step.url_name)
        try:
            import_string(config.first_step.done)
        except ImportError as problem:
            yield error(8, f"first_step.done cannot be imported: {problem}", "Give the dotted path of a function.")
    for attribute in ("overview", "notices", "search", "exporter", "eraser", "operator_reports"):
        try:
            import_string(getattr(config, attribute) or "builtins.str")
        except ImportError as problem:
            yield error(8, f"{attribute} cannot be imported: {problem}", "Give the dotted path of a function.")
    for name in names:
        try:
            reverse(name)
        except NoReverseMatch:
            yield error(9, f"the link {name!r} leads nowhere.", "Name a route of the module's own urls.py.")


def _check_hiring(config: ModuleConfig, error: Any) -> Iterator[CheckMessage]:
    """What the module brings to hiring."""
    slugs = [one.slug for one in config.activities]
    if len(slugs) != len(set(slugs)) or any(not str(one.title) or len(one.slug) > 60 for one in config.activities):  # noqa: PLR2004 -- the length of Assignment.activity
        yield error(16, "an activity is declared twice or has no title.", "One Activity a slug of up to 60 characters.")
    paths = [("an activity's start", one.start) for one in config.activities]
    paths += [("a candidate panel's path", one.path) for one in config.candidate_panels]
    names = ("job_reader", "document_reader", "work_reader", "matcher", "candidate_eraser", "candidate_merger")
    paths += [(name, getattr(config, name)) for name in names if getattr(config, name)]
    for what, path in paths:
        try:
            import_string(path)
        except ImportError as problem:
            yield error(17, f"{what} cannot be imported: {problem}", "Give the dotted path of a function.")
    rights = {right.name for right in config.permissions}
    takes: tuple[tuple[Sequence[JobAction], str, tuple[str, ...]], ...] = (
        (config.job_actions, "job action", ("job_id",)),
        (config.match_actions, "match action", ("job_id", "candidate_id")),
    )
    for actions, what, words in takes:
        for action in actions:
            named = f"the {what} {action.url_name!r}"
            try:
                reverse(action.url_name, kwargs=dict.fromkeys(words, UUID(int=0)))
            except NoReverseMatch:
                yield error(18, f"{named} leads nowhere.", f"Name a route that takes {' and '.join(words)}.")
            if action.right and action.right not in rights:
                yield error(18, f"{named} asks for an unknown right.", "Declare it.")


def _check_looks(config: ModuleConfig, error: Any) -> Iterator[CheckMessage]:
    shown = {
        config.icon,
        *(item.icon for item in config.nav),
        *(one.icon for one in (*config.job_actions, *config.match_actions)),
    }
    for icon in shown:
        if not exists(icon):
            yield error(10, f"there is no icon {icon!r}.", "Choose one of https://lucide.dev/icons.")
    seen_by = {role for item in config.nav for role in item.roles}
    if config.first_step:
        seen_by |= set(config.first_step.roles)
    if unknown := sorted(seen_by - ROLES):
        yield error(11, f"there is no role {', '.join(unknown)}.", f"Roles: {', '.join(sorted(ROLES))}.")


def _check_catalogue(config: ModuleConfig, error: Any) -> Iterator[CheckMessage]:
    """What stands on the module's page in the marketplace."""
    for shot in config.screenshots:
        for path in filter(None, (shot.path, shot.dark)):
            if find(path) is None:
                yield error(12, f"there is no static file {path!r}.", "Put it into the module's static folder.")
        if not str(shot.alt) or min(shot.width, shot.height) < 1:
            yield error(12, f"the picture {shot.path!r} has no words or no size.", "Say in alt what is to be seen.")
    labels = {one.label for one in all_modules()}
    for label in config.requires:
        if label not in labels or label == config.label:
            yield error(13, f"it requires {label!r}, which is no other module.", "Name the label of a module.")
    if config.label in _required_by(config, set()):
        yield error(13, "it requires itself by way of others.", "Let modules require each other one way only.")
    versions = [release.version for release in config.changelog]
    days = [release.day for release in config.changelog]
    if len(versions) != len(set(versions)) or days != sorted(days, reverse=True):
        yield error(14, "the changelog names a version twice or is not in order.", "The newest version stands first.")
    if not all(release.version and release.changes for release in config.changelog):
        yield error(14, "a version of the changelog says nothing.", "Say what its users notice.")


def _required_by(config: ModuleConfig, seen: set[str]) -> set[str]:
    """Every label that the module needs, directly or by way of others."""
    known = {one.label: one for one in all_modules()}
    for label in config.requires:
        if label in known and label not in seen:
            seen.add(label)
            _required_by(known[label], seen)
    return seen

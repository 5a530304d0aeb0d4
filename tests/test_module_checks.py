"""A module that declares nonsense is refused by name: when it is made, and at every start."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.urls import URLPattern, URLResolver, get_resolver

from apps.core import checks
from apps.core.hiring_contract import Activity, CandidatePanel, JobAction, MatchAction
from apps.core.modules import (
    FirstStep,
    Meter,
    ModuleConfig,
    NavItem,
    Permission,
    Price,
    Release,
    Screenshot,
    all_modules,
)
from apps.core.skeleton import write_module
from apps.marketplace import checks as plan_checks

GOOD: dict[str, Any] = {
    "name": "apps.cv_analysis",
    "title": "Screening",
    "description": "Short questionnaires before the first interview.",
    "icon": "list-checks",
    "prices": (Price("month", Decimal(9)), Price("year", Decimal(90))),
    "meters": (Meter("answers", "Answers", included=10),),
    "permissions": (Permission("cv_analysis.view", "See answers"),),
    "nav": (NavItem("cv_analysis:index", "Screening", icon="list-checks"),),
    "first_step": FirstStep("Ask", "Ask now", "cv_analysis:index", "apps.cv_analysis.queries.cvs_uploaded_by"),
}
ACTIVITY = Activity("ask", "Ask", "A few questions.", "apps.cv_analysis.queries.cvs_uploaded_by")
NOWHERE = "screening:index"
FIRST, SECOND = Release("1.0", date(2026, 1, 1), ("First.",)), Release("1.1", date(2026, 2, 1), ("Second.",))


def declared(**changes: Any) -> ModuleConfig:
    """The good declaration with these changes, as Django would have read it from an apps.py."""
    config_class: type[ModuleConfig] = type("ScreeningConfig", (ModuleConfig,), GOOD | changes)
    return config_class("apps.cv_analysis", import_module("apps.cv_analysis"))


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Any:
    def install_only(*configs: ModuleConfig) -> None:
        monkeypatch.setattr(checks, "all_modules", lambda: list(configs))
        settings.MODULE_APPS = [config.name for config in configs]

    return install_only


def test_good_declaration_passes(install: Any) -> None:
    install(declared())
    assert checks.check_modules() == []


def test_what_is_installed_passes() -> None:
    assert run_checks(tags=["modules"]) == []


@pytest.mark.parametrize(
    ("changes", "number", "words"),
    [
        ({"title": ""}, 2, "title or description is missing"),
        ({"description": ""}, 2, "title or description is missing"),
        ({"label": "admin", "permissions": ()}, 3, "the address /admin/ is taken"),
        ({"label": "docs", "permissions": ()}, 3, "the address /docs/ is taken"),
        ({"label": "x" * 61, "permissions": ()}, 4, "the label is longer than 60 characters"),
        ({"prices": (Price("week", Decimal(1)),)}, 5, "the prices name a period twice or one that there is not"),
        ({"prices": (Price("month", Decimal(1)),) * 2}, 5, "the prices name a period twice or one that there is not"),
        ({"prices": (Price("month", Decimal(-1)),)}, 5, "a price is negative or its currency is no ISO 4217 code"),
        ({"prices": (Price("month", Decimal(1), "$"),)}, 5, "a price is negative or its currency is no ISO 4217 code"),
        ({"permissions": (Permission("other.view", "See"),)}, 6, "the permission 'other.view' is not usable"),
        (
            {"permissions": (Permission("cv_analysis.a", "See", ("boss",)),)},
            6,
            "the permission 'cv_analysis.a' is not usable",
        ),
        ({"meters": GOOD["meters"] * 2}, 7, "a meter is declared twice or includes less than nothing"),
        ({"meters": (Meter("answers", "Answers", -1),)}, 7, "a meter is declared twice or includes less than nothing"),
        (
            {"first_step": FirstStep("A", "B", "cv_analysis:index", "apps.nowhere.done")},
            8,
            "first_step.done cannot be imported",
        ),
        (
            {"first_step": FirstStep("A", "B", NOWHERE, "apps.cv_analysis.queries.cvs_uploaded_by")},
            9,
            f"the link '{NOWHERE}' leads nowhere",
        ),
        ({"nav": (NavItem(NOWHERE, "Screening", icon="list-checks"),)}, 9, f"the link '{NOWHERE}' leads nowhere"),
        ({"icon": "no-such-icon"}, 10, "there is no icon 'no-such-icon'"),
        ({"nav": (NavItem("cv_analysis:index", "Screening", icon="nothing"),)}, 10, "there is no icon 'nothing'"),
        ({"nav": (NavItem("cv_analysis:index", "Screening", "list-checks", ("boss",)),)}, 11, "there is no role boss"),
        ({"screenshots": (Screenshot("shots/nothing.webp", "A"),)}, 12, "there is no static file 'shots/nothing.webp'"),
        (
            {"screenshots": (Screenshot("shots/cv-light.webp", "A", dark="no.webp"),)},
            12,
            "there is no static file 'no.webp'",
        ),
        (
            {"screenshots": (Screenshot("shots/cv-light.webp", ""),)},
            12,
            "the picture 'shots/cv-light.webp' has no",
        ),
        ({"requires": ("coffee",)}, 13, "it requires 'coffee', which is no other module"),
        ({"changelog": (FIRST, FIRST)}, 14, "the changelog names a version twice or is not in order"),
        ({"changelog": (FIRST, SECOND)}, 14, "the changelog names a version twice or is not in order"),
        ({"changelog": (Release("1.0", date(2026, 1, 1), ()),)}, 14, "a version of the changelog says nothing"),
        ({"personal_models": {"Cv": {}, "Diary": {}}}, 19, "personal_models names what is no model: Diary."),
        ({"activities": (ACTIVITY, ACTIVITY)}, 16, "an activity is declared twice or has no title"),
        ({"activities": (Activity("ask", "Ask", "", "apps.nowhere.start"),)}, 17, "an activity's start cannot be"),
        ({"candidate_panels": (CandidatePanel("CV", "apps.nowhere.panel"),)}, 17, "a candidate panel's path cannot be"),
        ({"job_reader": "apps.nowhere.read"}, 17, "job_reader cannot be imported"),
        ({"candidate_eraser": "apps.nowhere.erase"}, 17, "candidate_eraser cannot be imported"),
        ({"job_actions": (JobAction(NOWHERE, "Ask", "list-checks"),)}, 18, f"the job action '{NOWHERE}' leads nowhere"),
        (
            {"match_actions": (MatchAction(NOWHERE, "Ask", "list-checks"),)},
            18,
            f"the match action '{NOWHERE}' leads nowhere",
        ),
    ],
)
def test_nonsense_is_refused_by_name(install: Any, changes: dict[str, Any], number: int, words: str) -> None:
    install(declared(**changes))

    (error,) = checks.check_modules()

    assert error.id == f"modules.E{number:03d}"
    assert error.msg.startswith(f"apps.cv_analysis: {words}")
    assert error.hint
    with pytest.raises(SystemCheckError, match=words.replace("(", ".")[:30]):
        call_command("check", tags=["modules"])


def test_modules_that_require_each_other_are_refused(install: Any) -> None:
    one, two = (declared(label=label, permissions=(), requires=(other,)) for label, other in (("a", "b"), ("b", "a")))

    install(one, two)

    assert [error.msg.partition(": ")[2] for error in checks.check_modules()] == [
        "it requires itself by way of others."
    ] * 2


def test_plan_that_there_is_not_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_checks, "all_modules", lambda: [declared(plan="platinum"), declared(plan="starter")])

    (error,) = plan_checks.check_plans()

    assert (error.id, error.msg) == ("modules.E015", "apps.cv_analysis: there is no plan 'platinum'.")


def test_two_modules_cannot_share_an_address(install: Any) -> None:
    install(declared(), declared())
    assert [error.id for error in checks.check_modules()] == ["modules.E003", "modules.E003"]


def test_module_whose_config_is_no_module_is_not_lost_without_a_word(settings: Any) -> None:
    settings.MODULE_APPS = [*settings.MODULE_APPS, "apps.lost"]

    (error,) = checks.check_modules()

    assert (error.id, error.msg) == ("modules.E001", "apps.lost was found as a module but gives no ModuleConfig.")


def top_level(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from top_level(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            parts = route.lstrip("^").split("/")
            yield parts[0]
            if parts[0] == "api":
                yield parts[2] if parts[1] == "v1" else parts[1]


@pytest.mark.parametrize("urlconf", ["config.urls", "config.public_urls"])
def test_no_module_can_take_an_address_of_the_platform(urlconf: str) -> None:
    ours = set(top_level(get_resolver(urlconf).url_patterns)) - {config.slug for config in all_modules()} - {""}
    assert {"accounts", "admin", "modules", "schema"} <= ours
    assert ours - checks.TAKEN_SLUGS == set()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Screening", "is no label"),
        ("9lives", "is no label"),
        ("two__lines", "is no label"),
        ("class", "is no label"),
        ("x" * 61, "is no label"),
        ("../escape", "is no label"),
        ("docs", "The address /docs/ is taken."),
        ("cv_analysis", "There is an app called cv_analysis already."),
        ("core", "There is an app called core already."),
    ],
)
def test_startmodule_refuses_a_name_that_cannot_work(name: str, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("startmodule", name)


def test_startmodule_writes_every_file_of_its_template_and_nothing_is_left_open(tmp_path: Path) -> None:
    made = write_module("reference_checks", tmp_path / "reference_checks")

    assert sorted(file.relative_to(tmp_path / "reference_checks").as_posix() for file in made) == [
        "__init__.py",
        "admin.py",
        "api.py",
        "apps.py",
        "locale/de/LC_MESSAGES/django.po",
        "migrations/__init__.py",
        "models.py",
        "queries.py",
        "services.py",
        "tasks.py",
        "templates/reference_checks/index.html",
        "tests/__init__.py",
        "tests/test_services.py",
        "urls.py",
        "views.py",
    ]
    assert [file.name for file in made if "$" in file.read_text(encoding="utf-8")] == []
    assert "class ReferenceChecksConfig(ModuleConfig):" in (tmp_path / "reference_checks" / "apps.py").read_text()

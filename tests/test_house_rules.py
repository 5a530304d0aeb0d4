"""The rules of the house hold in every file, also in those that come tomorrow; each rule is shown to notice."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.admin import ModelAdmin
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.models import Model

from apps.core.admin_sites import platform_admin, tenant_admin
from apps.core.modules import personal_rows
from tests import house

PROJECT = Path(__file__).resolve().parent.parent
FOLDERS = ("apps", "config", "stripe_simulator", "benchmarks", "tests", "templates", "static/src")
NOT_OURS = {"__pycache__", "data", "files"}
# Programs as candidates hand them in, also wrong ones; the library's own tests look after them.
HANDED_IN = PROJECT / "apps/code_assessment/library/problems"
LONGEST_FILE = 400
LONGEST_FUNCTION = 50
HOMELESS = {"utils", "util", "helpers", "helper", "common", "misc"}
# The one place that catches everything: what a task's body raises is logged with its trace and tried again.
BROAD_EXCEPTS = {"apps/core/queue/worker.py": 1}
# Makes the first schema of a tenant, from inside the schema and with nothing behind it.
ENTERS_SCHEMAS = {"apps/core/scope.py": 2, "apps/tenants/provisioning.py": 2, "benchmarks/bare_urls.py": 1}
# The keys of sessions would stand in the page, and whoever reads one is signed in.
# django-axes' own tables stay empty: what it would write there, our handler writes into accounts.SignIn.
OF_AXES = {f"axes.{name}" for name in ("AccessAttempt", "AccessAttemptExpiration", "AccessFailureLog", "AccessLog")}
# Keys of providers come from the environment, and their tokens are not kept.
OF_PROVIDERS = {"socialaccount.SocialApp", "socialaccount.SocialToken"}
# What people say of their sex and origin is shown of groups only, to nobody of a person.
VOLUNTARY = "interviews.SelfDescription"
# What modules declare as one person's own, the administration of a workspace shows to nobody.
PERSONAL = {model._meta.label for model, filters in personal_rows().items() if not filters}
WITHOUT_ADMIN = {"sessions.Session", VOLUNTARY, *PERSONAL, *OF_AXES, *OF_PROVIDERS}
# Each schema has a log of its own.
IN_BOTH_ADMINS = ["admin.LogEntry", "audit.AuditEntry", "audit.AuditLink"]

Rule = Callable[[str], list[int]]


def files(*endings: str, within: tuple[str, ...] = FOLDERS) -> list[Path]:
    return sorted(
        path
        for folder in within
        for path in (PROJECT / folder).rglob("*")
        if path.suffix in endings and not NOT_OURS & set(path.parts) and HANDED_IN not in path.parents
    )


def name_of(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def is_test(path: Path) -> bool:
    return "tests" in path.parts


def found(rule: Rule, paths: list[Path]) -> list[str]:
    return [f"{name_of(path)}:{line}" for path in paths for line in rule(path.read_text(encoding="utf-8"))]


def counted(rule: Rule, paths: list[Path]) -> dict[str, int]:
    counts = {name_of(path): len(rule(path.read_text(encoding="utf-8"))) for path in paths}
    return {name: count for name, count in counts.items() if count}


PYTHON = files(".py")
PRODUCT = [path for path in files(".py", within=("apps", "config")) if not is_test(path)]
TEMPLATES = files(".html")
EDGES = [
    path for path in PRODUCT if {"views", "api", "middleware", "permissions", "context"} & {path.stem, path.parent.name}
]


def test_views_and_api_write_nothing_themselves() -> None:
    assert {"apps/cv_analysis/api/cvs.py", "apps/marketplace/views/seats.py"} <= {name_of(path) for path in EDGES}
    assert found(house.orm_writes, EDGES) == []


def test_nothing_is_caught_broadly_outside_the_named_edge() -> None:
    assert counted(house.broad_excepts, PRODUCT) == BROAD_EXCEPTS


def test_only_the_bell_rings_celery() -> None:
    assert counted(house.bare_queueing, PRODUCT) == {
        "apps/core/queue/bell.py": 1,
        # The runner's own bell, at a broker's account of its own: it knows neither the database nor the queue there.
        "apps/code_assessment/sandbox/runner/app.py": 1,
    }


def test_tenants_are_entered_by_scope_only() -> None:
    assert counted(house.tenants_entered_by_hand, PRODUCT + files(".py", within=("benchmarks",))) == ENTERS_SCHEMAS


def test_every_silenced_check_says_why() -> None:
    assert found(house.unexplained_ignores, PYTHON) == []


def test_nothing_is_left_to_do() -> None:
    assert found(house.unfinished, [*PRODUCT, *TEMPLATES, *files(".js", ".css")]) == []


def test_a_task_calls_a_service_and_does_no_more() -> None:
    tasks = [path for path in PRODUCT if path.stem == "tasks"]
    assert len(tasks) >= 2
    assert found(house.long_tasks, tasks) == []


@pytest.mark.parametrize(
    ("rule", "bad", "good"),
    [
        (house.orm_writes, "cv.save()", "services.save_cv(cv)"),
        (house.orm_writes, "Cv.objects.filter(pk=1).update(a=1)", "def update(self): return {} | {}"),
        (house.orm_writes, "Cv.objects.create(a=1)", "def create(self, request): upload_cv(request)"),
        (house.broad_excepts, "try:\n  f()\nexcept Exception:\n  g()", "try:\n  f()\nexcept ValueError:\n  g()"),
        (house.broad_excepts, "try:\n  f()\nexcept:\n  g()", "raise Exception"),
        (house.broad_excepts, "try:\n  f()\nexcept (OSError, BaseException):\n  g()", "except_ = Exception"),
        (house.broad_excepts, "with contextlib.suppress(Exception): f()", "with suppress(OSError): f()"),
        (house.bare_queueing, "analyse.delay(1)", "later('cv_analysis.analyse_cv', cv_id=1)"),
        (house.bare_queueing, "app.send_task('x')", "delay(1)"),
        (house.bare_queueing, "drain.apply_async(args=(1,))", "apply_async = 1"),
        (house.tenants_entered_by_hand, "with tenant: f()", "with scope(tenant): f()"),
        (house.tenants_entered_by_hand, "with open(a), request.tenant: f()", "with tenant.lock(): f()"),
        (house.tenants_entered_by_hand, "with schema_context('a'): f()", "with scope(membership.tenant): f()"),
        (house.tenants_entered_by_hand, "connection.set_tenant(a)", "connection.tenant"),
        (house.unexplained_ignores, "x = 1  # " + "noqa: E501", "x = 1  # " + "noqa: E501 -- as Django has it"),
        (house.unexplained_ignores, "x = 1  # " + "type: ignore", "x = 1  # " + "type: ignore[misc]  # untyped"),
        (house.unfinished, "# " + "TODO: more", "# What is to do is in the list"),
        (
            house.long_tasks,
            "@task('a.b')\ndef b():\n  x()\n  y()\n  if z: a()",
            "@task('a.b')\ndef b():\n  '''B.'''\n  x()",
        ),
    ],
)
def test_the_rule_notices_the_bad_and_leaves_the_good(rule: Rule, bad: str, good: str) -> None:
    assert (rule(bad) != [], rule(good)) == (True, [])


def test_no_file_is_longer_than_one_can_oversee() -> None:
    lengths = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in files(".py", ".html", ".js", ".css")
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_one_can_oversee() -> None:
    too_long = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in files(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and int(node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]

    assert too_long == []


def test_every_file_has_a_home() -> None:
    named = [
        path for path in files(".py", ".html", ".js", ".css") if HOMELESS & set(re.split(r"[_-]", path.stem.lower()))
    ]
    assert [name_of(path) for path in named] == []


def test_every_module_says_in_a_sentence_what_it_is() -> None:
    silent = [
        name_of(path)
        for path in PYTHON
        if "migrations" not in path.parts
        and (source := path.read_text(encoding="utf-8")).strip()
        and not ast.get_docstring(ast.parse(source))
        and "management" not in path.parts
    ]
    assert silent == []


def test_migrations_say_what_they_do() -> None:
    migrations = [path.stem for path in PRODUCT if path.parent.name == "migrations" and path.stem != "__init__"]
    assert len(migrations) >= 5
    assert [name for name in migrations if not re.fullmatch(r"\d{4}_(?!auto_)[a-z][a-z0-9_]+", name)] == []


def test_models_and_migrations_agree() -> None:
    loader = MigrationLoader(None)
    changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(loader.graph)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("apps.")}
    assert {label: [str(one) for one in found] for label, found in changes.items() if label in ours} == {}


def test_web_process_loads_no_heavy_library() -> None:
    """Everything that answering requests imports: the settings, all apps, and every address."""
    heavy = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]["flake8-tidy-imports"]
    script = (
        "import sys, warnings; warnings.simplefilter('ignore'); import config.wsgi\n"
        "from django.urls import get_resolver\n"
        "assert all(get_resolver(conf).url_patterns for conf in ('config.urls', 'config.public_urls'))\n"
        f"print(*sorted(set({heavy['banned-module-level-imports']!r}) & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split()) == (0, []), done.stderr


def admin_of(model: type[Model]) -> "ModelAdmin[Model] | None":
    for site in (platform_admin, tenant_admin):
        if site.is_registered(model):
            found_admin: ModelAdmin[Model] = site.get_model_admin(model)
            return found_admin
    return None


def test_every_table_can_be_looked_after_in_the_admin() -> None:
    assert {model._meta.label for model in apps.get_models() if admin_of(model) is None} == WITHOUT_ADMIN


@pytest.mark.parametrize(
    "model",
    [one for one in apps.get_models() if one.__module__.startswith("apps.") and one._meta.label not in WITHOUT_ADMIN],
    ids=lambda model: model._meta.label,
)
def test_admin_lists_can_be_searched_and_show_more_than_a_name(model: type[Model]) -> None:
    admin = admin_of(model)
    assert admin is not None
    assert admin.search_fields
    assert tuple(admin.list_display) != ("__str__",)


def test_no_table_but_the_log_is_in_both_admins() -> None:
    both = [
        model._meta.label
        for model in apps.get_models()
        if platform_admin.is_registered(model) and tenant_admin.is_registered(model)
    ]
    assert both == IN_BOTH_ADMINS

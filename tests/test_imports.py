"""Who may import whom: the contracts of pyproject.toml hold, and each of them notices when it is broken."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models, router

from apps.core.modules import ModuleConfig, all_modules
from apps.core.scope import scope
from apps.tenants.provisioning import TenantSchema

PROJECT = Path(__file__).resolve().parent.parent
CONTRACTS = [
    contract["name"]
    for contract in tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
]
LAYERS = "The platform is layered"
MODULES = "Nobody imports a module but itself"
INSIDE = "Inside an app, imports point downwards"
VENDORS = "Vendors stay behind one file each"
CELERY = "Only the queue knows Celery"
HTTP = "Services know no HTTP"
SIMULATOR = "The simulator of Stripe and the product know each other by HTTP only"
VIOLATIONS = [
    pytest.param(LAYERS, "apps/core/ids.py", "from apps.tenants import models", id="core-imports-tenants"),
    pytest.param(LAYERS, "apps/marketplace/queries.py", "from apps.home import queries", id="marketplace-imports-home"),
    pytest.param(LAYERS, "apps/accounts/roles.py", "from apps.marketplace import access", id="accounts-know-licenses"),
    pytest.param(LAYERS, "apps/tenants/queries.py", "from config import env", id="an-app-imports-config"),
    pytest.param(LAYERS, "apps/billing/gateway.py", "from apps.home import queries", id="a-new-app-imports-home"),
    pytest.param(LAYERS, "apps/ai/ask.py", "from apps.billing import gateway", id="new-neighbours-import-each-other"),
    pytest.param(MODULES, "apps/home/views.py", "from apps.cv_analysis import models", id="home-imports-a-module"),
    pytest.param(MODULES, "config/urls.py", "from apps.cv_analysis import urls", id="config-imports-a-module"),
    pytest.param(MODULES, "apps/core/modules.py", "import apps.cv_analysis.apps", id="core-imports-a-module"),
    pytest.param(
        MODULES, "apps/new_module/views.py", "from apps.cv_analysis import models", id="a-new-module-imports-one"
    ),
    pytest.param(MODULES, "apps/cv_analysis/tasks.py", "import apps.new_module.views", id="a-module-imports-a-new-one"),
    pytest.param(
        MODULES, "apps/new_module/services.py", "from apps.billing import gateway", id="a-module-imports-billing"
    ),
    pytest.param(MODULES, "apps/new_module/views.py", "from apps.home import queries", id="a-new-module-imports-home"),
    pytest.param(MODULES, "apps/home/tests/test_new.py", "import apps.cv_analysis.models", id="a-test-needs-a-module"),
    pytest.param(
        INSIDE, "apps/cv_analysis/models.py", "from apps.cv_analysis import services", id="models-import-services"
    ),
    pytest.param(
        INSIDE, "apps/marketplace/services/seats.py", "from apps.marketplace import views", id="services-import-views"
    ),
    pytest.param(
        INSIDE, "apps/cv_analysis/services.py", "from apps.cv_analysis import tasks", id="services-import-tasks"
    ),
    pytest.param(
        INSIDE, "apps/new_module/queries.py", "from apps.new_module import api", id="a-new-apps-queries-import-api"
    ),
    pytest.param(VENDORS, "apps/cv_analysis/services.py", "import openai", id="a-service-calls-openai"),
    pytest.param(VENDORS, "apps/billing/services.py", "import stripe", id="stripe-beside-its-gateway"),
    pytest.param(VENDORS, "apps/new_module/sandbox.py", "import docker", id="docker-anywhere"),
    pytest.param(CELERY, "apps/cv_analysis/tasks.py", "from celery import shared_task", id="a-task-of-celery"),
    pytest.param(CELERY, "apps/new_module/tasks.py", "import kombu", id="a-new-module-talks-to-the-broker"),
    pytest.param(
        SIMULATOR, "apps/billing/gateway.py", "import stripe_simulator.cards", id="an-app-imports-the-simulator"
    ),
    pytest.param(
        SIMULATOR,
        "config/supervisor/payments.py",
        "from stripe_simulator import api",
        id="config-imports-the-simulator",
    ),
    pytest.param(
        SIMULATOR, "stripe_simulator/cards.py", "from apps.core import ids", id="the-simulator-imports-an-app"
    ),
    pytest.param(SIMULATOR, "apps/billing/gateway.py", "import stripe_simulator.api", id="an-app-asks-the-simulator"),
    pytest.param(SIMULATOR, "config/env.py", "from stripe_simulator import api", id="config-asks-the-simulator"),
    pytest.param(SIMULATOR, "stripe_simulator/cards.py", "from apps.core import ids", id="the-simulator-asks-an-app"),
    pytest.param(SIMULATOR, "stripe_simulator/api.py", "from config import env", id="the-simulator-asks-config"),
    pytest.param(
        HTTP, "apps/accounts/services.py", "from rest_framework import serializers", id="a-service-knows-http"
    ),
    pytest.param(HTTP, "apps/new_module/models.py", "import rest_framework", id="a-new-models-file-knows-http"),
]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what import-linter reads."""
    copy = tmp_path_factory.mktemp("imports") / "project"
    for folder in ("apps", "config", "stripe_simulator"):
        shutil.copytree(PROJECT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__", "data", "static"))
    shutil.copy(PROJECT / "pyproject.toml", copy)
    return copy


def broken_contracts(tree: Path) -> tuple[list[str], str]:
    """The names of the contracts that do not hold there, and all that import-linter said."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=tree,
        capture_output=True,
        text=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")},
        timeout=60,
        check=False,
    )
    report = done.stdout + done.stderr
    assert (done.returncode == 0) == ("0 broken." in report), report
    return re.findall(r"^(.+) BROKEN", report, re.MULTILINE), report


def test_contracts_hold() -> None:
    assert broken_contracts(PROJECT)[0] == []


def test_every_contract_is_tried() -> None:
    assert {str(violation.values[0]) for violation in VIOLATIONS} == set(CONTRACTS)


@pytest.mark.parametrize(("contract", "file", "line"), VIOLATIONS)
def test_a_violation_breaks_the_contract_and_is_named(tree: Path, contract: str, file: str, line: str) -> None:
    made: list[Path] = []
    try:
        for path in dict.fromkeys([file, *new_files_named_in(line)]):
            add_file(tree / path, made)
        changed = tree / file
        before = changed.read_text(encoding="utf-8")
        changed.write_text(f"{before}\n{line}\n", encoding="utf-8")

        broken, report = broken_contracts(tree)

        changed.write_text(before, encoding="utf-8")
    finally:
        for path_made in reversed(made):
            path_made.rmdir() if path_made.is_dir() else path_made.unlink()

    assert contract in broken, report
    assert file.removesuffix(".py").replace("/", ".") in report


def new_files_named_in(line: str) -> list[str]:
    """The files of apps that do not exist yet which the import names."""
    if found := re.fullmatch(r"from apps\.(\w+) import (\w+)", line):
        return [f"apps/{found[1]}/{found[2]}.py"]
    if found := re.fullmatch(r"import apps\.(\w+)\.(\w+)", line):
        return [f"apps/{found[1]}/{found[2]}.py"]
    return []


def add_file(file: Path, made: list[Path]) -> None:
    """An empty file in a package, unless it is there; what was made is noted."""
    package = file.parent / "__init__.py"
    for path in (file.parent, package, file):
        if path.exists():
            continue
        if path == file.parent:
            path.mkdir()
        else:
            path.write_text('"""New."""\n', encoding="utf-8")
        made.append(path)


def relations() -> list[tuple[type[models.Model], type[models.Model]]]:
    """Every database relation between two models, tables between them included."""
    return [
        (model, field.related_model)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and isinstance(field.related_model, type)
    ]


def in_tenant_schema(model: type[models.Model]) -> bool:
    """Whether the table is made in each tenant's schema."""
    with scope(TenantSchema("t_000000000000")):
        return bool(router.allow_migrate_model("default", model))


def test_no_table_of_a_module_points_to_another_modules_table() -> None:
    """A relation may be written as text, which no import shows."""
    modules = {config.label for config in all_modules()}
    crossing = [
        f"{model._meta.label} -> {other._meta.label}"
        for model, other in relations()
        if other._meta.app_label in modules and model._meta.app_label != other._meta.app_label
    ]
    assert crossing == []


def test_relations_between_models_are_seen_at_all() -> None:
    names = {f"{model._meta.label} -> {other._meta.label}" for model, other in relations()}
    assert names >= {"accounts.Membership -> tenants.Tenant", "cv_analysis.Cv -> accounts.Member"}


def test_tables_lie_where_the_design_says() -> None:
    assert {model._meta.label for model in apps.get_models() if in_tenant_schema(model)} >= {
        "accounts.Member",
        "cv_analysis.Cv",
    }
    assert not any(
        in_tenant_schema(apps.get_model(label))
        for label in (
            "accounts.User",
            "accounts.Membership",
            "tenants.Tenant",
            "marketplace.License",
            "core.QueuedTask",
        )
    )


@pytest.mark.parametrize("config", all_modules(), ids=lambda config: config.label)
def test_every_table_of_a_module_lies_in_the_tenants_schema(config: ModuleConfig) -> None:
    assert [model._meta.label for model in config.get_models() if not in_tenant_schema(model)] == []

"""What a start prepares: the community, the demo people, the collected files."""

import json
import os
import stat
import time
from collections import Counter
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.finders import get_finder
from django.core.management import call_command
from pytest_django import Settings

from apps.accounts.models import Membership, User
from apps.core.models import QueuedTask
from apps.core.modules import all_modules
from apps.core.scope import scope
from apps.hiring.models import Application, Candidate, Job, Note, PossibleDouble, Stage
from apps.hiring.queries import funnel
from apps.home import statics
from apps.home.services import fill_demo_company, prepare_community, seed_demo
from apps.marketplace.models import License
from apps.tenants.models import Domain, Tenant
from tests.people import Api

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def state_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.STATE_DIR, settings.DEMO_RECORDS = tmp_path, False
    return tmp_path


def forget_finders() -> None:
    finders: Any = get_finder
    finders.cache_clear()


def test_community_has_every_module_from_the_platform(community: Tenant) -> None:
    License.objects.create(tenant=community, module="cv_analysis", kind="purchase", state="deactivated", seat_limit=1)

    assert prepare_community() == community

    found = list(License.objects.filter(tenant=community).values_list("module", "kind", "state", "seat_limit"))
    assert found == [(config.label, "platform", "active", None) for config in all_modules()]


def test_community_is_made_where_there_is_none(community: Tenant, settings: Settings) -> None:
    Tenant.objects.filter(pk=community.pk).update(slug="gone", kind="company")
    Domain.objects.filter(tenant=community).delete()

    made = prepare_community()

    assert (made.slug, made.kind, made.pk == community.pk) == ("practice", "community", False)


def test_demo_people_sign_in_with_the_printed_password(community: Tenant, acme: Tenant, api: Api) -> None:
    logins = json.loads(seed_demo().read_text(encoding="utf-8"))

    answers = [
        api(None).post("/api/v1/auth/login/", {key: person[key] for key in ("email", "password")}, format="json")
        for person in logins
    ]

    assert [person["email"] for person in logins] == [
        "ada@acme.example",
        "ben@acme.example",
        "cleo@candidate.example",
        "staff@rostrum.example",
    ]
    assert [(a.status_code, a.json().get("role")) for a in answers] == [
        (200, "owner"),
        (200, "member"),
        (200, "candidate"),
        (403, None),
    ]
    assert User.objects.get(email="staff@rostrum.example").is_superuser is True


def test_logins_are_readable_for_their_owner_only(community: Tenant) -> None:
    assert stat.S_IMODE(seed_demo().stat().st_mode) == 0o600


def test_second_start_changes_nothing(community: Tenant) -> None:
    first = seed_demo().read_text(encoding="utf-8")
    people = list(Membership.objects.order_by("pk").values_list("pk", "user__password"))

    second = seed_demo().read_text(encoding="utf-8")

    assert (second == first, list(Membership.objects.order_by("pk").values_list("pk", "user__password"))) == (
        True,
        people,
    )


def test_demo_company_has_jobs_and_people_on_every_stage_and_cvs_that_the_worker_reads(
    community: Tenant, acme: Tenant
) -> None:
    seed_demo()

    fill_demo_company(acme)

    with scope(acme):
        jobs = Counter(Job.objects.values_list("status", flat=True))
        stages = set(Application.objects.values_list("stage__kind", flat=True))
        counts = [model.objects.count() for model in (Candidate, PossibleDouble, Note)]
        closed = next(one for one in Job.objects.all() if one.status == "closed")
        funnel_of_closed = [(step.stage.name, step.reached) for step in funnel(closed)]
    tasks = QueuedTask.objects.filter(tenant_id=acme.pk, name="cv_analysis.upload_demo_cv").count()
    assert (dict(jobs), stages) == ({"open": 4, "closed": 1, "draft": 2}, set(Stage.Kind.values))
    assert (counts, tasks) == ([31, 2, 13], 29)
    assert funnel_of_closed == [
        *(("Applied", 3), ("Screening", 2), ("Interview", 2), ("Offer", 1), ("Hired", 1)),
        ("Rejected", 2),
    ]


def test_lost_state_folder_gives_new_passwords_that_work(community: Tenant) -> None:
    file = seed_demo()
    file.unlink()

    logins = json.loads(seed_demo().read_text(encoding="utf-8"))

    works = [User.objects.get(email=person["email"]).check_password(person["password"]) for person in logins]
    assert works == [True] * 4


def test_command_says_where_the_logins_are(community: Tenant, state_folder: Path) -> None:
    out = StringIO()

    call_command("seed_demo", stdout=out)

    assert out.getvalue() == f"The demo logins are in {state_folder / 'demo.json'}.\n"


def test_tenant_made_by_command_once(acme: Tenant) -> None:
    out = StringIO()

    call_command("create_tenant", "Moss & Co", "--slug", "moss", stdout=out)
    call_command("create_tenant", "Moss & Co", "--slug", "moss", stdout=out)

    assert out.getvalue() == "Moss & Co is at /t/moss/.\nMoss & Co is at /t/moss/ already.\n"


def test_static_files_are_collected_when_they_changed(settings: Settings, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    forget_finders()

    file = source / "a.css"
    file.write_text("a{}", encoding="utf-8")
    found = [statics.collect_if_changed(), statics.collect_if_changed()]
    file.write_text("a{color:red}", encoding="utf-8")
    # Django compares whole seconds.
    os.utime(file, (time.time() + 10, time.time() + 10))
    found.append(statics.collect_if_changed())

    assert found == [True, False, True]
    assert (tmp_path / "collected" / "a.css").read_text(encoding="utf-8") == "a{color:red}"
    forget_finders()

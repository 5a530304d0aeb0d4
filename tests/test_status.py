"""The page for everybody, also while the database is away, and the one for those who operate the platform."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from apps.accounts.models import User
from apps.core import health
from apps.core.health import Health
from apps.core.models import QueuedTask
from apps.core.queue import pulse

SECRETS = ("PostgreSQL", "127.0.0.1", "password", "Valkey", "broker", "worker", "psycopg")


@pytest.fixture(autouse=True)
def _ask_anew() -> Iterator[None]:
    health.forget_parts()
    yield
    health.forget_parts()


@contextmanager
def without_database() -> Iterator[None]:
    """Every way to it is refused, as by a server that is away."""

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("connection to server at 127.0.0.1 failed: password of rostrum")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "ensure_connection", refuse)
        patch.setattr(connection, "cursor", refuse)
        yield


def finding(*, works: bool | None = None, ok: bool = True) -> Callable[[], Health]:
    return lambda: Health(ok=ok, detail="because of psycopg", works=works)


def test_each_part_has_a_name_that_users_know(db: None) -> None:
    assert sorted(map(str, health.parts_for_users())) == [
        "Files",
        "Judging of programs",
        "Language models",
        "Mail",
        "Pages and sign-in",
        "Payments",
        "Work in the background",
    ]


def test_what_users_notice_counts_and_the_reason_stays_inside(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    checks = {"a": finding(), "b": finding(works=False), "c": finding(works=True, ok=False), "d": finding(ok=False)}
    monkeypatch.setattr(health, "_checks", {**checks, "unnamed": finding(ok=False)})
    monkeypatch.setattr(health, "_parts", {"a": "One", "b": "Two", "c": "One", "d": "Three"})

    page = Client().get("/status/")

    assert health.parts_for_users() == {"One": True, "Two": False, "Three": False}
    assert (page.status_code, page.text.count("Does not work"), page.headers["Cache-Control"]) == (200, 2, "no-store")
    assert "because of" not in page.text


def test_it_asks_once_for_many_who_look(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def count() -> Health:
        asked.append(1)
        return Health(ok=True)

    monkeypatch.setattr(health, "_checks", {"a": count})
    monkeypatch.setattr(health, "_parts", {"a": "One"})
    monkeypatch.setattr(health, "REMEMBERED_SECONDS", 3600)

    pages = [Client().get("/status/").text for _ in range(3)]

    assert (len(asked), ["Everything works" in page for page in pages]) == (1, [True] * 3)


def test_it_answers_people_who_are_signed_in_while_the_database_is_away(db: None, sam: User) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(sam, backend="apps.accounts.backends.MemberBackend")

    with without_database():
        page = client.get("/status/", headers={"Accept-Language": "de"})

    assert (page.status_code, page.text.count("Funktioniert nicht") > 0) == (200, True)
    assert [word for word in SECRETS if word in page.text] == []


def test_readiness_names_all_that_fails_while_the_database_is_away(db: None) -> None:
    with without_database():
        answer = Client(raise_request_exception=False).get("/readyz")

    failing = {name for name, found in answer.json().items() if not found["ok"]}
    assert (answer.status_code, {"database", "queue", "mail", "webhooks"} <= failing) == (503, True)
    assert {"storage", "sandbox", "ai", "broker", "worker", "beat"} <= set(answer.json())


def test_a_workspace_has_no_such_page(db: None, acme: Any) -> None:
    assert Client().get("/t/acme/status/").status_code == 404


def test_operators_see_reasons_tasks_workers_and_versions(db: None, sam: User) -> None:
    QueuedTask.objects.create(name="a", queue="default", schema_name="public", state="dead", run_after=timezone.now())
    pulse.leave(pulse.WORKER)
    client = Client()
    client.force_login(sam, backend="apps.accounts.backends.MemberBackend")

    page = client.get("/admin/status/")

    assert page.status_code == 200
    context = page.context
    assert {one.state: one.count for one in context["tasks"]} == {
        "queued": 0,
        "running": 0,
        "failed": 0,
        "dead": 1,
        "refused": 0,
    }
    assert [name for name, _ in context["versions"]] == ["Python", "Django", "PostgreSQL"]
    assert (context["shared_behind"], len(context["workers"])) == (0, 1)
    assert {"database", "sandbox", "mail"} <= {one.name for one in context["findings"]}
    assert context["workers"][0].name in page.text


def test_others_do_not(db: None, ada: Any, sam: User) -> None:
    staff = User.objects.create_user("eva@rostrum.example", "seven green kettles", name="Eva")
    User.objects.filter(pk=staff.pk).update(is_staff=True)
    answers = {}
    for name, who in (("member", ada.user), ("staff", User.objects.get(pk=staff.pk))):
        client = Client()
        client.force_login(who, backend="apps.accounts.backends.MemberBackend")
        answers[name] = client.get("/admin/status/").status_code
    answers["stranger"] = Client().get("/admin/status/").status_code
    staff.user_permissions.add(Permission.objects.get(codename="view_queuedtask"))
    client.force_login(User.objects.get(pk=staff.pk), backend="apps.accounts.backends.MemberBackend")

    assert answers == {"member": 302, "staff": 403, "stranger": 302}
    assert client.get("/admin/status/").status_code == 200

"""Putting back what went wrong, by command and by the admin's button."""

from io import StringIO

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.management import call_command
from django.http import HttpResponse
from django.test import RequestFactory

from apps.accounts.models import User
from apps.core.admin import QueuedTaskAdmin
from apps.core.admin_sites import platform_admin
from apps.core.models import QueuedTask

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ended(db: None) -> dict[str, QueuedTask]:
    QueuedTask.objects.all().delete()
    return {
        state: QueuedTask.objects.create(
            name=f"core.{state}", queue="default", schema_name="public", state=state, attempts=3, fence=3
        )
        for state in ("done", "failed", "dead", "refused", "running")
    }


def states() -> dict[str, tuple[str, int, int]]:
    rows = QueuedTask.objects.values_list("name", "state", "attempts", "fence")
    return {name.removeprefix("core."): (state, attempts, fence) for name, state, attempts, fence in rows}


def said_by(*arguments: str) -> str:
    out = StringIO()
    call_command("replay_tasks", *arguments, stdout=out)
    return out.getvalue().strip()


def test_command_puts_back_what_was_given_up_and_twice_does_no_harm() -> None:
    assert said_by("--dry-run") == "1 tasks would be queued again."
    assert said_by() == "1 tasks are queued again."
    assert said_by() == "0 tasks are queued again."

    assert states() == {
        "done": ("done", 3, 3),
        "failed": ("failed", 3, 3),
        "dead": ("queued", 0, 3),
        "refused": ("refused", 3, 3),
        "running": ("running", 3, 3),
    }


def test_command_takes_states_names_schemas_and_ids(ended: dict[str, QueuedTask]) -> None:
    assert said_by("--state", "failed", "--name", "core.other") == "0 tasks are queued again."
    assert said_by("--state", "failed", "--schema", "t_other") == "0 tasks are queued again."
    assert said_by("--state", "failed", "--name", "core.failed") == "1 tasks are queued again."
    assert said_by(str(ended["refused"].pk), str(ended["done"].pk)) == "1 tasks are queued again."


def test_admin_button_puts_back_only_what_ended_without_success() -> None:
    request = RequestFactory().post("/admin/core/queuedtask/")
    SessionMiddleware(lambda _: HttpResponse()).process_request(request)
    MessageMiddleware(lambda _: HttpResponse()).process_request(request)

    QueuedTaskAdmin(QueuedTask, platform_admin).replay_selected(request, QueuedTask.objects.all())

    assert [str(message) for message in get_messages(request)] == ["3 tasks will be tried again."]
    assert [states()[name][0] for name in ("done", "failed", "dead", "refused", "running")] == [
        "done",
        "queued",
        "queued",
        "queued",
        "running",
    ]


def test_admin_shows_rows_and_lets_nobody_write_them() -> None:
    request = RequestFactory().get("/")
    request.user = User(is_superuser=True, is_active=True)
    admin = QueuedTaskAdmin(QueuedTask, platform_admin)

    assert (admin.has_add_permission(request), admin.has_delete_permission(request)) == (False, False)
    assert set(admin.get_readonly_fields(request)) == {field.name for field in QueuedTask._meta.fields}

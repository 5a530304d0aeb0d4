"""The webhook's door: what is signed and whole is kept once, everything else leaves no row and is no error of ours."""

import json
import time
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as live_settings
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from apps.billing.models import WebhookEvent
from apps.billing.tests.signing import ADDRESS, NEXT_SECRET, SECRET, event, send, signature
from apps.core.models import QueuedTask

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def door(settings: Settings) -> None:
    settings.STRIPE_SECRET_KEY = "sk_test_of_the_tests"
    settings.STRIPE_LIVE = False
    settings.STRIPE_WEBHOOK_SECRETS = [SECRET, NEXT_SECRET]


def kept() -> int:
    return WebhookEvent.objects.count()


def test_signed_event_is_kept_once_and_work_is_queued_once() -> None:
    answers = [send(event()) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert [answer.json()["new"] for answer in answers] == [True, False, False]
    row = WebhookEvent.objects.get()
    assert (row.type, row.object_id, row.customer_id, row.state) == (
        *("customer.subscription.updated", "sub_1", "cus_1"),
        "pending",
    )
    assert QueuedTask.objects.filter(name="billing.apply_event").count() == 1


def test_two_secrets_are_valid_while_one_takes_over_from_the_other() -> None:
    assert send(event("evt_1"), secret=SECRET).status_code == 200
    assert send(event("evt_2"), secret=NEXT_SECRET).status_code == 200
    assert send(event("evt_3"), secret="whsec_of_somebody").status_code == 400
    assert kept() == 2


def test_event_that_nothing_follows_from_is_kept_as_ignored() -> None:
    assert send(event(kind="product.created", object="product", id="prod_1")).status_code == 200
    assert WebhookEvent.objects.get().state == "ignored"
    assert not QueuedTask.objects.exists()


@pytest.mark.parametrize(
    ("body", "more", "status"),
    [
        (event(), {"secret": "whsec_forged"}, 400),
        (event(), {"header": ""}, 400),
        (event(), {"header": "t=1,v1=00"}, 400),
        (event(), {"header": "v1=00"}, 400),
        (event(), {"header": "t=soon,v1=00"}, 400),
        (event(), {"at": int(time.time()) - 301}, 400),
        (event() | {"livemode": True}, {}, 400),
        ("", {}, 400),
        ("{", {}, 400),
        ("[]", {}, 400),
        ("null", {}, 400),
        ('"evt_1"', {}, 400),
        ("{}", {}, 400),
        (json.dumps(event() | {"data": []}), {}, 400),
        (json.dumps(event() | {"data": {"object": "sub_1"}}), {}, 400),
        (json.dumps(event() | {"id": 7}), {}, 400),
        (json.dumps(event() | {"id": "e" * 1000}), {}, 400),
        (json.dumps(event(note="\x00")), {}, 400),
        (json.dumps(event(note="\ud800")), {}, 400),
        ('{"id": "evt_1", "type": "x", "data": {"object": {"n": NaN}}}', {}, 400),
        ('{"id": "evt_1", "type": "x", "data": {"object": {"n": 1e999}}}', {}, 400),
        ("[" * 100_000, {}, 400),
        (json.dumps(event(note="x" * live_settings.WEBHOOK_MOST_BYTES)), {}, 413),
    ],
)
def test_everything_else_is_refused_and_leaves_no_row(body: Any, more: dict[str, Any], status: int) -> None:
    answer = send(body, **more)
    assert (answer.status_code, kept()) == (status, 0), answer.content[:300]
    assert answer.json()["code"] in {"bad-signature", "wrong-mode", "not-an-event", "too-large"}


def test_bytes_that_are_no_text_are_refused() -> None:
    body = b"\xff\xfe{}"
    signed = signature("{}")
    answer = Client().post(ADDRESS, body, content_type="application/json", headers={"stripe-signature": signed})
    assert (answer.status_code, kept()) == (400, 0)


def test_signed_body_with_one_letter_changed_is_refused() -> None:
    body = json.dumps(event())
    answer = send(body.replace("cus_1", "cus_2"), header=signature(body))
    assert (answer.status_code, kept()) == (400, 0)


def test_only_what_is_sent_is_answered() -> None:
    assert Client().get(ADDRESS).status_code == 405


def test_nothing_of_a_person_stands_before_an_event_and_its_answer_is_whole(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = Client(headers={"Cookie": "sessionid=of-somebody", "Accept-Language": "de"})
    client.get(ADDRESS)
    with django_assert_num_queries(0):
        answer = client.post(ADDRESS, b"{}", content_type="application/json", headers={"stripe-signature": "t=1"})
    assert answer.status_code == 400
    with django_assert_num_queries(1):
        answer = send(event())
    assert answer.headers["Content-Length"] == str(len(answer.content))
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["X-Request-ID"] == QueuedTask.objects.get().request_id


def test_numbers_of_any_length_are_kept() -> None:
    assert send(event(amount=2**70, share=0.1)).status_code == 200
    about = WebhookEvent.objects.get().payload["data"]["object"]
    assert (about["amount"], about["share"]) == (2**70, 0.1)


def test_nothing_is_kept_where_payments_are_not_set_up(settings: Settings) -> None:
    settings.STRIPE_SECRET_KEY = ""
    assert (send(event()).status_code, kept()) == (503, 0)


def test_an_event_and_its_task_are_one_statement_and_there_once(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    send(event("evt_0"))
    with django_assert_num_queries(1):
        assert send(event("evt_1", words='a "quoted" ä')).json()["new"]
    with django_assert_num_queries(1):
        assert not send(event("evt_1")).json()["new"]

    kept = WebhookEvent.objects.get(event_id="evt_1")
    assert (kept.payload["data"]["object"]["words"], kept.state) == ('a "quoted" ä', "pending")
    task = QueuedTask.objects.get(kwargs={"event_id": str(kept.pk)})
    assert (task.name, task.state, task.schema_name) == ("billing.apply_event", "queued", "public")
    assert task.tenant_id is None
    assert task.run_after <= timezone.now() + timedelta(seconds=1)

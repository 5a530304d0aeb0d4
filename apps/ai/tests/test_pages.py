"""Language models in the settings of a workspace: what is allowed, own servers, the test button, and the calls."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from llmock.pytest_plugin import LLMock

from apps.accounts.models import Membership, User
from apps.ai.advice import ADVICE
from apps.ai.base import Failure
from apps.ai.models import AiCall, AiPolicy, TenantProvider
from apps.ai.network import PrivateAddressError, check_public
from apps.ai.queries import is_answering, limits_of, policy_of, provider_of
from apps.ai.services.keeping import forget_contents
from apps.audit.models import AuditEntry
from apps.core.scope import scope
from tests.people import Api, SignedIn

pytestmark = pytest.mark.django_db
BASE = "/t/acme/settings/ai/"
KEY = "sk-write-only"


@pytest.fixture
def said(llmock: LLMock, settings: Any) -> dict[str, str]:
    """What is typed in for a server that is there."""
    settings.AI_ALLOW_PRIVATE_ADDRESSES = True
    typed = {"name": "ours", "base_url": llmock.base_url("openai"), "key": KEY, "model": "m-1", "is_active": "on"}
    return typed | {"price_in": "3", "price_out": "15", "position": "0"}


@pytest.fixture
def ours(ada: Membership, signed_in: SignedIn, said: dict[str, str]) -> TenantProvider:
    signed_in(ada).post(f"{BASE}providers/new/", said)
    return TenantProvider.objects.select_related("tenant").get()


def log_of(membership: Membership) -> list[tuple[str, str]]:
    with scope(membership.tenant):
        return list(AuditEntry.objects.filter(action__startswith="ai.").values_list("action", "target_label"))


def test_server_is_brought_changed_and_removed_and_its_key_shown_to_nobody(
    ada: Membership, signed_in: SignedIn, ours: TenantProvider, said: dict[str, str]
) -> None:
    client, page = signed_in(ada), f"{BASE}providers/{ours.pk}/"
    assert (provider_of(ours).key, KEY.encode() in bytes(ours.key_sealed)) == (KEY, False)  # type: ignore[union-attr]  # just sealed

    client.post(page, said | {"key": "", "model": "m-2"})

    ours.refresh_from_db()
    assert (ours.model, provider_of(ours).key) == ("m-2", KEY)  # type: ignore[union-attr]  # as above
    with scope(ada.tenant):
        changed = AuditEntry.objects.get(action="ai.provider-changed").changes
    assert changed == {"model": ["m-1", "m-2"]}
    assert [KEY in client.get(where).text for where in (BASE, page, f"{BASE}calls/")] == [False] * 3

    client.post(f"{page}remove/")
    assert (TenantProvider.objects.count(), [action for action, _label in log_of(ada)]) == (
        0,
        ["ai.provider-removed", "ai.provider-changed", "ai.provider-added"],
    )


def test_key_does_not_follow_to_another_address(
    ada: Membership, signed_in: SignedIn, ours: TenantProvider, said: dict[str, str]
) -> None:
    answer = signed_in(ada).post(
        f"{BASE}providers/{ours.pk}/", said | {"key": "", "base_url": "https://evil.example/v1"}
    )

    ours.refresh_from_db()
    assert (answer.status_code, ours.base_url) == (422, said["base_url"])
    assert answer.text.count("Enter the key again") >= 1


@pytest.mark.parametrize(
    "url",
    [
        "http://api.example.com/v1",
        "https://127.0.0.1/v1",
        "https://localhost/v1",
        "https://10.1.2.3/v1",
        "https://169.254.169.254/latest",
        "https://[::1]/v1",
        "https://[::ffff:10.0.0.1]/v1",
        "https://user:word@1.1.1.1/v1",
        "https://nobody.invalid/v1",
        "file:///etc/passwd",
    ],
)
def test_address_inside_this_network_is_refused(url: str) -> None:
    with pytest.raises(PrivateAddressError):
        check_public(url)


def test_public_address_is_taken() -> None:
    check_public("https://1.1.1.1/v1")


def test_button_says_that_a_server_answers(
    ada: Membership, signed_in: SignedIn, ours: TenantProvider, llmock: LLMock
) -> None:
    llmock.reply('{"word": "amber"}')

    page = signed_in(ada).post(f"{BASE}providers/{ours.pk}/test/", follow=True)

    call = AiCall.objects.get()
    assert page.text.count("answers as it should") == 1
    assert (call.feature, call.provider, call.is_own, call.failure) == ("ai.try_out", "ours", True, "")


@pytest.mark.parametrize(
    ("status", "failure"),
    [(401, Failure.KEY_REFUSED), (404, Failure.MODEL_UNKNOWN), (402, Failure.NO_CREDIT), (400, Failure.BAD_REQUEST)],
)
def test_button_says_in_words_what_is_wrong(
    ada: Membership, signed_in: SignedIn, ours: TenantProvider, llmock: LLMock, status: int, failure: Failure
) -> None:
    llmock.fail(status, times=3)

    page = signed_in(ada).post(f"{BASE}providers/{ours.pk}/test/", follow=True)

    assert page.context["messages"] is not None
    assert [str(message) for message in page.context["messages"]] == [f"ours: {ADVICE[failure]}"]


def test_every_failure_has_words() -> None:
    assert set(ADVICE) == set(Failure)


def test_policy_is_kept_written_down_and_holds_at_once(
    ada: Membership, signed_in: SignedIn, ours: TenantProvider, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    assert is_answering(ada.tenant)

    with django_capture_on_commit_callbacks(execute=True):
        signed_in(ada).post(BASE, {"monthly_budget": "12.50", "keeps_contents": "on"})

    policy = policy_of(ada.tenant)
    assert (policy.is_on, policy.monthly_budget, policy.keeps_contents) == (False, Decimal("12.50"), True)
    assert not is_answering(ada.tenant)
    assert log_of(ada)[0] == ("ai.policy-changed", "Acme Robotics")


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_calls_takes_as_many_queries_for_three_as_for_one(
    ada: Membership, cleo: Membership, signed_in: SignedIn, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        AiCall.objects.create(
            tenant=ada.tenant, feature="cv_analysis.fields", prompt="p-v1", provider=f"mine-{number}", cost="0.5"
        )
    AiCall.objects.create(tenant=cleo.tenant, feature="cv_analysis.fields", prompt="p-v1", provider="of-cleo")
    client = signed_in(ada)
    client.get(f"{BASE}calls/")

    with django_assert_num_queries(7):
        page = client.get(f"{BASE}calls/").text

    assert ([f"mine-{number}" in page for number in range(3)], "of-cleo" in page) == (
        [number < count for number in range(3)],
        False,
    )
    assert page.count(f"${count * 0.5:.2f}") == 1
    lines = b"".join(client.get(f"{BASE}calls/export/?outcome=answered").streaming_content).decode().splitlines()  # type: ignore[attr-defined]  # it streams
    assert (len(lines), "of-cleo" in "".join(lines)) == (count + 1, False)


def test_everything_can_be_done_over_http_and_no_answer_holds_the_key(
    ada: Membership, ben: Membership, api: Api, said: dict[str, str], llmock: LLMock
) -> None:
    client, base = api(ada), "/t/acme/api/v1/ai/"
    body = said | {"is_active": True, "position": 0}

    made = client.post(f"{base}providers/", body, format="json")
    one = f"{base}providers/{made.json()['id']}/"
    moved = client.put(one, {**body, "key": "", "base_url": "https://1.1.1.1/v1"}, format="json")
    llmock.reply('{"word": "amber"}')
    tried = [client.post(f"{one}test/").json()]
    llmock.fail(401)
    tried.append(client.post(f"{one}test/").json())
    client.put(f"{base}policy/", {"is_on": True, "monthly_budget": "5.00", "keeps_contents": False}, format="json")

    assert (made.status_code, moved.status_code, moved.json()["errors"][0]["field"]) == (201, 400, "key")
    assert [(one["ok"], one["failure"], one["advice"]) for one in tried] == [
        (True, "", ""),
        (False, "key-refused", ADVICE[Failure.KEY_REFUSED]),
    ]
    policy, calls = client.get(f"{base}policy/"), client.get(f"{base}calls/?failure=key-refused")
    assert (policy.json()["monthly_budget"], calls.json()["count"]) == ("5.00", 1)
    assert KEY not in f"{made.text}{client.get(one).text}{calls.text}"
    assert [api(ben).get(f"{base}{part}/").status_code for part in ("calls", "providers", "policy")] == [403] * 3
    assert client.delete(one).status_code == 204


def test_contents_go_after_some_weeks_and_where_nobody_wants_them(
    ada: Membership, cleo: Membership, settings: Any
) -> None:
    AiPolicy.objects.create(tenant=ada.tenant, keeps_contents=True)
    AiPolicy.objects.create(tenant=cleo.tenant, keeps_contents=False)
    said = {"feature": "x.y", "prompt": "p", "asked": "a", "answered": "b"}
    kept, old, unwanted, ancient = (
        AiCall.objects.create(tenant=tenant, **said) for tenant in (ada.tenant, ada.tenant, cleo.tenant, ada.tenant)
    )
    for call, days in ((old, settings.AI_CONTENTS_DAYS + 1), (ancient, 731)):
        AiCall.objects.filter(pk=call.pk).update(created_at=timezone.now() - timedelta(days=days))

    assert forget_contents() == 2

    found = dict(AiCall.objects.values_list("pk", "asked"))
    assert found == {kept.pk: "a", old.pk: "", unwanted.pk: ""}


def test_staff_give_a_workspace_more_and_both_logs_say_so(ada: Membership, sam: User, signed_in: SignedIn) -> None:
    signed_in(sam).post(
        f"/admin/tenants/tenant/{ada.tenant.pk}/do/ai-budget/", {"amount": "99", "reason": "Agreed by mail"}
    )

    assert limits_of(policy_of(ada.tenant)).platform == Decimal(99)
    assert log_of(ada) == [("ai.budget-changed", "Acme Robotics")]
    assert AuditEntry.objects.get(action="ai.budget-changed").note == "Agreed by mail"

"""A code of a recommendation grants once: to who comes, and to who handed it on."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.accounts.services import sign_up_candidate, sign_up_company
from apps.billing.catalogue import CREDITS, MODULE, MONTH, ONCE, item_of
from apps.billing.models import Account, LedgerEntry, LedgerTransaction, Referral, ReferralCode
from apps.billing.queries import credit_state
from apps.billing.referral_queries import credits_of_rewards
from apps.billing.services import (
    account_of,
    capture_credits,
    code_of,
    grant_credits,
    hold_credits,
    reconcile,
    redeem_code,
    welcome_newcomers,
)
from apps.billing.services.referrals import LENGTH, LETTERS, MOST_A_YEAR, settle_referral
from apps.billing.tests.rows import paid
from apps.billing.tests.simulated import Simulator, deliver
from apps.billing.tests.stories import buy, intent_of
from apps.core.problems import ProblemError
from apps.core.queue.worker import run_all_due
from tests.people import PASSWORD, Api, NewMember, SignedIn

pytestmark = pytest.mark.django_db


def code(member: Membership) -> str:
    return code_of(account_of(member)).code


def balance(member: Membership) -> int:
    return credit_state(account_of(member)).balance


def refusal(member: Membership, word: str) -> str:
    with pytest.raises(ProblemError) as raised:
        redeem_code(member, code=word)
    return raised.value.code


def test_code_is_eight_letters_that_nobody_mixes_up_and_stays(ada: Membership, cleo: Membership) -> None:
    first = code(ada)

    assert (len(first), set(first) <= set(LETTERS), set(LETTERS) & set("01OIL")) == (LENGTH, True, set())
    assert (code(ada), code(cleo) == first) == (first, False)


def test_newcomer_is_welcomed_at_once_and_the_other_rewarded_with_the_first_payment(
    ada: Membership, cleo: Membership, stripe: Simulator
) -> None:
    redeem_code(cleo, code=code(ada).lower())
    assert (balance(cleo), balance(ada)) == (1, 0)

    for _purchase in range(2):
        before = stripe.last_event()
        buy(cleo, stripe, item_of(CREDITS, "5", ONCE))
        deliver(stripe.events(before), run_all_due)

    assert (balance(cleo), balance(ada), Referral.objects.get().state) == (11, 2, "rewarded")
    keys = LedgerTransaction.objects.filter(source_key__contains="referral:").values_list("source_key", flat=True)
    row = Referral.objects.get()
    assert sorted(keys) == [f"credits:referral:{row.pk}:reward", f"credits:referral:{row.pk}:welcome"]
    assert reconcile(whole=True).differences == []


def test_first_paid_invoice_of_a_subscription_counts_as_well(
    ada: Membership, cleo: Membership, stripe: Simulator
) -> None:
    redeem_code(cleo, code=code(ada))
    before = stripe.last_event()
    buy(cleo, stripe, item_of(MODULE, "cv_analysis", MONTH), 2)

    for _time in range(2):
        deliver(stripe.events(before), run_all_due)

    assert balance(ada) == 2


def test_first_purchase_that_is_paid_back_takes_what_is_left_of_the_reward(
    ada: Membership, cleo: Membership, stripe: Simulator
) -> None:
    redeem_code(cleo, code=code(ada))
    before = stripe.last_event()
    order = buy(cleo, stripe, item_of(CREDITS, "5", ONCE))
    deliver(stripe.events(before), run_all_due)
    payer = account_of(ada)
    hold_credits(payer, key="session", seconds=3600)
    capture_credits(payer, key="session", seconds=60)
    before = stripe.last_event()

    stripe.control("refunds/make", payment_intent=intent_of(order))
    for _time in range(2):
        deliver(stripe.events(before), run_all_due)

    row = Referral.objects.get()
    assert (balance(ada), row.state, credits_of_rewards(payer)) == (0, "back", 1)
    assert balance(cleo) == 1
    assert sum(LedgerEntry.objects.filter(unit="sec").values_list("amount", flat=True)) == 0
    assert reconcile(whole=True).differences == []


def test_paid_back_before_anybody_heard_of_it_ends_the_same(
    ada: Membership, cleo: Membership, stripe: Simulator
) -> None:
    redeem_code(cleo, code=code(ada))
    before = stripe.last_event()
    order = buy(cleo, stripe, item_of(CREDITS, "5", ONCE))
    stripe.control("refunds/make", payment_intent=intent_of(order))

    deliver(stripe.events(before), run_all_due)

    assert (balance(ada), Referral.objects.get().state) == (0, "back")


def test_code_is_redeemed_once(ada: Membership, cleo: Membership, dan: Membership) -> None:
    redeem_code(cleo, code=code(ada))

    assert (refusal(cleo, code(ada)), refusal(cleo, code(dan))) == ("referral-used", "referral-used")
    assert balance(cleo) == 1


def test_ones_own_code_and_one_of_the_same_people_count_for_nothing(
    ada: Membership, cleo: Membership, new_member: NewMember, community: Any
) -> None:
    private = new_member("privately", community, Role.CANDIDATE)
    private.user = ada.user
    Membership.objects.filter(pk=private.pk).update(user=ada.user)
    private.refresh_from_db()
    same = new_member("cleo2", community, Role.CANDIDATE)
    name, _at, domain = cleo.user.email.partition("@")
    same.user.email = f"{name.upper()}+practice@{domain}"
    same.user.save(update_fields=["email"])

    refusals = [refusal(ada, code(ada)), refusal(ada, code(private)), refusal(private, code(ada))]
    refusals.append(refusal(same, code(cleo)))

    assert refusals == ["referral-own"] * 4
    assert not Referral.objects.exists()


def test_nobody_redeems_the_code_of_whom_they_brought(ada: Membership, cleo: Membership, dan: Membership) -> None:
    redeem_code(cleo, code=code(ada))
    redeem_code(dan, code=code(cleo))

    assert [refusal(ada, code(cleo)), refusal(ada, code(dan))] == ["referral-own", "referral-own"]


def test_codes_are_for_newcomers(ada: Membership, cleo: Membership, dan: Membership) -> None:
    Membership.objects.filter(pk=cleo.pk).update(created_at=timezone.now() - timedelta(days=31))
    paid(account_of(dan), "before")

    assert [refusal(cleo, code(ada)), refusal(dan, code(ada))] == ["referral-late", "referral-late"]
    assert refusal(dan, "NOBODYS2") == "referral-unknown"


def test_a_year_holds_so_many_credits(ada: Membership, cleo: Membership, dan: Membership) -> None:
    redeem_code(cleo, code=code(ada))
    grant_credits(account_of(ada), number=MOST_A_YEAR - 3, source_key="referral:of-others:reward")
    redeem_code(dan, code=code(ada))

    for number, member in enumerate((cleo, dan)):
        paid(account_of(member), f"first {number}")
        settle_referral(account_of(member))

    states = [Referral.objects.get(account=account_of(member)).state for member in (cleo, dan)]
    assert (balance(ada), states) == (MOST_A_YEAR - 1, ["rewarded", "capped"])


def test_newcomer_waits_for_the_address_to_be_confirmed(ada: Membership, cleo: Membership, settings: Settings) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"
    address = EmailAddress.objects.create(user=cleo.user, email=cleo.user.email, verified=False, primary=True)
    redeem_code(cleo, code=code(ada))
    assert (balance(cleo), welcome_newcomers()) == (0, 0)

    address.verified = True
    address.save()

    assert (welcome_newcomers(), welcome_newcomers(), balance(cleo)) == (1, 0, 1)


def test_sign_up_by_a_link_redeems_its_code(ada: Membership, community: Any) -> None:
    company = sign_up_company(
        company="Quince", email="quin@quince.example", password=PASSWORD, name="Quin", ref=code(ada)
    )
    person = sign_up_candidate(email="pia@mail.example", password=PASSWORD, name="Pia", ref=code(ada))
    stray = sign_up_candidate(email="sam@mail.example", password=PASSWORD, name="Sam", ref="NOBODYS2")

    assert [balance(one) for one in (company, person, stray)] == [1, 1, 0]


def test_code_of_the_link_is_kept_over_the_form_and_its_mistakes(ada: Membership, community: Any) -> None:
    browser = Client()
    word = code(ada)
    filled_in = {"name": "Pia", "email": "pia@mail.example", "password1": PASSWORD}
    browser.get(f"/signup/company/?ref={word}")

    refused = browser.post("/accounts/signup/", filled_in | {"password1": "short"})
    browser.post("/accounts/signup/", filled_in)

    person = Membership.objects.get(user__email="pia@mail.example")
    assert (refused.status_code, Referral.objects.get().account) == (200, account_of(person))


def test_company_signs_up_by_page_and_by_api_with_a_code(ada: Membership) -> None:
    browser, word = Client(), code(ada)
    fields = {"company": "Quince", "name": "Quin", "email": "quin@quince.example", "password": PASSWORD}
    browser.get(f"/signup/company/?ref={word}")
    browser.post("/signup/company/", fields)
    fields |= {"company": "Plum", "email": "pat@plum.example", "ref": word}
    answer = Client().post("/api/v1/auth/register/", fields, content_type="application/json")

    assert (answer.status_code, sorted(Referral.objects.values_list("account__tenant__name", flat=True))) == (
        201,
        ["Plum", "Quince"],
    )


def test_api_says_how_it_stands_and_redeems(
    ada: Membership, ben: Membership, cleo: Membership, api: Api, settings: Settings
) -> None:
    address = "/api/v1/billing/referral/"
    mine = api(ada).get(address).json()

    redeemed = api(cleo).post(f"{address}redeem/", {"code": mine["code"]}, format="json")
    again = api(cleo).post(f"{address}redeem/", {"code": mine["code"]}, format="json")
    after = api(ada).get(address).json()

    assert (mine["link"], mine["came"]) == (f"{settings.BASE_URL}/signup/company/?ref={mine['code']}", 0)
    assert (redeemed.status_code, redeemed.json()["redeemed"], redeemed.json()["is_welcomed"]) == (
        201,
        mine["code"],
        True,
    )
    assert (again.status_code, again.json()["code"], after["came"], after["can_redeem"]) == (
        409,
        "referral-used",
        1,
        True,
    )
    assert api(ben).get(address).status_code == 403
    assert ReferralCode.objects.filter(account__membership=None).count() == 2


def test_page_shows_the_link_and_redeems(ada: Membership, cleo: Membership, signed_in: SignedIn) -> None:
    browser = signed_in(cleo)
    page = f"{cleo.tenant.path}billing/referral/"

    wrong = browser.post(page, {"code": "NOBODYS2"})
    right = browser.post(page, {"code": code(ada)}, follow=True)
    own = signed_in(ada).get("/t/acme/billing/referral/").text

    assert (wrong.status_code, "Nobody has this code" in wrong.text) == (422, True)
    assert (f"{code(ada)}, redeemed on" in right.text, "Redeem the code" in right.text) == (True, False)
    assert (f"?ref={code(ada)}" in own, "Came by your code" in own) == (True, True)
    assert Account.objects.filter(referral__isnull=False).count() == 1

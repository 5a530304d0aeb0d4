"""Codes of recommendations: each is somebody's alone, and an address that is confirmed brings the newcomer's credit."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.test import Client
from django.urls import reverse

from apps.accounts.models import Membership
from apps.accounts.services import sign_up_candidate
from apps.billing.models import ReferralCode
from apps.billing.queries import credit_state
from apps.billing.services import account_of, code_of, referrals
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db


def balance(member: Membership) -> int:
    return credit_state(account_of(member)).balance


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Callable[[Iterator[str]], None]:
    """The letters that chance gives next."""

    def make(words: Iterator[str]) -> None:
        monkeypatch.setattr(referrals, "_fresh_code", lambda: next(words))

    return make


def test_letters_that_somebody_has_are_drawn_again(
    ada: Membership, cleo: Membership, drawn: Callable[[Iterator[str]], None]
) -> None:
    drawn(iter(["ABCDEFGH", "ABCDEFGH", "ABCDEFGH", "HGFEDCBA"]))

    codes = [code_of(account_of(member)).code for member in (cleo, ada, ada)]

    assert codes == ["ABCDEFGH", "HGFEDCBA", "HGFEDCBA"]


def test_where_no_letters_are_free_nobody_gets_anothers(
    ada: Membership, cleo: Membership, drawn: Callable[[Iterator[str]], None]
) -> None:
    drawn(iter(["ABCDEFGH"] * 100))
    code_of(account_of(cleo))

    with pytest.raises(RuntimeError, match="no code is free"):
        code_of(account_of(ada))

    assert list(ReferralCode.objects.values_list("account", "code")) == [(account_of(cleo).pk, "ABCDEFGH")]


def test_newcomer_has_the_credit_as_soon_as_the_link_in_the_mail_is_opened(
    ada: Membership, community: Any, settings: Any
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"
    word = code_of(account_of(ada)).code
    person = sign_up_candidate(email="pia@mail.example", password=PASSWORD, name="Pia", ref=word)
    other = sign_up_candidate(email="sam@mail.example", password=PASSWORD, name="Sam")
    before = balance(person)

    for member in (other, person, person):
        address = EmailAddress.objects.get(user=member.user)
        link = reverse("account_confirm_email", args=[EmailConfirmationHMAC.create(address).key])
        Client().post(link)

    assert (before, balance(person), balance(other), balance(ada)) == (0, 1, 0, 0)

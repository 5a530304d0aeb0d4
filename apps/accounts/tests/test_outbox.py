"""The outbox of the embedded engine: who reads what, and that nothing in a mail comes alive."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import transaction
from django.test import Client

from apps.accounts.mailing import send_mail_to
from apps.accounts.models import Invitation, Mail, Membership, User
from apps.accounts.outbox import mails_for
from apps.accounts.roles import Role
from apps.accounts.services import invite
from apps.core.actor import STAFF, Actor, acting_as
from apps.core.mail import eml_file
from apps.tenants.models import Tenant
from config.mail_engine import MailEngine
from tests.people import PASSWORD, NewMember, SignedIn

pytestmark = pytest.mark.django_db

Mails = Callable[[], list[str]]
OUTBOX = "/t/acme/settings/outbox/"


def write(address: str, tenant: Tenant | None, mails: Mails) -> Mail:
    with transaction.atomic():
        mail = send_mail_to(address, "test_mail", tenant=tenant)
    assert mail is not None
    mails()
    return mail


def test_managers_read_what_was_sent_for_their_workspace(
    ada: Membership, cleo: Membership, signed_in: SignedIn, mails: Mails
) -> None:
    own = write("eve@elsewhere.example", ada.tenant, mails)
    foreign = write("fay@elsewhere.example", cleo.tenant, mails)
    client = signed_in(ada)

    listed = client.get(OUTBOX).text
    page = client.get(f"{OUTBOX}{own.pk}/")
    frame = client.get(f"{OUTBOX}{own.pk}/html/")

    assert ("eve@elsewhere.example" in listed, "fay@elsewhere.example" in listed) == (True, False)
    assert (f'src="{OUTBOX}{own.pk}/html/"' in page.text, "It does." in page.text) == (True, True)
    assert (frame.status_code, frame.text.startswith("<!doctype html>")) == (200, True)
    assert [client.get(f"{OUTBOX}{foreign.pk}/{end}").status_code for end in ("", "html/")] == [404, 404]


def test_frame_of_a_mail_can_do_nothing(ada: Membership, signed_in: SignedIn, mails: Mails) -> None:
    mail = write("eve@elsewhere.example", ada.tenant, mails)

    page = signed_in(ada).get(f"{OUTBOX}{mail.pk}/")
    frame = signed_in(ada).get(f"{OUTBOX}{mail.pk}/html/")

    policy = dict(part.strip().partition(" ")[::2] for part in frame["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "img-src": "data:",
        "frame-ancestors": "'self'",
        "sandbox": "allow-popups allow-popups-to-escape-sandbox",
    }
    assert (frame["X-Frame-Options"], 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page.text) == (
        "SAMEORIGIN",
        True,
    )
    assert (page["X-Frame-Options"], "script" in policy) == ("DENY", False)


def test_what_opens_an_account_is_shown_to_its_owner_alone(
    ada: Membership, ben: Membership, signed_in: SignedIn, mails: Mails
) -> None:
    for address in ("ada@acme.example", "ben@acme.example"):
        Client().post("/t/acme/accounts/password/reset/", {"email": address})
    mails()
    own, others = Mail.objects.get(user=ada.user), Mail.objects.get(user=ben.user)

    answers = [signed_in(ada).get(f"{OUTBOX}{mail.pk}/html/").status_code for mail in (own, others)]

    assert answers == [200, 404]
    assert "ben@acme.example" not in signed_in(ada).get(OUTBOX).text


def test_staff_who_act_as_a_person_do_not_read_what_opens_the_persons_account(
    ada: Membership, sam: User, mails: Mails
) -> None:
    Client().post("/t/acme/accounts/password/reset/", {"email": "ada@acme.example"})
    mails()

    own = mails_for(ada).count()
    with acting_as(Actor(STAFF, sam.pk, on_behalf_of=ada.user_id)):
        as_staff = mails_for(ada).count()

    assert (own, as_staff) == (1, 0)


def test_invitations_of_owners_are_shown_to_owners_alone(
    ada: Membership, new_member: NewMember, signed_in: SignedIn, mails: Mails
) -> None:
    carl = new_member("carl", ada.tenant, Role.ADMIN)
    for name, role in (("olga", Role.OWNER), ("mia", Role.MEMBER)):
        invite(ada, email=f"{name}@elsewhere.example", role=role)
    mails()

    pages = [signed_in(who).get(OUTBOX).text for who in (ada, carl)]

    assert Invitation.objects.count() == 2
    assert [[f"{name}@elsewhere.example" in page for name in ("olga", "mia")] for page in pages] == [
        [True, True],
        [False, True],
    ]


def test_members_do_not_read_the_outbox(ben: Membership, signed_in: SignedIn, mails: Mails) -> None:
    mail = write("eve@elsewhere.example", ben.tenant, mails)

    answers = [signed_in(ben).get(f"{OUTBOX}{end}").status_code for end in ("", f"{mail.pk}/", f"{mail.pk}/html/")]

    assert answers == [403, 403, 403]


def test_staff_read_everything_on_the_platform(sam: User, ada: Membership, signed_in: SignedIn, mails: Mails) -> None:
    mail = write("eve@elsewhere.example", ada.tenant, mails)
    helper = User.objects.create_user("hal@rostrum.example", PASSWORD, is_staff=True)
    without = signed_in(helper).get("/outbox/").status_code
    helper.user_permissions.add(Permission.objects.get(codename="view_mail"))

    pages = [signed_in(who).get("/outbox/") for who in (sam, helper)]
    parts = [signed_in(sam).get(f"/outbox/{mail.pk}/{end}").status_code for end in ("", "html/")]

    assert [("eve@elsewhere.example" in page.text, page.text.count("<h1")) for page in pages] == [(True, 1)] * 2
    assert (without, parts, signed_in(ada).get("/outbox/").status_code) == (403, [200, 200], 403)
    assert Client().get("/outbox/")["Location"] == "/accounts/login/?next=/outbox/"


@pytest.mark.parametrize("address", [OUTBOX, "/outbox/"])
def test_there_is_no_outbox_where_mails_are_sent(
    address: str, sam: User, ada: Membership, signed_in: SignedIn, settings: Any
) -> None:
    settings.MAIL = MailEngine("smtp", "django.core.mail.backends.smtp.EmailBackend", host="mail.example")
    who = ada if address == OUTBOX else sam

    assert signed_in(who).get(address).status_code == 404
    assert 'outbox/"' not in signed_in(ada).get("/t/acme/settings/").text


def test_mail_that_waits_or_whose_file_is_gone_says_so(ada: Membership, signed_in: SignedIn, mails: Mails) -> None:
    mail = write("eve@elsewhere.example", ada.tenant, mails)
    eml_file(mail.pk).unlink()

    page = signed_in(ada).get(f"{OUTBOX}{mail.pk}/")

    assert (page.status_code, "There is nothing to show yet" in page.text) == (200, True)
    assert signed_in(ada).get(f"{OUTBOX}{mail.pk}/html/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_list_reads_its_mails_in_one_statement(
    rows: int, ada: Membership, signed_in: SignedIn, mails: Mails, django_assert_max_num_queries: Any
) -> None:
    for _number in range(rows):
        write("eve@elsewhere.example", ada.tenant, mails)
    client = signed_in(ada)
    client.get(OUTBOX)

    with django_assert_max_num_queries(30) as queries:
        page = client.get(OUTBOX)

    assert page.text.count('<tr id="mail-') == rows
    assert len([query for query in queries if '"accounts_mail"' in query["sql"]]) == 1

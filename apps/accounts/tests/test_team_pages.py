"""The pages of the team, of invitations, and of whoever comes by one."""

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import Invitation, Membership, User
from apps.accounts.roles import Role
from apps.accounts.services import invite, suspend_member
from apps.accounts.tests.letters import Mails, links_of
from apps.tenants.models import Tenant
from tests.people import PASSWORD, NewMember, SignedIn

pytestmark = pytest.mark.django_db

TEAM = "/t/acme/team/"
GOOD = "correct horse battery"


@pytest.fixture
def link(ada: Membership, mails: Mails) -> Callable[..., str]:
    """The path behind the link of a new invitation: link("eve@…", Role.GUEST)."""

    def make(email: str = "eve@example.org", role: Role = Role.MEMBER) -> str:
        invite(ada, email=email, role=role, name="Eve")
        return links_of(mails)[-1]

    return make


def test_team_is_in_the_menu_of_those_who_may_look(ada: Membership, gia: Membership, signed_in: SignedIn) -> None:
    pages = [signed_in(who).get("/t/acme/") for who in (ada, gia)]

    assert [page.text.count(f'href="{TEAM}"') >= 1 for page in pages] == [True, True]


def test_everybody_sees_who_works_here_and_only_managers_what_to_do(
    ada: Membership, ben: Membership, signed_in: SignedIn
) -> None:
    suspend_member(ben, by=ada)
    mine = signed_in(ada).get(TEAM).text

    assert ("Ben" in mine, "ben@acme.example" in mine, mine.count("Suspended") >= 1) == (True, True, True)
    assert (f'href="{TEAM}invite/"' in mine, f'href="{TEAM}invitations/"' in mine) == (True, True)


def test_guest_sees_the_team_and_no_deeds(ada: Membership, gia: Membership, signed_in: SignedIn) -> None:
    listed, page = (signed_in(gia).get(address).text for address in (TEAM, f"{TEAM}{ada.pk}/"))

    assert [f"{TEAM}invite" in text or "Remove" in text or "<select" in text for text in (page,)] == [False]
    assert (f'href="{TEAM}{ada.pk}/"' in listed, f'href="{TEAM}invite/"' in listed) == (True, False)


@pytest.mark.parametrize("more", [0, 2])
def test_list_takes_as_many_queries_for_three_as_for_one(
    ada: Membership,
    acme: Tenant,
    signed_in: SignedIn,
    new_member: NewMember,
    django_assert_num_queries: DjangoAssertNumQueries,
    more: int,
) -> None:
    for number in range(more):
        new_member(f"eve{number}", acme, Role.MEMBER)
        invite(ada, email=f"eve{number}@example.org", role=Role.GUEST)
    client = signed_in(ada)
    client.get(TEAM)

    with django_assert_num_queries(7):
        members = client.get(TEAM).text
    with django_assert_num_queries(7):
        client.get(f"{TEAM}invitations/")
    assert members.count("row-link") == more + 1


def test_list_can_be_narrowed_sorted_and_exported(ada: Membership, ben: Membership, signed_in: SignedIn) -> None:
    suspend_member(ben, by=ada)
    client = signed_in(ada)

    def order(query: str) -> list[str]:
        return re.findall(r'class="row-link"[^>]*>(\w+)</a>', client.get(f"{TEAM}?{query}").text)

    exported = b"".join(client.get(f"{TEAM}export/?state=suspended").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # it is streamed

    assert (order("role=member"), order("state=active"), order("q=ada@")) == (["Ben"], ["Ada"], ["Ada"])
    assert (order("sort=role"), order("sort=-role")) == (["Ada", "Ben"], ["Ben", "Ada"])
    assert [line.split(",")[:4] for line in exported.splitlines()] == [
        ["Name", "E-mail address", "Role", "State"],
        ["Ben", "ben@acme.example", "Member", "Suspended"],
    ]


def test_role_is_changed_on_the_members_page(ada: Membership, ben: Membership, signed_in: SignedIn) -> None:
    page = signed_in(ada).post(f"{TEAM}{ben.pk}/role/", {"role": "admin"}, follow=True)

    assert "Ben has the role “Administrator” now." in page.text
    assert Membership.objects.get(pk=ben.pk).role == "admin"


def test_role_above_ones_own_is_not_offered_and_not_taken(
    ada: Membership, acme: Tenant, new_member: NewMember, ben: Membership, signed_in: SignedIn
) -> None:
    client = signed_in(new_member("amy", acme, Role.ADMIN))

    page = client.get(f"{TEAM}{ben.pk}/").text
    refused = client.post(f"{TEAM}{ben.pk}/role/", {"role": "owner"})
    owner = client.get(f"{TEAM}{ada.pk}/").text

    assert ('value="admin"' in page, 'value="owner"' in page) == (True, False)
    assert (refused.status_code, Membership.objects.get(pk=ben.pk).role) == (422, "member")
    assert ("<select" in owner, "Remove" in owner) == (False, False)


def test_suspending_letting_in_and_removing_say_what_they_did(
    ada: Membership, ben: Membership, signed_in: SignedIn
) -> None:
    client = signed_in(ada)

    said = []
    for deed in ("suspend", "reactivate", "remove"):
        client.post(f"{TEAM}{ben.pk}/{deed}/")
        said.append(
            (Membership.objects.get(pk=ben.pk).state, [str(one) for one in client.get(TEAM).context["messages"]])
        )

    assert said == [
        ("suspended", ["Ben cannot enter this workspace any more, until you let them in again."]),
        ("active", ["Ben can enter this workspace again."]),
        ("removed", ["Ben is no longer a member. What they did here stays."]),
    ]
    assert client.get(f"{TEAM}{ben.pk}/").status_code == 404


def test_last_owner_who_would_leave_reads_what_to_do_first(ada: Membership, signed_in: SignedIn) -> None:
    page = signed_in(ada).post(f"{TEAM}{ada.pk}/remove/")

    assert (page.status_code, "Make somebody else an owner first." in page.text) == (409, True)
    assert Membership.objects.get(pk=ada.pk).state == "active"


def test_ownership_is_handed_over_by_a_button(ada: Membership, ben: Membership, signed_in: SignedIn) -> None:
    client = signed_in(ada)
    offered = f'action="{TEAM}{ben.pk}/transfer/"' in client.get(f"{TEAM}{ben.pk}/").text

    client.post(f"{TEAM}{ben.pk}/transfer/")

    assert (offered, [Membership.objects.get(pk=one.pk).role for one in (ben, ada)]) == (True, ["owner", "admin"])


def test_invitation_is_sent_and_managed_by_pages(ada: Membership, signed_in: SignedIn, mails: Mails) -> None:
    client = signed_in(ada)

    sent = client.post(f"{TEAM}invite/", {"email": "eve@example.org", "role": "guest"}, follow=True)
    twice = client.post(f"{TEAM}invite/", {"email": "eve@example.org", "role": "guest"})
    invitation = Invitation.objects.get()
    again = client.post(f"{TEAM}invitations/{invitation.pk}/resend/", follow=True)
    revoked = client.post(f"{TEAM}invitations/{invitation.pk}/revoke/", follow=True)

    assert "The invitation to eve@example.org is on its way." in sent.text
    assert (twice.status_code, "has an invitation that waits for an answer" in twice.text) == (422, True)
    assert ("A new link is on its way" in again.text, "is taken back" in revoked.text, len(mails())) == (True, True, 2)


def test_new_person_comes_in_through_the_link(link: Callable[..., str], signed_in: SignedIn) -> None:
    address, client = link(), Client()
    shown = client.get(address)
    weak = client.post(address, {"name": "Eve Moss", "password": "short"})

    inside = client.post(address, {"name": "Eve Moss", "password": GOOD}, follow=True)

    assert ("Join Acme Robotics" in shown.text, 'value="eve@example.org"' in shown.text) == (True, True)
    assert (weak.status_code, "Eve Moss" in weak.text, weak.text.count("data-error-summary")) == (422, True, 1)
    assert (inside.redirect_chain, "Welcome to Acme Robotics." in inside.text) == ([("/t/acme/", 302)], True)
    assert User.objects.get(email="eve@example.org").check_password(GOOD)


def test_link_that_was_used_says_so_and_leads_on(link: Callable[..., str]) -> None:
    address = link()
    Client().post(address, {"name": "Eve Moss", "password": GOOD})

    page = Client().get(address)

    assert (page.status_code, "This invitation no longer works" in page.text) == (404, True)


def test_person_with_an_account_signs_in_first_and_comes_back(
    link: Callable[..., str], cleo: Membership, acme: Tenant
) -> None:
    address, client = link(cleo.user.email), Client()
    shown = client.get(address).text
    by_force = client.post(address, {"name": "X", "password": GOOD})

    client.post(f"/t/acme/accounts/login/?next={address}", {"login": cleo.user.email, "password": PASSWORD})
    asked = client.get(address).text
    inside = client.post(address, follow=True)

    assert (f"login/?next={address}" in shown, by_force.status_code) == (True, 200)
    assert ("You are signed in as Cleo." in asked, inside.redirect_chain) == (True, [("/t/acme/", 302)])
    assert Membership.objects.filter(user=cleo.user, tenant=acme, role="member", is_active=True).count() == 1
    assert User.objects.get(pk=cleo.user_id).check_password(PASSWORD)


def test_somebody_else_who_is_signed_in_is_told_so(
    link: Callable[..., str], cleo: Membership, signed_in: SignedIn
) -> None:
    address, client = link(), signed_in(cleo)

    pages = [client.get(address), client.post(address)]

    assert [page.status_code for page in pages] == [403, 403]
    assert ["you are signed in as cleo@beta.example" in page.text for page in pages] == [True, True]
    assert Membership.objects.filter(user=cleo.user).count() == 1


def test_link_works_below_its_own_workspace_only(link: Callable[..., str], beta: Tenant) -> None:
    assert Client().get(link().replace("/t/acme/", "/t/beta/")).status_code == 404


def test_page_of_the_link_is_kept_nowhere(link: Callable[..., str]) -> None:
    headers = Client().get(link()).headers

    assert ("no-store" in headers["Cache-Control"], headers["Referrer-Policy"]) == (True, "same-origin")


def test_file_is_previewed_confirmed_and_reported(ada: Membership, ben: Membership, signed_in: SignedIn) -> None:
    client = signed_in(ada)
    file = SimpleUploadedFile(
        "people.csv", b"email;role;name\nben@acme.example;;\neve@example.org;guest;Eve M\xfcller\nno;;"
    )

    preview = client.post(f"{TEAM}invite/many/", {"file": file, "role": "member"})
    before = Invitation.objects.count()
    done = client.post(f"{TEAM}invite/many/confirm/", {"text": preview.context["text"], "role": "member"})

    assert [(one.line.number, one.outcome.value) for one in preview.context["report"]] == [
        (2, "already-member"),
        (4, "bad-address"),
        (3, "invited"),
    ]
    assert (before, "Nothing is sent yet." in preview.text, "1 invitation is on its way." in done.text) == (
        0,
        True,
        True,
    )
    assert list(Invitation.objects.values_list("email", "role", "name")) == [("eve@example.org", "guest", "Eve Müller")]


def test_file_that_cannot_be_read_is_refused_at_its_field(ada: Membership, signed_in: SignedIn) -> None:
    file = SimpleUploadedFile("people.csv", b"email,role\n")

    page = signed_in(ada).post(f"{TEAM}invite/many/", {"file": file, "role": "member"})

    assert (page.status_code, "There is nobody in it." in page.text, page.text.count("data-error-summary")) == (
        *(422, True),
        1,
    )

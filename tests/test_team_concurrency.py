"""Several who decide about the same people at the same moment, with real commits."""

from collections.abc import Callable
from functools import partial

import pytest

from apps.accounts.models import Invitation, Membership, User
from apps.accounts.roles import Role
from apps.accounts.services import accept_as, accept_as_new_person, invite, resend_invitation, revoke_invitation
from apps.accounts.tests.letters import Mails, key_in, links_of
from apps.core.problems import ProblemError
from tests.at_once import at_once

pytestmark = pytest.mark.usefixtures("committed")

EVE = "eve@example.org"


def outcome(deed: Callable[[], object]) -> Callable[[], str]:
    """Do it, and say what came of it."""

    def do() -> str:
        try:
            deed()
        except ProblemError as problem:
            return problem.code
        return "done"

    return do


@pytest.fixture
def key(ada: Membership, mails: Mails) -> str:
    """Of an invitation to Eve."""
    invite(ada, email=EVE, role=Role.MEMBER)
    return key_in(links_of(mails)[-1])


def test_of_many_who_use_one_link_at_once_one_gets_in(key: str, ada: Membership) -> None:
    uses = [
        outcome(lambda: accept_as_new_person(key, name="Eve", password="correct horse battery")) for _number in range(6)
    ]

    answers = at_once(*uses)

    assert sorted(answers) == ["done", *["invitation-gone"] * 5]
    assert Membership.objects.filter(tenant=ada.tenant, user__email=EVE).count() == 1


def test_existing_person_who_clicks_twice_joins_once(key: str, ada: Membership) -> None:
    eve = User.objects.create_user(EVE, "a password of nobody")

    answers = at_once(*[outcome(lambda: accept_as(eve, key)) for _number in range(4)])

    assert sorted(answers) == ["done", *["invitation-gone"] * 3]
    assert eve.memberships.count() == 1


def test_link_that_is_taken_back_while_it_is_used_does_one_or_the_other(key: str, ada: Membership) -> None:
    invitation = Invitation.objects.get()

    joined, revoked = at_once(
        outcome(lambda: accept_as_new_person(key, name="Eve", password="correct horse battery")),
        outcome(lambda: revoke_invitation(invitation, by=ada)),
    )

    invitation.refresh_from_db()
    is_member = Membership.objects.filter(user__email=EVE).exists()
    assert (joined, revoked, invitation.state, is_member) in {
        ("done", "invitation-not-open", "accepted", True),
        ("invitation-gone", "done", "revoked", False),
    }


def test_two_who_invite_the_same_address_send_one_invitation(ada: Membership, mails: Mails) -> None:
    answers = at_once(*[outcome(lambda: invite(ada, email=EVE, role=Role.GUEST)) for _number in range(5)])

    assert sorted(answers) == [*["already-invited"] * 4, "done"]
    assert (Invitation.objects.count(), len(mails())) == (1, 1)


def test_sent_again_by_two_at_once_the_last_link_alone_works(key: str, ada: Membership, mails: Mails) -> None:
    invitation = Invitation.objects.get()
    at_once(*[outcome(lambda: resend_invitation(invitation, by=ada)) for _number in range(3)])

    joining = partial(accept_as_new_person, name="Eve", password="correct horse battery")
    answers = [outcome(partial(joining, key_in(link)))() for link in links_of(mails)]

    assert sorted(answers) == ["done", *["invitation-gone"] * 3]

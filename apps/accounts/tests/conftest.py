"""Invitations for the tests of this app."""

import pytest

from apps.accounts.models import Invitation, Membership
from apps.accounts.roles import Role
from apps.accounts.services import invite
from apps.accounts.tests.invited import EVE, NewKey
from apps.accounts.tests.letters import Mails, key_in, links_of


@pytest.fixture
def invited(mails: Mails, ada: Membership) -> NewKey:
    """An invitation and the key in its mail: invited(), invited("ben@…", Role.ADMIN)."""

    def make(email: str = EVE, role: Role = Role.MEMBER) -> tuple[Invitation, str]:
        return invite(ada, email=email, role=role), key_in(links_of(mails)[-1])

    return make

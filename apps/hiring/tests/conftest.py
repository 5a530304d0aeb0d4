"""Jobs and people for the tests of hiring."""

from typing import Any

import pytest

from apps.accounts.models import Membership
from apps.hiring.exchange import SkillDraft
from apps.hiring.models import Candidate, Job
from apps.hiring.services import create_candidate, create_job, open_job
from apps.hiring.tests.people import Person


@pytest.fixture
def job(ada: Membership) -> Job:
    """An open job of Acme's; the test runs inside Acme."""
    return open_job(create_job(by=ada, title="Python developer", skills=[SkillDraft("Python"), SkillDraft("SQL")]))


@pytest.fixture
def person(ada: Membership) -> Person:
    """A candidate with an address of their own: person("Ines Okafor", phone="+49 30 123456")."""

    def make(name: str, **fields: Any) -> Candidate:
        address = f"{name.lower().replace(' ', '.')}@people.example"
        return create_candidate(by=ada, **{"name": name, "email": address} | fields)

    return make

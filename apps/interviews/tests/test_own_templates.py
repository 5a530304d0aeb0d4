"""Templates of the workspace's own beside those that the module brings."""

import pytest

from apps.accounts.models import Membership
from apps.core.problems import NotAllowedError
from apps.core.scope import scope
from apps.interviews.configuration import Round
from apps.interviews.evaluation.model import WEIGHTS
from apps.interviews.services.bank import write_set
from apps.interviews.services.templates import (
    BadTemplateError,
    TemplateTitleError,
    archive_template,
    create_template,
    revise_template,
)
from apps.interviews.shipped import shipped_templates
from apps.interviews.template_bank import template_of, templates_for

ROUNDS = (Round("Call", "phone", 3), Round("Deep", "technical", 5, opens_at=60))
WEIGHTED = {"relevance": 40, "examples": 20, "structure": 20, "accuracy": 20, "alignment": 0}
SLUG = "backend-mid-slow-after-growth"
pytestmark = pytest.mark.django_db


def test_an_own_template_has_the_shape_of_a_shipped_one(ada: Membership) -> None:
    with scope(ada.tenant):
        made = create_template(ada, title="Ours", rounds=ROUNDS, weights=WEIGHTED, role="backend", description="Two.")
        found = template_of(str(made.pk), ada)

        assert found is not None
        assert (found.slug, found.title, found.role, found.rounds, found.weights, found.is_own) == (
            *(str(made.pk), "Ours", "backend", ROUNDS, WEIGHTED, True),
        )
        assert [one.slug for one in templates_for(ada)] == [str(made.pk), *shipped_templates()]
        assert template_of("backend-technical", ada) == shipped_templates()["backend-technical"]
        assert template_of("no-such-template", ada) is None


def test_a_template_without_weights_has_the_usual_ones(ada: Membership) -> None:
    with scope(ada.tenant):
        made = create_template(ada, title="Ours", rounds=ROUNDS)
        found = template_of(str(made.pk), ada)

        assert found is not None
        assert found.weights == WEIGHTS


@pytest.mark.parametrize("weights", [WEIGHTED | {"relevance": 41}, {"relevance": 100}])
def test_weights_that_do_not_make_100_are_refused(ada: Membership, weights: dict[str, int]) -> None:
    with scope(ada.tenant), pytest.raises(BadTemplateError):
        create_template(ada, title="Ours", rounds=ROUNDS, weights=weights)


def test_a_title_is_taken_once_until_its_template_is_archived(ada: Membership) -> None:
    with scope(ada.tenant):
        first = create_template(ada, title="Ours", rounds=ROUNDS)
        with pytest.raises(TemplateTitleError):
            create_template(ada, title="Ours", rounds=ROUNDS)
        archive_template(first, by=ada)
        second = create_template(ada, title="Ours", rounds=ROUNDS[:1])

        assert template_of(str(first.pk), ada) is None
        assert revise_template(second, by=ada, title="Theirs", rounds=ROUNDS).rounds == [
            one.to_json() for one in ROUNDS
        ]


def test_a_round_asks_only_a_set_that_is_shared(ada: Membership, gia: Membership) -> None:
    with scope(ada.tenant):
        private = write_set(ada, title="Mine", questions=[SLUG])
        shared = write_set(ada, title="Ours", questions=[SLUG], is_shared=True)
        with pytest.raises(BadTemplateError):
            create_template(ada, title="A", rounds=[Round("Call", "phone", 3, question_set=str(private.pk))])
        made = create_template(ada, title="B", rounds=[Round("Call", "phone", 3, question_set=str(shared.pk))])

        assert made.rounds[0]["question_set"] == str(shared.pk)
        with pytest.raises(NotAllowedError):
            archive_template(made, by=gia)

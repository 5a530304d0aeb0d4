"""Deeds of interview templates: the workspace's own kinds of interview."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import Membership
from apps.accounts.rights import require_right
from apps.audit.services import record
from apps.core.problems import ProblemError
from apps.interviews.bank import EDIT, key_of
from apps.interviews.configuration import Round
from apps.interviews.evaluation.model import WEIGHTS
from apps.interviews.models import QuestionSet, Template

MOST_ROUNDS = 6
WHOLE = 100


class BadTemplateError(ProblemError):
    code = "bad-template"
    title = gettext_lazy("A template cannot be like this.")
    status = 422


class TemplateTitleError(ProblemError):
    code = "template-title-taken"
    title = gettext_lazy("There is a template of this title.")
    status = 409


def _check(rounds: Sequence[Round], weights: Mapping[str, int]) -> None:
    if not 1 <= len(rounds) <= MOST_ROUNDS:
        raise BadTemplateError(_("Give it from 1 to %(most)s rounds.") % {"most": MOST_ROUNDS})
    if weights and (set(weights) != set(WEIGHTS) or min(weights.values()) < 0 or sum(weights.values()) != WHOLE):
        raise BadTemplateError(_("The weights must add up to 100."))
    sets = {one.question_set for one in rounds if one.question_set}
    keys = {key for key in map(key_of, sets) if key}
    if sets and QuestionSet.objects.filter(is_shared=True, pk__in=keys).count() < len(sets):
        raise BadTemplateError(_("A round asks a set that is not shared, or gone."))


def _save(template: Template) -> Template:
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError as error:
        raise TemplateTitleError(_("Choose another title.")) from error
    return template


@transaction.atomic
def create_template(
    by: Membership, *, title: str, rounds: Sequence[Round], weights: Mapping[str, int] | None = None, **said: str
) -> Template:
    """A template of the workspace's own; `said` are `description` and `role`."""
    require_right(by, EDIT)
    _check(rounds, weights or {})
    plain = [one.to_json() for one in rounds]
    return _save(Template(title=title, rounds=plain, weights=dict(weights or {}), made_by_id=by.pk, **said))


@transaction.atomic
def revise_template(
    template: Template, *, by: Membership, rounds: Sequence[Round] | None = None, **said: Any
) -> Template:
    """Change what is said; interviews that were set up with it stay as they are."""
    require_right(by, EDIT)
    locked = Template.objects.select_for_update().get(pk=template.pk)
    for name, value in said.items():
        setattr(locked, name, value)
    kept = [Round.from_json(one) for one in locked.rounds] if rounds is None else rounds
    _check(kept, locked.weights)
    locked.rounds = [one.to_json() for one in kept]
    return _save(locked)


@transaction.atomic
def archive_template(template: Template, *, by: Membership) -> None:
    """It is offered no more; interviews that were set up with it stay."""
    require_right(by, EDIT)
    locked = Template.objects.select_for_update().get(pk=template.pk)
    if not locked.is_archived:
        record("interviews.template-archived", target=locked, label=locked.title)
        locked.is_archived = True
        locked.save(update_fields=["is_archived", "updated_at"])

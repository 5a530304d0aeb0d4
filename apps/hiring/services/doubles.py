"""Deeds on records that may be one person's: suggest, merge, keep apart."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.audit.services import record
from apps.core.modules import all_modules
from apps.hiring.contact import person_of
from apps.hiring.models import Application, Assignment, Candidate, Match, Note, PossibleDouble, Result, StageChange
from apps.hiring.services.matches import mark_matches_stale
from apps.hiring.services.problems import NotMergeableError

MOST_SUSPECTS = 5
Reason = PossibleDouble.Reason


def is_same_name(one: str, other: str) -> bool:
    """Whether two names do not speak against one person: one of them is unknown, or they have the same words."""
    return not one or not other or _words(one) == _words(other)


def _words(name: str) -> list[str]:
    return sorted(name.casefold().replace(",", " ").replace(".", " ").split())


def _suspects(candidate: Candidate) -> Iterator[tuple[Candidate, str]]:
    """Who may be the same person, and why."""
    others = Candidate.objects.present().exclude(pk=candidate.pk).order_by("-pk")
    if candidate.phone:
        for one in others.filter(phone=candidate.phone)[:MOST_SUSPECTS]:
            yield one, Reason.PHONE
    if len(candidate.name.split()) > 1:
        for one in others.filter(name__iexact=candidate.name)[: MOST_SUSPECTS * 4]:
            if not (one.email and candidate.email):
                yield one, Reason.NAME
            elif person_of(one.email) == person_of(candidate.email):
                yield one, Reason.EMAIL


def suspect_doubles(candidate: Candidate) -> int:
    """Suggest those who may be the same person; a pair that was suggested once is not suggested again."""
    pairs: dict[tuple[UUID, UUID], str] = {}
    for other, reason in _suspects(candidate):
        first, second = sorted((candidate.pk, other.pk))
        pairs.setdefault((first, second), reason)
    rows = [
        PossibleDouble(first_id=first, second_id=second, reason=reason)
        for (first, second), reason in list(pairs.items())[:MOST_SUSPECTS]
    ]
    PossibleDouble.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _locked_pair(one: Candidate, other: Candidate) -> tuple[Candidate, Candidate]:
    rows = Candidate.objects.present().select_for_update().filter(pk__in=[one.pk, other.pk]).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) != 2:  # noqa: PLR2004 -- a pair
        raise NotMergeableError(_("Choose two different records that were not merged before."))
    return found[one.pk], found[other.pk]


@transaction.atomic
def merge_candidates(candidate: Candidate, *, into: Candidate, by: Membership | None = None) -> Candidate:
    """Make two records one: everything of the first goes over to `into`, which keeps what it has and gains the rest.

    The first stays as a pointer, so that its addresses and links still lead to the person.
    """
    loser, winner = _locked_pair(candidate, into)
    for config in all_modules():
        if config.candidate_merger:
            import_string(config.candidate_merger)(loser, winner)
    _merge_applications(loser, winner)
    _merge_results(loser, winner)
    Match.objects.filter(candidate=loser).delete()
    Note.objects.filter(candidate=loser).update(candidate=winner)
    Assignment.objects.filter(candidate=loser).update(candidate=winner)
    _move_what_modules_keep(loser, winner)
    PossibleDouble.objects.filter(Q(first=loser, second=winner) | Q(first=winner, second=loser)).update(
        state=PossibleDouble.State.MERGED, decided_by_id=by.pk if by else None, decided_at=timezone.now()
    )
    PossibleDouble.objects.filter(Q(first=loser) | Q(second=loser), state=PossibleDouble.State.OPEN).delete()
    _fill_in(winner, loser)
    record("candidate.merged", target=winner, label=winner.alias, note=str(loser.pk))
    mark_matches_stale(candidate=winner)
    return winner


def _fill_in(winner: Candidate, loser: Candidate) -> None:
    """What the record lacks comes from the other; the pointer is set first, as an address is one record's only."""
    Candidate.objects.filter(merged_into=loser).update(merged_into=winner)
    member_id = winner.member_id or loser.member_id
    loser.merged_into = winner
    loser.member = None
    loser.save(update_fields=["merged_into", "member", "updated_at"])
    for name in ("name", "email", "phone", "location", "headline", "source"):
        setattr(winner, name, getattr(winner, name) or getattr(loser, name))
    winner.member_id = member_id
    tags: dict[str, Any] = {str(tag).casefold(): tag for tag in [*loser.tags, *winner.tags]}
    winner.tags = [tags[key] for key in sorted(tags)]
    winner.links = list(dict.fromkeys([*winner.links, *loser.links]))
    winner.save()
    suspect_doubles(winner)


def _merge_applications(loser: Candidate, winner: Candidate) -> None:
    """Of two for the same job the one that has come further stays, with the notes and the history of both."""
    kept = {one.job_id: one for one in Application.objects.select_related("stage").filter(candidate=winner)}
    for one in Application.objects.select_related("stage").filter(candidate=loser):
        rival = kept.get(one.job_id)
        if rival is None:
            continue
        better, worse = (one, rival) if one.stage.position > rival.stage.position else (rival, one)
        for model in (Note, Result, Assignment, StageChange):
            if model is Result:
                _give_way(Result.objects.filter(application=worse), Result.objects.filter(application=better))
            model._default_manager.filter(application=worse).update(application=better)
        _repoint(worse, better, but={Note, Result, Assignment, StageChange})
        worse.delete()
    Application.objects.filter(candidate=loser).update(candidate=winner)


def _give_way(older: models.QuerySet[Result], others: models.QuerySet[Result]) -> None:
    """Of two current results of a kind the newer one stays current."""
    known = {(one.module, one.kind): one for one in others.filter(is_current=True)}
    for one in older.filter(is_current=True):
        rival = known.get((one.module, one.kind))
        if rival is not None:
            loser = one if one.created_at <= rival.created_at else rival
            Result.objects.filter(pk=loser.pk).update(is_current=False)


def _merge_results(loser: Candidate, winner: Candidate) -> None:
    """Those without an application may meet their like; the others moved with theirs."""
    mine, theirs = (Result.objects.filter(candidate=one, application=None) for one in (loser, winner))
    _give_way(mine, theirs)
    Result.objects.filter(candidate=loser).update(candidate=winner)


OWN = frozenset({Application, Assignment, Candidate, Match, Note, PossibleDouble, Result, StageChange})


def _repoint(old: models.Model, new: models.Model, *, but: frozenset[Any] | set[Any]) -> None:
    """Let every row that points to the one point to the other, whichever app it is of."""
    relations: list[Any] = old._meta.get_fields(include_hidden=True)
    for relation in relations:
        model: Any = relation.related_model
        if not (relation.one_to_many or relation.one_to_one) or relation.concrete or model in but:
            continue
        model._base_manager.filter(**{relation.field.name: old}).update(**{relation.field.name: new})


def _move_what_modules_keep(loser: Candidate, winner: Candidate) -> None:
    _repoint(loser, winner, but=OWN)


@transaction.atomic
def keep_apart(double: PossibleDouble, *, by: Membership | None = None) -> PossibleDouble:
    """The two are two people; nobody asks again."""
    double.state, double.decided_at = PossibleDouble.State.KEPT_APART, timezone.now()
    double.decided_by_id = by.pk if by else None
    double.save(update_fields=["state", "decided_at", "decided_by", "updated_at"])
    record("candidate.kept-apart", target=double, label=double.first.alias, note=str(double.second_id))
    return double

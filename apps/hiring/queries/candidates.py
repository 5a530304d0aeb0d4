"""Questions about candidates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, F, Func, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core.prepared import PreparedQuery
from apps.core.problems import MissingError, ProblemError
from apps.hiring.models import Application, Candidate, CandidateQuerySet, Match, PossibleDouble, Result

SEARCHED = ("name", "email", "phone", "headline")
MOST_COMPARED = 4


class TooManyComparedError(ProblemError):
    code = "too-many-compared"
    title = _("Up to four candidates can be compared.")
    status = 422


def candidates_of(
    *, search: str = "", tag: str = "", source: str = "", job_id: UUID | None = None, stage_id: UUID | None = None
) -> CandidateQuerySet:
    """The candidates that fit everything that is asked, the newest first, each with all applications at one price."""
    found = Candidate.objects.present()
    for word in search.replace("\0", "").split():
        found = found.filter(reduce(or_, (Q(**{f"{name}__icontains": word}) for name in SEARCHED)))
    if tag:
        found = found.filter(tags__contains=[tag])
    if source:
        found = found.filter(source=source)
    return with_applications(considered(found, job_id=job_id, stage_id=stage_id))


def considered(
    found: CandidateQuerySet, *, job_id: UUID | None = None, stage_id: UUID | None = None
) -> CandidateQuerySet:
    """Those with an application for the job, or in the stage, or for the job in the stage; each once."""
    mine = Application.objects.filter(candidate_id=OuterRef("pk"))
    if job_id:
        mine = mine.filter(job_id=job_id)
    if stage_id:
        mine = mine.filter(stage_id=stage_id)
    return found.filter(Exists(mine)) if job_id or stage_id else found


def _newest_applications() -> "QuerySet[Application]":
    return Application.objects.select_related("job", "stage").order_by("-applied_at", "-pk")


def with_applications(found: CandidateQuerySet) -> CandidateQuerySet:
    """Read the applications, with their jobs and stages, for all rows in one statement more."""
    return found.prefetch_related(Prefetch("applications", _newest_applications()))


def applications_of(candidates: Iterable[Candidate]) -> dict[UUID, list[Application]]:
    """The same for the rows of a list: those of each, the newest first."""
    found: dict[UUID, list[Application]] = {one.pk: [] for one in candidates}
    for application in _applications_query().run([*found]) if found else ():
        found[application.candidate_id].append(application)
    return found


@cache
def _applications_query() -> PreparedQuery[Application]:
    return PreparedQuery(lambda pk: _newest_applications().filter(candidate_id__in=[pk]), ids=1, are_many=True)


def tags_in_use(candidates: CandidateQuerySet | None = None) -> list[str]:
    """Every tag that a candidate has, or one of these, in the order of the alphabet; the database takes them apart."""
    return sorted(each_tag(candidates), key=str.casefold)


def each_tag(candidates: CandidateQuerySet | None = None) -> "QuerySet[Candidate, Any]":
    """Those of `tags_in_use`, in no order."""
    rows = Candidate.objects.present() if candidates is None else candidates
    each = rows.order_by().annotate(tag=Func(F("tags"), function="unnest", output_field=CharField()))
    return each.values_list("tag", flat=True).distinct()


def sources_in_use() -> list[str]:
    """Every source that a candidate came from."""
    return list(each_source())


def each_source() -> "QuerySet[Candidate, Any]":
    """Those of `sources_in_use`."""
    rows = Candidate.objects.present().exclude(source="").order_by("source")
    return rows.values_list("source", flat=True).distinct()


@dataclass(slots=True)
class Compared:
    """A candidate beside others: what modules found out, by (module, kind), and how well they fit the job."""

    candidate: Candidate
    results: dict[tuple[str, str], Result] = field(default_factory=dict)
    match: Match | None = None


def compare(ids: Sequence[UUID | str], *, job_id: UUID | None = None) -> list[Compared]:
    """Up to four candidates in the order asked for, with their current results; MissingError when one is gone."""
    wanted = list(dict.fromkeys(str(pk) for pk in ids))
    if len(wanted) > MOST_COMPARED:
        raise TooManyComparedError(_("Leave some of them out."))
    rows = with_applications(Candidate.objects.present()).filter(pk__in=wanted)
    found = {str(one.pk): Compared(one) for one in rows}
    if len(found) != len(wanted):
        raise MissingError
    # Of results for several applications, the newest is shown.
    for result in Result.objects.current().filter(candidate_id__in=wanted).order_by("created_at", "pk"):
        found[str(result.candidate_id)].results[result.module, result.kind] = result
    if job_id is not None:
        for match in Match.objects.filter(job_id=job_id, candidate_id__in=wanted):
            found[str(match.candidate_id)].match = match
    return [found[pk] for pk in wanted]


def open_doubles(candidate: Candidate | None = None) -> Any:
    """Pairs that somebody has still to decide about, the newest first."""
    rows = PossibleDouble.objects.filter(state=PossibleDouble.State.OPEN).select_related("first", "second")
    return rows if candidate is None else rows.filter(Q(first=candidate) | Q(second=candidate))

"""What a module brings to hiring: activities that candidates are asked to do, and its parts of their records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that a candidate can be asked to do, such as a test.

    `start` is the path of a function (assignment) -> address in the workspace where the candidate does it; it is
    called once, in the transaction that assigns it.
    """

    slug: str
    title: Text
    description: Text
    start: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a candidate's record: a template of the module's, and what it is rendered with."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CandidatePanel:
    """Where a panel comes from: `path` is that of a function (membership, candidate) -> Panel | None."""

    title: Text
    path: str


@dataclass(frozen=True, slots=True)
class JobAction:
    """A button of a job's page; `url_name` is a route of the module that takes the job's id as `job_id`."""

    url_name: str
    title: Text
    icon: str
    right: str = ""


@dataclass(frozen=True, slots=True)
class MatchAction(JobAction):
    """A link beside somebody in a job's ranking; the route takes `job_id` and `candidate_id`."""


@dataclass(frozen=True, slots=True)
class PieceOfWork:
    """Something that a person did at work, as far as it is known; `technologies` are what it was done with."""

    employer: str = ""
    project: str = ""
    technologies: tuple[str, ...] = ()

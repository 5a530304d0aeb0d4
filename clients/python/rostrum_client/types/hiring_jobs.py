"""What the API says and is told of hiring jobs. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NotRequired, TypedDict

if TYPE_CHECKING:
    from rostrum_client.types.ai import BlankEnum

EducationEnum = Literal["school", "diploma", "associate", "bachelor", "master", "doctor"]


JobSkillKindEnum = Literal["required", "preferred"]


JobStatusEnum = Literal["draft", "open", "closed"]


SalaryPeriodEnum = Literal["hour", "day", "month", "year"]


SeniorityEnum = Literal["intern", "junior", "mid", "senior", "lead", "manager", "director", "executive"]


WorkplaceEnum = Literal["onsite", "hybrid", "remote"]


class FunnelStep(TypedDict):
    stage: str
    name: str
    kind: str
    now: int
    reached: int
    percent_of_all: int
    percent_of_previous: int
    median_days: float | None
    waiting_days: float | None


class HiringJobsListQuery(TypedDict, total=False):
    """What hiring/jobs/ can be asked with."""

    count: bool
    department: str
    is_blind: bool
    ordering: str
    page: int
    page_size: int
    search: str
    seniority: Literal["director", "executive", "intern", "junior", "lead", "manager", "mid", "senior"]
    status: Literal["closed", "draft", "open"]
    workplace: Literal["hybrid", "onsite", "remote"]


class Job(TypedDict):
    id: str
    title: str
    description: NotRequired[str]
    status: JobStatusEnum
    opened_at: str | None
    closed_at: str | None
    department: NotRequired[str]
    location: NotRequired[str]
    workplace: NotRequired[WorkplaceEnum | BlankEnum]
    seniority: NotRequired[SeniorityEnum | BlankEnum]
    minimum_years: NotRequired[str | None]
    education: NotRequired[EducationEnum | BlankEnum]
    salary_min: NotRequired[str | None]
    salary_max: NotRequired[str | None]
    currency: NotRequired[str]
    salary_period: NotRequired[SalaryPeriodEnum | BlankEnum]
    weight_skills: NotRequired[int]
    weight_experience: NotRequired[int]
    weight_education: NotRequired[int]
    is_blind: NotRequired[bool]
    read_from: Any
    skills: NotRequired[list[JobSkill]]
    application_count: int
    new_count: int
    created_at: str
    updated_at: str


class JobInput(TypedDict):
    title: str
    description: NotRequired[str]
    department: NotRequired[str]
    location: NotRequired[str]
    workplace: NotRequired[WorkplaceEnum | BlankEnum]
    seniority: NotRequired[SeniorityEnum | BlankEnum]
    minimum_years: NotRequired[str | None]
    education: NotRequired[EducationEnum | BlankEnum]
    salary_min: NotRequired[str | None]
    salary_max: NotRequired[str | None]
    currency: NotRequired[str]
    salary_period: NotRequired[SalaryPeriodEnum | BlankEnum]
    weight_skills: NotRequired[int]
    weight_experience: NotRequired[int]
    weight_education: NotRequired[int]
    is_blind: NotRequired[bool]
    skills: NotRequired[list[JobSkill]]


class JobSkill(TypedDict):
    name: str
    skill_id: NotRequired[str]
    kind: NotRequired[JobSkillKindEnum]
    weight: NotRequired[int]
    start: NotRequired[int | None]
    end: NotRequired[int | None]


class JobText(TypedDict):
    text: str


class PatchedJob(TypedDict):
    title: NotRequired[str]
    description: NotRequired[str]
    department: NotRequired[str]
    location: NotRequired[str]
    workplace: NotRequired[WorkplaceEnum | BlankEnum]
    seniority: NotRequired[SeniorityEnum | BlankEnum]
    minimum_years: NotRequired[str | None]
    education: NotRequired[EducationEnum | BlankEnum]
    salary_min: NotRequired[str | None]
    salary_max: NotRequired[str | None]
    currency: NotRequired[str]
    salary_period: NotRequired[SalaryPeriodEnum | BlankEnum]
    weight_skills: NotRequired[int]
    weight_experience: NotRequired[int]
    weight_education: NotRequired[int]
    is_blind: NotRequired[bool]
    skills: NotRequired[list[JobSkill]]

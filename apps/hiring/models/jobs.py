"""Job: what a company hires for. JobSkill: what it asks. Stage: a step of the tenant's pipeline."""

from decimal import Decimal
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.models import Member
from apps.core.models import TimestampedModel

WEIGHTS = ("weight_skills", "weight_experience", "weight_education")
# What a match is computed from: when one of these changes, stored matches are out of date.
SCORED = frozenset({"minimum_years", "education", "title", "seniority", *WEIGHTS})


class Seniority(models.TextChoices):
    INTERN = "intern", _("Intern")
    JUNIOR = "junior", _("Junior")
    MID = "mid", _("Mid-level")
    SENIOR = "senior", _("Senior")
    LEAD = "lead", _("Lead")
    MANAGER = "manager", _("Manager")
    DIRECTOR = "director", _("Director")
    EXECUTIVE = "executive", _("Executive")


class Education(models.TextChoices):
    """From the lowest to the highest."""

    SCHOOL = "school", _("School")
    DIPLOMA = "diploma", _("Diploma")
    ASSOCIATE = "associate", _("Associate degree")
    BACHELOR = "bachelor", _("Bachelor")
    MASTER = "master", _("Master")
    DOCTOR = "doctor", _("Doctorate")


class Workplace(models.TextChoices):
    ONSITE = "onsite", _("On site")
    HYBRID = "hybrid", _("Hybrid")
    REMOTE = "remote", _("Remote")


class JobQuerySet(models.QuerySet["Job"]):
    def open(self) -> "JobQuerySet":
        return self.filter(status=Job.Status.OPEN)


class Job(TimestampedModel):
    """What a company hires for: a text, and what it asks of candidates."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", pgettext_lazy("state", "Open")
        CLOSED = "closed", _("Closed")

    class SalaryPeriod(models.TextChoices):
        HOUR = "hour", _("per hour")
        DAY = "day", _("per day")
        MONTH = "month", _("per month")
        YEAR = "year", _("per year")

    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.DRAFT)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    department = models.CharField(_("department"), max_length=120, blank=True)
    location = models.CharField(_("location"), max_length=200, blank=True)
    workplace = models.CharField(_("workplace"), max_length=8, choices=Workplace.choices, blank=True)
    seniority = models.CharField(_("seniority"), max_length=12, choices=Seniority.choices, blank=True)
    minimum_years: "models.DecimalField[Decimal | int | str | None, Decimal | None]" = models.DecimalField(
        _("minimum years of experience"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(60)],
    )
    education = models.CharField(_("education"), max_length=12, choices=Education.choices, blank=True)
    salary_min: "models.DecimalField[Decimal | int | str | None, Decimal | None]" = models.DecimalField(
        _("salary from"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    salary_max: "models.DecimalField[Decimal | int | str | None, Decimal | None]" = models.DecimalField(
        _("salary to"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True, help_text=_("ISO 4217, such as EUR."))
    salary_period = models.CharField(_("salary period"), max_length=8, choices=SalaryPeriod.choices, blank=True)
    # Percent of a match that each part counts.
    weight_skills = models.PositiveSmallIntegerField(_("weight of skills"), default=50)
    weight_experience = models.PositiveSmallIntegerField(_("weight of experience"), default=30)
    weight_education = models.PositiveSmallIntegerField(_("weight of education"), default=20)
    is_blind = models.BooleanField(
        _("blind review"),
        default=False,
        help_text=_("Hides name, contact and picture of those who apply on this job's pages."),
    )
    # Where in the description each value stood, for what was read from it: {field: [start, end]}.
    read_from = models.JSONField(default=dict, blank=True)
    # When something that matches are computed from last changed.
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="jobs", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = (models.Index(fields=["status", "-created_at"], name="job_status_newest"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(weight_skills=100 - models.F("weight_experience") - models.F("weight_education")),
                name="job_weights_sum_to_100",
            ),
            models.CheckConstraint(
                condition=models.Q(salary_min__isnull=True)
                | models.Q(salary_max__isnull=True)
                | models.Q(salary_min__lte=models.F("salary_max")),
                name="job_salary_in_order",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="closed") | models.Q(closed_at__isnull=False), name="closed_job_says_when"
            ),
            models.CheckConstraint(
                condition=~models.Q(status="open") | models.Q(opened_at__isnull=False), name="open_job_says_when"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def weights(self) -> tuple[int, int, int]:
        """Percent for skills, experience and education."""
        return self.weight_skills, self.weight_experience, self.weight_education


class JobSkill(TimestampedModel):
    """A skill that the job asks for, and where its description says so."""

    class Kind(models.TextChoices):
        REQUIRED = "required", _("Required")
        PREFERRED = "preferred", _("Preferred")

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="skills")
    name = models.CharField(_("name"), max_length=120)
    skill_id = models.CharField(
        _("id in the taxonomy"), max_length=120, blank=True, help_text=_("Empty for a skill that the taxonomy lacks.")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.REQUIRED)
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=3, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    position = models.PositiveSmallIntegerField(default=0)
    # Offsets in the job's description.
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        # "preferred" would come first by the alphabet.
        ordering = ("-kind", "position", "id")
        verbose_name = _("skill of a job")
        verbose_name_plural = _("skills of jobs")
        constraints: ClassVar[Any] = (
            models.UniqueConstraint("job", Lower("name"), name="one_skill_per_name_and_job"),
            models.CheckConstraint(condition=models.Q(weight__range=(1, 5)), name="job_skill_weight_1_to_5"),
            models.CheckConstraint(
                condition=models.Q(start__isnull=True, end__isnull=True) | models.Q(start__lt=models.F("end")),
                name="job_skill_span_in_order",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_required(self) -> bool:
        return self.kind == self.Kind.REQUIRED


class Stage(TimestampedModel):
    """A step of the pipeline, in the tenant's words; its kind says what the program makes of it."""

    class Kind(models.TextChoices):
        NEW = "new", _("New")
        ACTIVE = "active", _("In progress")
        OFFER = "offer", _("Offer")
        HIRED = "hired", _("Hired")
        REJECTED = "rejected", _("Rejected")

    # An application in one of these is decided.
    FINAL = (Kind.HIRED, Kind.REJECTED)

    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.ACTIVE)
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        ordering = ("position",)
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        constraints: ClassVar[Any] = (
            # Checked at the end of the transaction, so that stages can change places.
            models.UniqueConstraint(
                fields=["position"], name="one_stage_per_position", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(Lower("name"), name="one_stage_per_name"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_final(self) -> bool:
        return self.kind in self.FINAL

"""Interview simulation: practice for people, structured interviews for companies, on one engine."""

import logging
from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from apps.core.hiring_contract import Activity, CandidatePanel
from apps.core.modules import (
    FirstStep,
    Meter,
    ModuleConfig,
    NavItem,
    NotificationKind,
    Permission,
    Price,
    Release,
    Text,
)
from apps.interviews.singles import METER, SINGLES

logger = logging.getLogger(__name__)

EVERYBODY = ("owner", "admin", "member", "guest", "candidate")
STAFF = ("owner", "admin", "member")


class InterviewsConfig(ModuleConfig):
    name = "apps.interviews"
    title = _("Interview simulation")
    description = _(
        "Asks questions about the person and the job, and shows for every score the words of the answer it rests on."
    )
    icon = "messages-square"
    prices = (
        Price("month", Decimal("29.00")),
        Price("year", Decimal("290.00")),
        Price("lifetime", Decimal("790.00")),
    )
    changelog = (
        Release(
            "1.0",
            date(2026, 11, 27),
            (
                _("Practice and assigned interviews for thirteen roles on three levels."),
                _("Every score with the words it rests on; a person can correct it, and both values stay."),
            ),
        ),
    )
    singles = SINGLES
    meters = (Meter(METER, _("Interviews held"), included=100, per_seat=True, per_person=30),)
    permissions = (
        Permission("interviews.view", _("See interviews"), roles=EVERYBODY, changes=False),
        Permission("interviews.practise", _("Hold interviews"), roles=(*STAFF, "candidate")),
        Permission("interviews.review", _("Review and assign interviews"), roles=STAFF),
        Permission(
            "interviews.fairness",
            _("See scoring and selection rates by group"),
            roles=("owner", "admin"),
            changes=False,
        ),
        Permission("interviews.edit", _("Change questions and templates of the workspace"), roles=STAFF),
    )
    nav = (
        NavItem("interviews:index", _("Interviews"), icon="messages-square", roles=EVERYBODY),
        NavItem("interviews:bank", _("Questions"), icon="library", roles=EVERYBODY),
        NavItem("interviews:templates", _("Interview templates"), icon="layout-template", roles=STAFF),
        NavItem("interviews:fairness", _("Fairness"), icon="scale", roles=("owner", "admin")),
    )
    audit_actions: ClassVar[dict[str, Text]] = {
        "interviews.alternative-asked": _("Another way than an automatic interview asked for"),
        "interviews.answer-reviewed": _("Answer of an interview scored by a person"),
        "interviews.fairness-exported": _("Scoring and selection rates by group exported"),
        "interviews.question-approved": _("Question approved"),
        "interviews.question-rejected": _("Question rejected"),
        "interviews.question-archived": _("Question archived"),
        "interviews.question-restored": _("Question taken out of the archive"),
        "interviews.set-deleted": _("Question set deleted"),
        "interviews.report-shared": _("Link to a practice report made"),
        "interviews.report-link-ended": _("Link to a practice report ended"),
        "interviews.template-archived": _("Interview template archived"),
    }
    notification_kinds = (
        NotificationKind("interviews.assigned", _("Interviews that I am asked for"), roles=("candidate",)),
    )
    first_step = FirstStep(
        title=_("Hold a first practice interview"),
        action=_("Set up an interview"),
        url_name="interviews:new",
        done="apps.interviews.attention.interviews_begun_by",
    )
    overview = "apps.interviews.overview.overview_for"
    notices = "apps.interviews.overview.notices_for"
    search = "apps.interviews.overview.hits_for"
    exporter = "apps.interviews.own_data.files_of"
    # Nobody of the company reads what people ask the coach about their interviews.
    # To practise is nobody's business but one's own.
    personal_models: ClassVar[dict[str, dict[str, object]]] = {
        "CoachTurn": {},
        "Event": {"session__mode": "practice"},
        "OwnQuestion": {"is_shared": False},
        "Question": {"session__mode": "practice"},
        "QuestionMark": {},
        "QuestionSet": {"is_shared": False},
        "ReportLink": {},
        "Session": {"mode": "practice"},
        "SkillProgress": {},
        "WritingOrder": {"session__isnull": False},
    }
    eraser = "apps.interviews.services.erasing.erase_practice_of"
    candidate_eraser = "apps.interviews.services.erasing.erase_interviews_of"
    retention = (
        "apps.interviews.retention.expiring_practice",
        "apps.interviews.retention.expiring_assessments",
        "apps.interviews.retention.expiring_progress",
    )
    activities = (
        Activity(
            "interview",
            _("Interview"),
            _("Questions about the job and the own work, answered in writing in one's own time."),
            start="apps.interviews.services.assigning.start_for",
        ),
    )
    candidate_panels = (CandidatePanel(_("Interviews"), "apps.interviews.panels.candidate_panel"),)
    result_titles: ClassVar[dict[str, Text]] = {"interview": _("Interview")}
    demo = "apps.interviews.demo.fill_demo"
    queue = "ai"

    def warm_up(self) -> None:
        from apps.ai.embeddings import EmbeddingsMissingError, encoder  # noqa: PLC0415 -- a web process needs none of it

        try:
            encoder().tokens("I have built bridges for the railway.")
        except EmbeddingsMissingError as error:
            # Nothing else that the worker does needs it; each answer that does fails with the same words.
            logger.warning("Answers of interviews cannot be evaluated here: %s", error)

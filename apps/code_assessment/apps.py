"""Code assessment: programs judged in a sandbox, to practise and as a company's question to its candidates."""

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

EVERYBODY = ("owner", "admin", "member", "guest", "candidate")
STAFF = ("owner", "admin", "member")


class CodeAssessmentConfig(ModuleConfig):
    name = "apps.code_assessment"
    title = _("Code assessment")
    description = _(
        "Judges programs test by test in a sandbox of its own, to practise and as a question to candidates."
    )
    icon = "square-terminal"
    prices = (
        Price("month", Decimal("39.00")),
        Price("year", Decimal("390.00")),
        Price("lifetime", Decimal("990.00")),
    )
    changelog = (
        Release(
            "1.0",
            date(2026, 11, 27),
            (
                _("Problems to practise with, and assessments for candidates, judged in a sandbox."),
                _("The verdict of every test, and the first failing sample with what was expected."),
            ),
        ),
    )
    meters = (Meter("submissions", _("Programs judged"), included=300, per_seat=True, per_person=100),)
    permissions = (
        Permission("code_assessment.view", _("See problems"), roles=EVERYBODY, changes=False),
        Permission("code_assessment.practise", _("Hand programs in"), roles=(*STAFF, "candidate")),
        Permission("code_assessment.review", _("Read and rejudge assessments"), roles=STAFF),
        Permission("code_assessment.assign", _("Ask candidates for assessments"), roles=STAFF),
        Permission("code_assessment.edit", _("Change problems and assessments of the workspace"), roles=STAFF),
    )
    nav = (
        NavItem("code_assessment:index", _("Problems"), icon="square-terminal", roles=EVERYBODY),
        NavItem("code_assessment:progress", _("Coding progress"), icon="target", roles=("candidate",)),
        NavItem("code_assessment:assessments", _("Assessments"), icon="clipboard-list", roles=STAFF),
    )
    audit_actions: ClassVar[dict[str, Text]] = {
        "code_assessment.assessment-archived": _("Code assessment archived"),
        "code_assessment.likeness-decided": _("Like programs looked at"),
        "code_assessment.problem-approved": _("Coding problem approved"),
        "code_assessment.problem-archived": _("Coding problem archived"),
        "code_assessment.problem-rejudged": _("All programs of a coding problem judged again"),
        "code_assessment.problem-sent-back": _("Coding problem sent back to its writer"),
        "code_assessment.rejudged": _("Program judged again"),
    }
    notification_kinds = (
        NotificationKind("code_assessment.assigned", _("Code assessments that I am asked for"), roles=("candidate",)),
    )
    first_step = FirstStep(
        title=_("Solve a first problem"),
        action=_("Choose a problem"),
        url_name="code_assessment:index",
        done="apps.code_assessment.attention.programs_handed_in_by",
    )
    overview = "apps.code_assessment.overview.overview_for"
    notices = "apps.code_assessment.overview.notices_for"
    search = "apps.code_assessment.overview.hits_for"
    # To practise is nobody's business but one's own.
    personal_models: ClassVar[dict[str, dict[str, object]]] = {
        "Draft": {},
        "ProblemProgress": {},
        "Submission": {"attempt__isnull": True},
    }
    exporter = "apps.code_assessment.own_data.files_of"
    eraser = "apps.code_assessment.services.erasing.erase_practice_of"
    candidate_eraser = "apps.code_assessment.services.erasing.erase_attempts_of"
    retention = (
        "apps.code_assessment.retention.expiring_programs",
        "apps.code_assessment.retention.expiring_drafts",
        "apps.code_assessment.retention.expiring_attempts",
        "apps.code_assessment.retention.expiring_progress",
    )
    activities = (
        Activity(
            "code",
            _("Code assessment"),
            _("Problems that are solved by programs, in one sitting by the server's clock."),
            start="apps.code_assessment.services.assigning.start_for",
        ),
    )
    candidate_panels = (CandidatePanel(_("Code assessments"), "apps.code_assessment.panels.candidate_panel"),)
    result_titles: ClassVar[dict[str, Text]] = {"code": _("Code assessment")}
    operator_reports = "apps.code_assessment.operating.sandbox_reports"
    demo = "apps.code_assessment.demo.fill_demo"
    queue = "code"

    def warm_up(self) -> None:
        """Find out what can be judged, and let every process know."""
        # The registry of apps is not ready yet where this module is read.
        from apps.code_assessment.readiness import announce  # noqa: PLC0415 -- see above

        announce()

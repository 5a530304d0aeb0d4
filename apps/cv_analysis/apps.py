"""CV analysis: reads CVs and shows, for everything it found, where it stands."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from apps.core.hiring_contract import CandidatePanel, JobAction, MatchAction
from apps.core.modules import (
    FirstStep,
    Meter,
    ModuleConfig,
    NavItem,
    Permission,
    Price,
    Release,
    Screenshot,
    Text,
)


class CvAnalysisConfig(ModuleConfig):
    name = "apps.cv_analysis"
    title = _("CV analysis")
    description = _(
        "Reads CVs in PDF, Word, text or as a scan and shows, for everything it found, the words it rests on."
    )
    icon = "file-search"
    prices = (
        Price("month", Decimal("19.00")),
        Price("year", Decimal("190.00")),
        Price("lifetime", Decimal("490.00")),
    )
    screenshots = (
        Screenshot(
            "shots/cv-light.webp",
            _(
                "A CV with the words marked that findings rest on; beside it contact, skills, experience and education,"
                " each with how sure it is."
            ),
            dark="shots/cv-dark.webp",
        ),
    )
    changelog = (
        Release(
            "1.1",
            date(2026, 11, 26),
            (
                _("A month's analyses are counted only for CVs that could be read, and once for each."),
                _("Pages say when four fifths of a month's analyses are used."),
            ),
        ),
        Release(
            "1.0",
            date(2026, 11, 21),
            (
                _("Reads CVs in PDF, Word or text, and marks the words that each finding rests on."),
                _("A list that can be searched, filtered and exported, and a report for paper."),
            ),
        ),
    )
    meters = (Meter("analyses", _("CVs analysed"), included=200, per_seat=True, per_person=20),)
    permissions = (
        Permission(
            "cv_analysis.view",
            _("See CVs and their analyses"),
            roles=("owner", "admin", "member", "guest", "candidate"),
            changes=False,
        ),
        Permission("cv_analysis.upload", _("Upload CVs"), roles=("owner", "admin", "member", "candidate")),
        Permission(
            "cv_analysis.match",
            _("See matches, trends and figures of all candidates"),
            roles=("owner", "admin", "member", "guest"),
            changes=False,
        ),
        Permission(
            "cv_analysis.correct", _("Correct what was read in CVs"), roles=("owner", "admin", "member", "candidate")
        ),
        Permission("cv_analysis.delete", _("Delete CVs"), roles=("owner", "admin", "member", "candidate")),
        Permission("cv_analysis.build", _("Write CVs and share them"), roles=("owner", "admin", "member", "candidate")),
    )
    audit_actions: ClassVar[dict[str, Text]] = {
        "cv_analysis.resume-shared": _("CV shared by a link"),
        "cv_analysis.link-ended": _("Link to a CV ended"),
        "cv.corrected": _("What was read in a CV corrected"),
        "cv.correction-undone": _("Correction of a CV taken back"),
        "cv_analysis.resume-deleted": _("CV of the builder deleted"),
    }
    nav = (
        NavItem("cv_analysis:index", _("CVs"), icon="file-search"),
        NavItem(
            "cv_analysis:resumes", _("CV builder"), icon="file-pen", roles=("owner", "admin", "member", "candidate")
        ),
    )
    first_step = FirstStep(
        title=_("Upload a first CV"),
        action=_("Upload CVs"),
        url_name="cv_analysis:index",
        done="apps.cv_analysis.queries.cvs_uploaded_by",
    )
    overview = "apps.cv_analysis.overview.overview_for"
    notices = "apps.cv_analysis.overview.notices_for"
    named_files = "apps.cv_analysis.stored_files.named_files"
    retention = ("apps.cv_analysis.retention.expiring", "apps.cv_analysis.retention.expiring_resumes")
    search = "apps.cv_analysis.overview.hits_for"
    exporter = "apps.cv_analysis.own_data.files_of"
    eraser = "apps.cv_analysis.own_data.erase_files_of"
    work_reader = "apps.cv_analysis.working.work_of"
    matcher = "apps.cv_analysis.profiles.queue_matches"
    job_actions = (JobAction("cv_analysis:job_upload", _("Upload CVs"), "file-up", right="cv_analysis.upload"),)
    result_titles: ClassVar[dict[str, Text]] = {"cv": _("CV")}
    match_actions = (
        MatchAction("cv_analysis:match_check", _("Check the CV against this job"), "target", right="cv_analysis.view"),
    )
    candidate_panels = (CandidatePanel(_("CV"), "apps.cv_analysis.scored.candidate_panel"),)
    candidate_eraser = "apps.cv_analysis.services.erase_cvs_of"
    candidate_merger = "apps.cv_analysis.profiles.merge_profiles"
    job_reader = "apps.cv_analysis.job_reading.draft_of"
    document_reader = "apps.cv_analysis.documents.text_of"
    demo = "apps.cv_analysis.demo.fill_demo"
    queue = "ai"

    def warm_up(self) -> None:
        from apps.cv_analysis.parsing import warm_up  # noqa: PLC0415 -- a web process needs none of it
        from apps.cv_analysis.scoring.closeness import load_neighbourhood  # noqa: PLC0415 -- as above

        warm_up()
        load_neighbourhood()

"""Calls of cv-analysis. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import Literal, Unpack

from rostrum_client import types as t
from rostrum_client.connection import Connection
from rostrum_client.pages import Pages


class CvAnalysis:
    """What can be asked below cv-analysis/."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def careers_retrieve(self, **query: Unpack[t.CvAnalysisCareersRetrieveQuery]) -> t.Career:
        """Where people go from a title, by what they did in this workspace and by what is usual."""
        return self._connection.ask("GET", "cv-analysis/careers/", query=query)

    def cvs_list(self, **query: Unpack[t.CvAnalysisCvsListQuery]) -> Pages[t.Cv]:
        """Newest first."""
        return Pages(self._connection, "cv-analysis/cvs/", query=query)

    def cvs_list_as_file(
        self,
        *,
        format: Literal["csv", "xlsx"],
        ordering: str | None = None,
        search: str | None = None,
        status: Literal[
            "corrupt",
            "empty",
            "encrypted",
            "failed",
            "needs_ocr",
            "not_a_cv",
            "parsed",
            "queued",
            "running",
            "too_large",
            "unsupported",
        ]
        | None = None,
    ) -> bytes:
        """Newest first."""
        return self._connection.file(
            "GET",
            "cv-analysis/cvs/",
            query={"ordering": ordering, "search": search, "status": status, "format": format},
        )

    def cvs_create(self, body: t.Upload) -> t.Cv:
        """Upload a file; it is read in the background."""
        return self._connection.ask("POST", "cv-analysis/cvs/", body=body)

    def cvs_retrieve(self, id: str) -> t.Cv:
        """One CV and how far its reading has come."""
        return self._connection.ask("GET", f"cv-analysis/cvs/{id}/")

    def cvs_destroy(self, id: str) -> None:
        """Delete the CV, its file and everything read from it."""
        self._connection.ask("DELETE", f"cv-analysis/cvs/{id}/")

    def cvs_analysis_retrieve(self, id: str, **query: Unpack[t.CvAnalysisCvsAnalysisRetrieveQuery]) -> t.Analysis:
        """What was found, and how it scores."""
        return self._connection.ask("GET", f"cv-analysis/cvs/{id}/analysis/", query=query)

    def cvs_ats_check_create(self, id: str, body: t.AtsRequest) -> t.AtsCheck:
        """Which keywords of a job the CV has, what of its form is in the way, and the score now and after both."""
        return self._connection.ask("POST", f"cv-analysis/cvs/{id}/ats-check/", body=body)

    def cvs_career_retrieve(self, id: str) -> t.Career:
        """What may come after the last title of the CV, and which skills each asks that are not in it."""
        return self._connection.ask("GET", f"cv-analysis/cvs/{id}/career/")

    def cvs_compare_retrieve(self, id: str, **query: Unpack[t.CvAnalysisCvsCompareRetrieveQuery]) -> t.Comparison:
        """What differs between two readings: fields, records, and the points of each score part by part."""
        return self._connection.ask("GET", f"cv-analysis/cvs/{id}/compare/", query=query)

    def cvs_corrections_list(self, id: str) -> list[t.Laid]:
        """What people said better than the reader, the oldest first."""
        return self._connection.ask("GET", f"cv-analysis/cvs/{id}/corrections/")

    def cvs_corrections_create(self, id: str, body: t.CorrectionFields) -> t.Laid:
        """Correct a field or a record; scores, record and matches follow, and later readings keep it."""
        return self._connection.ask("POST", f"cv-analysis/cvs/{id}/corrections/", body=body)

    def cvs_corrections_destroy(self, id: str, correction: str) -> None:
        """Take a correction back."""
        self._connection.ask("DELETE", f"cv-analysis/cvs/{id}/corrections/{correction}/")

    def cvs_matches_list(self, id: str, **query: Unpack[t.CvAnalysisCvsMatchesListQuery]) -> Pages[t.Match]:
        """How well the person of the CV fits the jobs, the best first; empty while nobody knows whose CV it is."""
        return Pages(self._connection, f"cv-analysis/cvs/{id}/matches/", query=query)

    def cvs_matches_list_as_file(self, id: str, *, format: Literal["csv", "xlsx"]) -> bytes:
        """How well the person of the CV fits the jobs, the best first; empty while nobody knows whose CV it is."""
        return self._connection.file("GET", f"cv-analysis/cvs/{id}/matches/", query={"format": format})

    def cvs_reprocess_create(self, id: str) -> t.Cv:
        """Read the file again with today's algorithm."""
        return self._connection.ask("POST", f"cv-analysis/cvs/{id}/reprocess/")

    def cvs_versions_list(self, id: str) -> list[t.Version]:
        """Every reading that found something else, the newest first."""
        return self._connection.ask("GET", f"cv-analysis/cvs/{id}/versions/")

    def jobs_list(self, **query: Unpack[t.CvAnalysisJobsListQuery]) -> Pages[t.MatchedJob]:
        """Searched, filtered and sorted as asked; with `format` all of it, in one file."""
        return Pages(self._connection, "cv-analysis/jobs/", query=query)

    def jobs_list_as_file(
        self,
        *,
        format: Literal["csv", "xlsx"],
        department: str | None = None,
        is_blind: bool | None = None,
        ordering: str | None = None,
        search: str | None = None,
        seniority: Literal["director", "executive", "intern", "junior", "lead", "manager", "mid", "senior"]
        | None = None,
        status: Literal["closed", "draft", "open"] | None = None,
        workplace: Literal["hybrid", "onsite", "remote"] | None = None,
    ) -> bytes:
        """Searched, filtered and sorted as asked; with `format` all of it, in one file."""
        return self._connection.file(
            "GET",
            "cv-analysis/jobs/",
            query={
                "department": department,
                "is_blind": is_blind,
                "ordering": ordering,
                "search": search,
                "seniority": seniority,
                "status": status,
                "workplace": workplace,
                "format": format,
            },
        )

    def jobs_retrieve(self, id: str) -> t.MatchedJob:
        """One of them."""
        return self._connection.ask("GET", f"cv-analysis/jobs/{id}/")

    def jobs_matches_list(self, id: str, **query: Unpack[t.CvAnalysisJobsMatchesListQuery]) -> Pages[t.Match]:
        """Who fits the job, the best first, with reasons that add up to the score."""
        return Pages(self._connection, f"cv-analysis/jobs/{id}/matches/", query=query)

    def jobs_matches_list_as_file(self, id: str, *, format: Literal["csv", "xlsx"]) -> bytes:
        """Who fits the job, the best first, with reasons that add up to the score."""
        return self._connection.file("GET", f"cv-analysis/jobs/{id}/matches/", query={"format": format})

    def match_create(self, body: t.MatchRequest) -> t.Explanation:
        """How well a candidate, or a CV, fits a job, or the text of one; the parts add up to the score."""
        return self._connection.ask("POST", "cv-analysis/match/", body=body)

    def resumes_list(self, **query: Unpack[t.CvAnalysisResumesListQuery]) -> Pages[t.Resume]:
        """The last changed first."""
        return Pages(self._connection, "cv-analysis/resumes/", query=query)

    def resumes_create(self, body: t.NewResume) -> t.WholeResume:
        """Begin a CV."""
        return self._connection.ask("POST", "cv-analysis/resumes/", body=body)

    def resumes_retrieve(self, id: str) -> t.WholeResume:
        """One CV with what it says."""
        return self._connection.ask("GET", f"cv-analysis/resumes/{id}/")

    def resumes_partial_update(self, id: str, body: t.PatchedChange) -> t.WholeResume:
        """Change what is named."""
        return self._connection.ask("PATCH", f"cv-analysis/resumes/{id}/", body=body)

    def resumes_destroy(self, id: str) -> None:
        """Delete the CV and its links."""
        self._connection.ask("DELETE", f"cv-analysis/resumes/{id}/")

    def resumes_export_retrieve(self, id: str, *, format: Literal["docx", "json", "pdf", "txt"]) -> bytes:
        """The CV as a file."""
        return self._connection.file("GET", f"cv-analysis/resumes/{id}/export/", query={"format": format})

    def resumes_links_list(self, id: str) -> list[t.Link]:
        """Its links, the newest first."""
        return self._connection.ask("GET", f"cv-analysis/resumes/{id}/links/")

    def resumes_links_destroy(self, id: str, link: str) -> None:
        """End a link."""
        self._connection.ask("DELETE", f"cv-analysis/resumes/{id}/links/{link}/")

    def resumes_share_create(self, id: str, body: t.Share) -> t.NewLink:
        """Make a link to the CV for somebody."""
        return self._connection.ask("POST", f"cv-analysis/resumes/{id}/share/", body=body)

    def skills_list(self, **query: Unpack[t.CvAnalysisSkillsListQuery]) -> Pages[t.KnownSkill]:
        """Skills by name, or those that fit a search, the nearest first."""
        return Pages(self._connection, "cv-analysis/skills/", query=query)

    def skills_list_as_file(
        self,
        *,
        format: Literal["csv", "xlsx"],
        category: Literal["domain", "soft", "technology"] | None = None,
        group: str | None = None,
        search: str | None = None,
    ) -> bytes:
        """Skills by name, or those that fit a search, the nearest first."""
        return self._connection.file(
            "GET",
            "cv-analysis/skills/",
            query={"category": category, "group": group, "search": search, "format": format},
        )

    def skills_trending_list(self, **query: Unpack[t.CvAnalysisSkillsTrendingListQuery]) -> Pages[t.Trend]:
        """Skills in CVs and jobs of the last days against as many days before, what gained most first."""
        return Pages(self._connection, "cv-analysis/skills/trending/", query=query)

    def skills_trending_list_as_file(
        self, *, format: Literal["csv", "xlsx"], days: Literal[30, 90] | None = None
    ) -> bytes:
        """Skills in CVs and jobs of the last days against as many days before, what gained most first."""
        return self._connection.file("GET", "cv-analysis/skills/trending/", query={"days": days, "format": format})

    def statistics_cvs_retrieve(self) -> t.CvStatistics:
        """Figures of all CVs of the workspace."""
        return self._connection.ask("GET", "cv-analysis/statistics/cvs/")

    def statistics_jobs_retrieve(self) -> t.JobStatistics:
        """Figures of all jobs of the workspace."""
        return self._connection.ask("GET", "cv-analysis/statistics/jobs/")

"""Calls of code-assessment. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import Any, Unpack

from rostrum_client import types as t
from rostrum_client.connection import Connection
from rostrum_client.pages import Pages


class CodeAssessment:
    """What can be asked below code-assessment/."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def assessments_list(self, **query: Unpack[t.CodeAssessmentAssessmentsListQuery]) -> Pages[t.CodeAssessment]:
        """By title."""
        return Pages(self._connection, "code-assessment/assessments/", query=query)

    def assessments_create(self, body: t.CodeAssessmentInput) -> t.CodeAssessment:
        """Write one."""
        return self._connection.ask("POST", "code-assessment/assessments/", body=body)

    def assessments_retrieve(self, id: str) -> t.CodeAssessment:
        """One of them."""
        return self._connection.ask("GET", f"code-assessment/assessments/{id}/")

    def assessments_update(self, id: str, body: t.CodeAssessmentInput) -> t.CodeAssessment:
        """Give it another shape; whoever was asked for it keeps the one before."""
        return self._connection.ask("PUT", f"code-assessment/assessments/{id}/", body=body)

    def assessments_destroy(self, id: str) -> None:
        """Offer it no more; attempts stay."""
        self._connection.ask("DELETE", f"code-assessment/assessments/{id}/")

    def assessments_assign_create(self, id: str, body: t.CodeAssign) -> t.CodeAssigned:
        """Ask a candidate for it; who has no account is invited."""
        return self._connection.ask("POST", f"code-assessment/assessments/{id}/assign/", body=body)

    def assessments_attempt_create(self, id: str) -> t.CodeAttempt:
        """Make a trial of one's own ready, to see what candidates will see."""
        return self._connection.ask("POST", f"code-assessment/assessments/{id}/attempt/")

    def attempts_list(self, **query: Unpack[t.CodeAssessmentAttemptsListQuery]) -> Pages[t.CodeAttempt]:
        """Newest first."""
        return Pages(self._connection, "code-assessment/attempts/", query=query)

    def attempts_retrieve(self, id: str) -> t.CodeAttempt:
        """Where it is; what is late ends."""
        return self._connection.ask("GET", f"code-assessment/attempts/{id}/")

    def attempts_finish_create(self, id: str) -> t.CodeAttempt:
        """End it now; what stands in the editors is handed in."""
        return self._connection.ask("POST", f"code-assessment/attempts/{id}/finish/")

    def attempts_start_create(self, id: str, body: t.CodeStart) -> t.CodeAttempt:
        """Begin: its problems are counted and told, and the clock goes."""
        return self._connection.ask("POST", f"code-assessment/attempts/{id}/start/", body=body)

    def likenesses_list(self, **query: Unpack[t.CodeAssessmentLikenessesListQuery]) -> Pages[t.CodeLikeness]:
        """The most alike first."""
        return Pages(self._connection, "code-assessment/likenesses/", query=query)

    def likenesses_retrieve(self, id: str) -> t.CodeLikenessDetail:
        """With the passages that both programs have."""
        return self._connection.ask("GET", f"code-assessment/likenesses/{id}/")

    def likenesses_decide_create(self, id: str, body: t.CodeDecision) -> t.CodeLikenessDetail:
        """Say what the pair is; no score changes by it."""
        return self._connection.ask("POST", f"code-assessment/likenesses/{id}/decide/", body=body)

    def problems_list(self, **query: Unpack[t.CodeAssessmentProblemsListQuery]) -> Pages[t.CodeProblem]:
        """All of them, or those that fit."""
        return Pages(self._connection, "code-assessment/problems/", query=query)

    def problems_create(self, body: t.CodeOwnProblem) -> t.CodeOwnProblemState:
        """Write one, or bring one along that an export gave; its reference solution is run on all tests."""
        return self._connection.ask("POST", "code-assessment/problems/", body=body)

    def problems_retrieve(self, id: str) -> t.CodeProblemDetail:
        """What is asked, with the languages that it can be solved in here."""
        return self._connection.ask("GET", f"code-assessment/problems/{id}/")

    def problems_update(self, id: str, body: t.CodeOwnProblem) -> t.CodeOwnProblemState:
        """The next version of it, which is a draft again."""
        return self._connection.ask("PUT", f"code-assessment/problems/{id}/", body=body)

    def problems_deed_create(self, id: str, body: t.CodeProblemDeed) -> t.CodeOwnProblemState:
        """Run the reference solution again (`check`), `hand-in`, `approve`, `send-back` or `archive`."""
        return self._connection.ask("POST", f"code-assessment/problems/{id}/deed/", body=body)

    def problems_export_retrieve(self, id: str) -> dict[str, Any]:
        """Everything that it is, hidden tests too: what `content` takes when it is written."""
        return self._connection.ask("GET", f"code-assessment/problems/{id}/export/")

    def problems_give_up_create(self, id: str) -> t.CodeProblemDetail:
        """Open the editorial."""
        return self._connection.ask("POST", f"code-assessment/problems/{id}/give-up/")

    def problems_hint_create(self, id: str) -> t.CodeProblemDetail:
        """Take the next hint."""
        return self._connection.ask("POST", f"code-assessment/problems/{id}/hint/")

    def problems_own_retrieve(self, id: str) -> t.CodeOwnProblemState:
        """Where it is, and what the check of its reference solution said."""
        return self._connection.ask("GET", f"code-assessment/problems/{id}/own/")

    def problems_programs_retrieve(self, id: str) -> t.CodeJudging:
        """How many programs were handed in for it, and how many of them wait for their verdict."""
        return self._connection.ask("GET", f"code-assessment/problems/{id}/programs/")

    def problems_rejudge_create(self, id: str) -> t.CodeJudging:
        """Judge every program that was handed in for it again, by the problem as it is today."""
        return self._connection.ask("POST", f"code-assessment/problems/{id}/rejudge/")

    def problems_run_create(self, id: str, body: t.CodeRun) -> t.CodeSubmissionDetail:
        """Try a program on the samples or on an own input; it is not counted. Look at the submission for the
        result.
        """
        return self._connection.ask("POST", f"code-assessment/problems/{id}/run/", body=body)

    def progress_retrieve(self) -> t.CodeProgress:
        """How the member does when practising."""
        return self._connection.ask("GET", "code-assessment/progress/")

    def submissions_list(self, **query: Unpack[t.CodeAssessmentSubmissionsListQuery]) -> Pages[t.CodeSubmission]:
        """Newest first."""
        return Pages(self._connection, "code-assessment/submissions/", query=query)

    def submissions_create(self, body: t.CodeSubmit) -> t.CodeSubmissionDetail:
        """Hand a program in: it is counted once and judged later. 503 `no-sandbox` where nothing can be judged."""
        return self._connection.ask("POST", "code-assessment/submissions/", body=body)

    def submissions_retrieve(self, id: str) -> t.CodeSubmissionDetail:
        """How far it is, and the verdict of each test once it is judged."""
        return self._connection.ask("GET", f"code-assessment/submissions/{id}/")

    def submissions_inspection_retrieve(self, id: str) -> t.CodeInspection:
        """What tools note about a program that counts in an assessment; 404 before anything looked at it."""
        return self._connection.ask("GET", f"code-assessment/submissions/{id}/inspection/")

    def submissions_rejudge_create(self, id: str) -> t.CodeSubmissionDetail:
        """Judge it again by the problem as it is today."""
        return self._connection.ask("POST", f"code-assessment/submissions/{id}/rejudge/")

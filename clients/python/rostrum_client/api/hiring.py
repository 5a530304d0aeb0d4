"""Calls of hiring. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import Literal, Unpack

from rostrum_client import types as t
from rostrum_client.connection import Connection
from rostrum_client.pages import Pages


class Hiring:
    """What can be asked below hiring/."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def applications_list(self, **query: Unpack[t.HiringApplicationsListQuery]) -> Pages[t.Application]:
        """Searched, filtered and sorted as asked; with `format` all of it, in one file."""
        return Pages(self._connection, "hiring/applications/", query=query)

    def applications_list_as_file(
        self,
        *,
        format: Literal["csv", "xlsx"],
        candidate: str | None = None,
        job: str | None = None,
        kind: Literal["active", "hired", "new", "offer", "rejected"] | None = None,
        ordering: str | None = None,
        search: str | None = None,
        source: str | None = None,
        stage: str | None = None,
    ) -> bytes:
        """Searched, filtered and sorted as asked; with `format` all of it, in one file."""
        return self._connection.file(
            "GET",
            "hiring/applications/",
            query={
                "candidate": candidate,
                "job": job,
                "kind": kind,
                "ordering": ordering,
                "search": search,
                "source": source,
                "stage": stage,
                "format": format,
            },
        )

    def applications_create(self, body: t.NewApplication) -> t.Application:
        """Consider a candidate for a job; 409 `already-applied` names the application that there is."""
        return self._connection.ask("POST", "hiring/applications/", body=body)

    def applications_move_many(self, body: t.MoveMany) -> t.Moved:
        """Bring up to 500 into a stage: all, or none when one is not there."""
        return self._connection.ask("POST", "hiring/applications/move/", body=body)

    def applications_retrieve(self, id: str) -> t.Application:
        """One of them."""
        return self._connection.ask("GET", f"hiring/applications/{id}/")

    def applications_destroy(self, id: str) -> None:
        """No longer consider the candidate for the job; the candidate stays."""
        self._connection.ask("DELETE", f"hiring/applications/{id}/")

    def applications_history_list(self, id: str) -> list[t.StageChange]:
        """Every step that it took, the first one first."""
        return self._connection.ask("GET", f"hiring/applications/{id}/history/")

    def applications_move_create(self, id: str, body: t.Move) -> t.Application:
        """Bring it into a stage, to a place in it."""
        return self._connection.ask("POST", f"hiring/applications/{id}/move/", body=body)

    def applications_reject_create(self, id: str, body: t.Reject) -> t.Application:
        """Bring it into the stage of the rejected, with a reason for your own people."""
        return self._connection.ask("POST", f"hiring/applications/{id}/reject/", body=body)

    def applications_reveal_create(self, id: str) -> t.Revealed:
        """Say who it is in a blind review; the audit log says that it was asked."""
        return self._connection.ask("POST", f"hiring/applications/{id}/reveal/")

    def assignments_list(self, **query: Unpack[t.HiringAssignmentsListQuery]) -> Pages[t.Assignment]:
        """Searched, filtered and sorted as asked; with `format` all of it, in one file."""
        return Pages(self._connection, "hiring/assignments/", query=query)

    def assignments_list_as_file(
        self,
        *,
        format: Literal["csv", "xlsx"],
        activity: str | None = None,
        application: str | None = None,
        candidate: str | None = None,
        module: str | None = None,
        ordering: str | None = None,
        search: str | None = None,
        state: Literal["cancelled", "done", "expired", "open", "started"] | None = None,
    ) -> bytes:
        """Searched, filtered and sorted as asked; with `format` all of it, in one file."""
        return self._connection.file(
            "GET",
            "hiring/assignments/",
            query={
                "activity": activity,
                "application": application,
                "candidate": candidate,
                "module": module,
                "ordering": ordering,
                "search": search,
                "state": state,
                "format": format,
            },
        )

    def assignments_create(self, body: t.NewAssignment) -> t.Assignment:
        """Ask a candidate to do something; 409 `no-activity` where no licensed module offers it."""
        return self._connection.ask("POST", "hiring/assignments/", body=body)

    def assignments_retrieve(self, id: str) -> t.Assignment:
        """One of them."""
        return self._connection.ask("GET", f"hiring/assignments/{id}/")

    def assignments_cancel_create(self, id: str) -> t.Assignment:
        """Take it back, unless it is over."""
        return self._connection.ask("POST", f"hiring/assignments/{id}/cancel/")

    def candidates_list(self, **query: Unpack[t.HiringCandidatesListQuery]) -> Pages[t.Candidate]:
        """Searched, filtered and sorted as asked; with `format` all of it, in one file."""
        return Pages(self._connection, "hiring/candidates/", query=query)

    def candidates_list_as_file(
        self,
        *,
        format: Literal["csv", "xlsx"],
        email: str | None = None,
        job: str | None = None,
        ordering: str | None = None,
        search: str | None = None,
        source: str | None = None,
        stage: str | None = None,
        tag: str | None = None,
    ) -> bytes:
        """Searched, filtered and sorted as asked; with `format` all of it, in one file."""
        return self._connection.file(
            "GET",
            "hiring/candidates/",
            query={
                "email": email,
                "job": job,
                "ordering": ordering,
                "search": search,
                "source": source,
                "stage": stage,
                "tag": tag,
                "format": format,
            },
        )

    def candidates_create(self, body: t.CandidateInput) -> t.Candidate:
        """A new record; 409 `candidate-address-taken` says whose the address is."""
        return self._connection.ask("POST", "hiring/candidates/", body=body)

    def candidates_retrieve(self, id: str) -> t.Candidate:
        """One of them."""
        return self._connection.ask("GET", f"hiring/candidates/{id}/")

    def candidates_partial_update(self, id: str, body: t.PatchedCandidate) -> t.Candidate:
        """Change what is sent."""
        return self._connection.ask("PATCH", f"hiring/candidates/{id}/", body=body)

    def candidates_destroy(self, id: str) -> None:
        """Erase the person: the record, and all that was written and found out about them."""
        self._connection.ask("DELETE", f"hiring/candidates/{id}/")

    def candidates_doubles_list(self, id: str) -> list[t.Double]:
        """Records that may be the same person's, until somebody decides."""
        return self._connection.ask("GET", f"hiring/candidates/{id}/doubles/")

    def candidates_keep_apart_create(self, id: str, body: t.OtherCandidate) -> None:
        """The two are two people; they are not suggested again."""
        self._connection.ask("POST", f"hiring/candidates/{id}/keep-apart/", body=body)

    def candidates_merge_create(self, id: str, body: t.OtherCandidate) -> t.Candidate:
        """Take the other record into this one, with everything that belongs to it."""
        return self._connection.ask("POST", f"hiring/candidates/{id}/merge/", body=body)

    def jobs_list(self, **query: Unpack[t.HiringJobsListQuery]) -> Pages[t.Job]:
        """Searched, filtered and sorted as asked; with `format` all of it, in one file."""
        return Pages(self._connection, "hiring/jobs/", query=query)

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
            "hiring/jobs/",
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

    def jobs_create(self, body: t.JobInput) -> t.Job:
        """A draft; `open` lets people be considered for it in public."""
        return self._connection.ask("POST", "hiring/jobs/", body=body)

    def jobs_from_text_create(self, body: t.JobText) -> t.Job:
        """A draft read out of a text; where each value stood is in `read_from` and in the skills."""
        return self._connection.ask("POST", "hiring/jobs/from-text/", body=body)

    def jobs_retrieve(self, id: str) -> t.Job:
        """One of them."""
        return self._connection.ask("GET", f"hiring/jobs/{id}/")

    def jobs_partial_update(self, id: str, body: t.PatchedJob) -> t.Job:
        """Change what is sent; `skills` replace all that there were."""
        return self._connection.ask("PATCH", f"hiring/jobs/{id}/", body=body)

    def jobs_destroy(self, id: str) -> None:
        """Delete the job with its applications; candidates stay."""
        self._connection.ask("DELETE", f"hiring/jobs/{id}/")

    def jobs_close_create(self, id: str) -> t.Job:
        """Close it; what is there stays for as long as the workspace keeps candidates."""
        return self._connection.ask("POST", f"hiring/jobs/{id}/close/")

    def jobs_copy_create(self, id: str) -> t.Job:
        """A draft that asks the same."""
        return self._connection.ask("POST", f"hiring/jobs/{id}/copy/")

    def jobs_funnel_list(self, id: str) -> list[t.FunnelStep]:
        """How far the applications came, and how long that took, stage by stage."""
        return self._connection.ask("GET", f"hiring/jobs/{id}/funnel/")

    def jobs_open_create(self, id: str) -> t.Job:
        """Open a draft, or a closed job again."""
        return self._connection.ask("POST", f"hiring/jobs/{id}/open/")

    def notes_list(self, **query: Unpack[t.HiringNotesListQuery]) -> Pages[t.Note]:
        """Searched, filtered and sorted as asked; with `format` all of it, in one file."""
        return Pages(self._connection, "hiring/notes/", query=query)

    def notes_list_as_file(
        self,
        *,
        format: Literal["csv", "xlsx"],
        application: str | None = None,
        author: str | None = None,
        candidate: str | None = None,
        ordering: str | None = None,
        search: str | None = None,
    ) -> bytes:
        """Searched, filtered and sorted as asked; with `format` all of it, in one file."""
        return self._connection.file(
            "GET",
            "hiring/notes/",
            query={
                "application": application,
                "author": author,
                "candidate": candidate,
                "ordering": ordering,
                "search": search,
                "format": format,
            },
        )

    def notes_create(self, body: t.NewNote) -> t.Note:
        """Write something down."""
        return self._connection.ask("POST", "hiring/notes/", body=body)

    def notes_retrieve(self, id: str) -> t.Note:
        """One of them."""
        return self._connection.ask("GET", f"hiring/notes/{id}/")

    def notes_partial_update(self, id: str, body: t.PatchedNoteText) -> t.Note:
        """Write it anew."""
        return self._connection.ask("PATCH", f"hiring/notes/{id}/", body=body)

    def notes_destroy(self, id: str) -> None:
        """Take it away."""
        self._connection.ask("DELETE", f"hiring/notes/{id}/")

    def results_list(self, **query: Unpack[t.HiringResultsListQuery]) -> Pages[t.Result]:
        """Searched, filtered and sorted as asked; with `format` all of it, in one file."""
        return Pages(self._connection, "hiring/results/", query=query)

    def results_list_as_file(
        self,
        *,
        format: Literal["csv", "xlsx"],
        application: str | None = None,
        candidate: str | None = None,
        is_current: bool | None = None,
        kind: str | None = None,
        module: str | None = None,
        ordering: str | None = None,
        search: str | None = None,
    ) -> bytes:
        """Searched, filtered and sorted as asked; with `format` all of it, in one file."""
        return self._connection.file(
            "GET",
            "hiring/results/",
            query={
                "application": application,
                "candidate": candidate,
                "is_current": is_current,
                "kind": kind,
                "module": module,
                "ordering": ordering,
                "search": search,
                "format": format,
            },
        )

    def results_retrieve(self, id: str) -> t.Result:
        """One of them."""
        return self._connection.ask("GET", f"hiring/results/{id}/")

    def stages_list(self, **query: Unpack[t.HiringStagesListQuery]) -> Pages[t.Stage]:
        """Searched, filtered and sorted as asked; with `format` all of it, in one file."""
        return Pages(self._connection, "hiring/stages/", query=query)

    def stages_list_as_file(
        self,
        *,
        format: Literal["csv", "xlsx"],
        kind: Literal["active", "hired", "new", "offer", "rejected"] | None = None,
        ordering: str | None = None,
        search: str | None = None,
    ) -> bytes:
        """Searched, filtered and sorted as asked; with `format` all of it, in one file."""
        return self._connection.file(
            "GET", "hiring/stages/", query={"kind": kind, "ordering": ordering, "search": search, "format": format}
        )

    def stages_create(self, body: t.StageInput) -> t.Stage:
        """A new stage."""
        return self._connection.ask("POST", "hiring/stages/", body=body)

    def stages_retrieve(self, id: str) -> t.Stage:
        """One of them."""
        return self._connection.ask("GET", f"hiring/stages/{id}/")

    def stages_partial_update(self, id: str, body: t.PatchedStage) -> t.Stage:
        """Another name, kind or place."""
        return self._connection.ask("PATCH", f"hiring/stages/{id}/", body=body)

    def stages_destroy(self, id: str, **query: Unpack[t.HiringStagesDestroyQuery]) -> None:
        """Take it away; 409 `stage-in-use` unless it is empty or `move_to` says where its applications go."""
        self._connection.ask("DELETE", f"hiring/stages/{id}/", query=query)

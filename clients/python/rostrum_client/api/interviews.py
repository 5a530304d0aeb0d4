"""Calls of interviews. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import Literal, Unpack

from rostrum_client import types as t
from rostrum_client.connection import Connection
from rostrum_client.pages import Pages


class Interviews:
    """What can be asked below interviews/."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def fairness_retrieve(self) -> t.Rates:
        """By sex, by race or ethnicity, and by both."""
        return self._connection.ask("GET", "interviews/fairness/")

    def practice_areas_list(self, **query: Unpack[t.InterviewsPracticeAreasListQuery]) -> Pages[t.PracticeArea]:
        """By name of the skill."""
        return Pages(self._connection, "interviews/practice-areas/", query=query)

    def question_sets_list(self, **query: Unpack[t.InterviewsQuestionSetsListQuery]) -> Pages[t.QuestionSet]:
        """By title."""
        return Pages(self._connection, "interviews/question-sets/", query=query)

    def question_sets_create(self, body: t.QuestionSetInput) -> t.QuestionSet:
        """A set of one's own; sharing it asks for interviews.edit, and for shared questions."""
        return self._connection.ask("POST", "interviews/question-sets/", body=body)

    def question_sets_retrieve(self, id: str) -> t.QuestionSet:
        """One of them."""
        return self._connection.ask("GET", f"interviews/question-sets/{id}/")

    def question_sets_partial_update(self, id: str, body: t.PatchedQuestionSet) -> t.QuestionSet:
        """Change what is sent; `questions` replace all that there were."""
        return self._connection.ask("PATCH", f"interviews/question-sets/{id}/", body=body)

    def question_sets_destroy(self, id: str) -> None:
        """The bundle goes; its questions stay."""
        self._connection.ask("DELETE", f"interviews/question-sets/{id}/")

    def questions_list(self, **query: Unpack[t.InterviewsQuestionsListQuery]) -> Pages[t.Line]:
        """The library and own questions, the own ones first; with `format` all of it, in one file."""
        return Pages(self._connection, "interviews/questions/", query=query)

    def questions_list_as_file(
        self,
        *,
        format: Literal["csv", "xlsx"],
        among: Literal["bookmarked", "mine", "ours", "library", "review", "archived"] | None = None,
        kind: Literal["open", "behavioural", "system-design", "case", "multiple-choice", "coding"] | None = None,
        level: Literal["junior", "mid", "senior"] | None = None,
        ordering: Literal[
            "question",
            "role",
            "level",
            "kind",
            "time",
            "rating",
            "-question",
            "-role",
            "-level",
            "-kind",
            "-time",
            "-rating",
        ]
        | None = None,
        role: Literal[
            "general",
            "backend",
            "frontend",
            "mobile",
            "data-engineer",
            "data-scientist",
            "ml-engineer",
            "devops",
            "qa",
            "product-manager",
            "designer",
            "sales",
            "customer-success",
            "people-manager",
        ]
        | None = None,
        search: str | None = None,
        skill: str | None = None,
    ) -> bytes:
        """The library and own questions, the own ones first; with `format` all of it, in one file."""
        return self._connection.file(
            "GET",
            "interviews/questions/",
            query={
                "among": among,
                "kind": kind,
                "level": level,
                "ordering": ordering,
                "role": role,
                "search": search,
                "skill": skill,
                "format": format,
            },
        )

    def questions_create(self, body: t.Item) -> t.WholeQuestion:
        """A draft of one's own; shared ones are asked once they are approved."""
        return self._connection.ask("POST", "interviews/questions/", body=body)

    def questions_export_retrieve(self) -> t.QuestionsInFile:
        """The workspace's own questions and the member's, in the form that can be imported again."""
        return self._connection.ask("GET", "interviews/questions/export/")

    def questions_export_retrieve_as_file(self, *, format: Literal["csv"]) -> bytes:
        """The workspace's own questions and the member's, in the form that can be imported again."""
        return self._connection.file("GET", "interviews/questions/export/", query={"format": format})

    def questions_import_create(self, body: t.QuestionFile) -> t.Taken:
        """Take all questions of a file, or none with every line's mistakes named."""
        return self._connection.ask("POST", "interviews/questions/import/", body=body)

    def questions_retrieve(self, id: str) -> t.WholeQuestion:
        """With its points, follow-ups and model answer."""
        return self._connection.ask("GET", f"interviews/questions/{id}/")

    def questions_partial_update(self, id: str, body: t.PatchedItem) -> t.WholeQuestion:
        """Change what is sent; the version before is kept, and what was approved is to be reviewed again."""
        return self._connection.ask("PATCH", f"interviews/questions/{id}/", body=body)

    def questions_destroy(self, id: str) -> None:
        """Archive an own question: it is asked no more; interviews keep what they asked."""
        self._connection.ask("DELETE", f"interviews/questions/{id}/")

    def questions_mark_create(self, id: str, body: t.Mark) -> t.WholeQuestion:
        """Bookmark or rate it."""
        return self._connection.ask("POST", f"interviews/questions/{id}/mark/", body=body)

    def questions_review_create(self, id: str, body: t.QuestionReview) -> t.WholeQuestion:
        """Hand a shared draft in, approve it, or reject it with a reason."""
        return self._connection.ask("POST", f"interviews/questions/{id}/review/", body=body)

    def sessions_list(self, **query: Unpack[t.InterviewsSessionsListQuery]) -> Pages[t.InterviewSession]:
        """Newest first."""
        return Pages(self._connection, "interviews/sessions/", query=query)

    def sessions_start_create(self, body: t.Start) -> t.InterviewSessionDetail:
        """Begin to practise: the questions are chosen, the interview is counted, the first question is open."""
        return self._connection.ask("POST", "interviews/sessions/start/", body=body)

    def sessions_retrieve(self, id: str) -> t.InterviewSessionDetail:
        """Where the interview is, with the question that is open."""
        return self._connection.ask("GET", f"interviews/sessions/{id}/")

    def sessions_destroy(self, id: str) -> None:
        """Delete a practice interview with all its answers."""
        self._connection.ask("DELETE", f"interviews/sessions/{id}/")

    def sessions_abandon_create(self, id: str) -> t.InterviewSessionDetail:
        """Give it up: the answers stay, and there is no score."""
        return self._connection.ask("POST", f"interviews/sessions/{id}/abandon/")

    def sessions_begin_create(self, id: str) -> t.InterviewSessionDetail:
        """Begin an interview whose questions were written; what is not written by now comes from the library."""
        return self._connection.ask("POST", f"interviews/sessions/{id}/begin/")

    def sessions_coach_retrieve(self, id: str) -> t.CoachTalk:
        """What was asked so far, the oldest first."""
        return self._connection.ask("GET", f"interviews/sessions/{id}/coach/")

    def sessions_coach_create(self, id: str, body: t.CoachQuestion) -> t.CoachTurn:
        """Ask; the answer is there some seconds later. Sent twice while it waits it is asked once."""
        return self._connection.ask("POST", f"interviews/sessions/{id}/coach/", body=body)

    def sessions_coach_again_create(self, id: str) -> t.CoachTurn:
        """Ask the last question again, if it got no answer; otherwise it stays as it is."""
        return self._connection.ask("POST", f"interviews/sessions/{id}/coach/again/")

    def sessions_complete_create(self, id: str) -> t.InterviewSessionDetail:
        """End it now; a draft is handed in, and what was not asked is left out."""
        return self._connection.ask("POST", f"interviews/sessions/{id}/complete/")

    def sessions_draft_create(self, id: str, body: t.Draft) -> t.DraftVersion:
        """Keep what was typed so far; 409 `stale-draft` with what stands there when another window wrote since."""
        return self._connection.ask("POST", f"interviews/sessions/{id}/draft/", body=body)

    def sessions_feedback_retrieve(self, id: str) -> t.InterviewReport:
        """What came of it, with the words of each answer that a score rests on."""
        return self._connection.ask("GET", f"interviews/sessions/{id}/feedback/")

    def sessions_hint_create(self, id: str, body: t.OneQuestion) -> t.Hint:
        """A hint, which costs a tenth of the question's points."""
        return self._connection.ask("POST", f"interviews/sessions/{id}/hint/", body=body)

    def sessions_next_create(self, id: str) -> t.InterviewSessionDetail:
        """Go on after an answer; after the last one the interview is evaluated."""
        return self._connection.ask("POST", f"interviews/sessions/{id}/next/")

    def sessions_pause_create(self, id: str) -> t.InterviewSessionDetail:
        """Stop the clock."""
        return self._connection.ask("POST", f"interviews/sessions/{id}/pause/")

    def sessions_resume_create(self, id: str) -> t.InterviewSessionDetail:
        """Let the clock go on."""
        return self._connection.ask("POST", f"interviews/sessions/{id}/resume/")

    def sessions_review_create(self, id: str, body: t.AnswerReview) -> t.InterviewSessionDetail:
        """A person's score of an answer with its reason; the estimate stays beside it."""
        return self._connection.ask("POST", f"interviews/sessions/{id}/review/", body=body)

    def sessions_skip_create(self, id: str, body: t.OneQuestion) -> t.InterviewSessionDetail:
        """Leave the question out, which counts as 0 points."""
        return self._connection.ask("POST", f"interviews/sessions/{id}/skip/", body=body)

    def sessions_submit_answer_create(self, id: str, body: t.Answer) -> t.InterviewSessionDetail:
        """Hand in the answer to the open question; sent twice it counts once. `next` goes on."""
        return self._connection.ask("POST", f"interviews/sessions/{id}/submit-answer/", body=body)

    def templates_list(self, **query: Unpack[t.InterviewsTemplatesListQuery]) -> Pages[t.InterviewTemplate]:
        """All of them, or those that fit."""
        return Pages(self._connection, "interviews/templates/", query=query)

    def templates_create(self, body: t.InterviewTemplateInput) -> t.InterviewTemplate:
        """One of the workspace's own."""
        return self._connection.ask("POST", "interviews/templates/", body=body)

    def templates_retrieve(self, id: str) -> t.InterviewTemplate:
        """One of them."""
        return self._connection.ask("GET", f"interviews/templates/{id}/")

    def templates_partial_update(self, id: str, body: t.PatchedInterviewTemplate) -> t.InterviewTemplate:
        """Change what is sent; `rounds` replace all that there were."""
        return self._connection.ask("PATCH", f"interviews/templates/{id}/", body=body)

    def templates_destroy(self, id: str) -> None:
        """Offer it no more; interviews that were set up with it stay."""
        self._connection.ask("DELETE", f"interviews/templates/{id}/")

"""The interviewer of an interview: what is said at which place of it, in its tone."""

from apps.interviews.models import Question, Session
from apps.interviews.tones import Text, before_question, on_answer, said

# So that everybody is addressed alike where answers are compared.
ALIKE = "assessment"


class Interviewer:
    """Speaks the same at the same place whenever the page is loaded."""

    def __init__(self, session: Session) -> None:
        self.tone = str(session.setup.get("tone", "neutral"))
        self.seed = str(session.pk) if session.is_practice else ALIKE

    def before(self, question: Question, number: int) -> Text:
        """Above a question with this number among those that are no follow-ups."""
        if question.follows_id:
            return said(self.tone, "follow_ups", seed=self.seed, number=question.position)
        return before_question(self.tone, seed=self.seed, number=number)

    def hint_title(self, question: Question) -> Text:
        return said(self.tone, "hints", seed=self.seed, number=question.position)

    def on(self, question: Question) -> Text:
        """Above the feedback to an answer; nothing where there is no estimate."""
        if question.score is None:
            return ""
        return on_answer(self.tone, question.score, seed=self.seed, number=question.position)

    @property
    def closing(self) -> Text:
        return said(self.tone, "closings", seed=self.seed)

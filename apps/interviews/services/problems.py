"""What can be expected to go wrong in an interview."""

from django.utils.translation import gettext_lazy as _

from apps.core.problems import MissingError, ProblemError


class BadSetupError(ProblemError):
    code = "bad-setup"
    title = _("An interview cannot be set up like this.")
    status = 400


class NoQuestionsError(ProblemError):
    code = "no-questions"
    title = _("There are no questions for this choice.")
    status = 409


class NoEvaluatorError(ProblemError):
    """Told before an interview begins: its answers would wait for good."""

    code = "no-evaluator"
    title = _("Answers cannot be evaluated here at the moment.")
    status = 503


class ConsentMissingError(ProblemError):
    code = "consent-missing"
    title = _("Agree to the automatic estimate first, or ask for another way.")
    status = 409


class NotYourTurnError(ProblemError):
    code = "wrong-state"
    title = _("The interview is at another place.")
    status = 409


class RoundLockedError(ProblemError):
    code = "round-locked"
    title = _("This round is not open yet.")
    status = 409


class StaleDraftError(ProblemError):
    """Another tab has written since; `text` and `version` are what stands there."""

    code = "stale-draft"
    title = _("This answer was changed in another window.")
    status = 409


class NotAllowedHereError(ProblemError):
    code = "not-in-this-interview"
    title = _("The rules of this interview do not allow this.")
    status = 409


class AnswerTooLongError(ProblemError):
    code = "answer-too-long"
    title = _("The answer is too long.")
    status = 413


class TooLateError(ProblemError):
    code = "assignment-over"
    title = _("This interview can no longer be held.")
    status = 409


class NoAttemptLeftError(ProblemError):
    code = "no-attempt-left"
    title = _("All attempts are used.")
    status = 409


class NoReasonError(ProblemError):
    code = "reason-missing"
    title = _("Say why you change the score.")
    status = 422


class NoReportLinkError(MissingError):
    """The same for a link that has ended and for one that never was: nobody learns which."""

    title = _("There is no report behind this link.")
    action_url = "/"
    action_title = _("Go to the start page")


class TooManyLinksError(ProblemError):
    code = "too-many-links"
    title = _("This report has as many links as it can have.")
    status = 409


class NoReportYetError(ProblemError):
    code = "no-report"
    title = _("There is no report of this interview.")
    status = 409


class NoPdfError(ProblemError):
    code = "no-pdf"
    title = _("The PDF could not be made.")
    status = 503


class NoProviderError(ProblemError):
    code = "no-ai-provider"
    title = _("No language model is set up for this workspace.")
    status = 409


class BeingWrittenError(ProblemError):
    code = "being-written"
    title = _("Questions are being written for this interview.")
    status = 409


class NoCoachError(ProblemError):
    code = "no-coach"
    title = _("Nobody can answer: no language model is set up for this workspace.")
    status = 409


class CoachBusyError(ProblemError):
    code = "coach-busy"
    title = _("The coach is still answering the question before.")
    status = 409


class CoachUsedUpError(ProblemError):
    code = "coach-used-up"
    title = _("The coach answers no more questions here.")
    status = 409

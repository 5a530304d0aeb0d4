"""What can be expected to go wrong when code is written and judged."""

from django.utils.translation import gettext_lazy as _

from apps.core.problems import ProblemError


class NoSandboxError(ProblemError):
    """Told before anything is counted: no program would ever be judged."""

    code = "no-sandbox"
    title = _("Programs cannot be judged here at the moment.")
    status = 503


class BadLanguageError(ProblemError):
    code = "bad-language"
    title = _("This language cannot be used here.")
    status = 400


class ProgramTooLongError(ProblemError):
    code = "program-too-long"
    title = _("The program is too long.")
    status = 413


class BadFileError(ProblemError):
    code = "bad-file"
    title = _("A file cannot stand beside the program.")
    status = 422


class EmptyProgramError(ProblemError):
    code = "empty-program"
    title = _("There is no program yet.")
    status = 422


class TooManyOpenError(ProblemError):
    code = "too-many-open"
    title = _("Wait until your other programs are judged.")
    status = 429


class StaleDraftError(ProblemError):
    """Another tab has written since; `text`, `files` and `version` are what stands there."""

    code = "stale-draft"
    title = _("This program was changed in another window.")
    status = 409


class AttemptStateError(ProblemError):
    code = "wrong-state"
    title = _("The assessment is at another place.")
    status = 409


class ConsentMissingError(ProblemError):
    code = "consent-missing"
    title = _("Agree to what is judged and kept first.")
    status = 409


class TooLateError(ProblemError):
    code = "assignment-over"
    title = _("This assessment can no longer be taken.")
    status = 409


class NoAttemptLeftError(ProblemError):
    code = "no-attempt-left"
    title = _("All attempts are used.")
    status = 409


class BadAssessmentError(ProblemError):
    code = "bad-assessment"
    title = _("An assessment cannot be like this.")
    status = 400


class TitleTakenError(ProblemError):
    code = "title-taken"
    title = _("There is an assessment of this title already.")
    status = 409


class BadProblemError(ProblemError):
    code = "bad-problem"
    title = _("A problem cannot be like this.")
    status = 400


class NotCheckedError(ProblemError):
    code = "not-checked"
    title = _("The reference solution has not passed all tests yet.")
    status = 409


class OwnReviewError(ProblemError):
    code = "own-review"
    title = _("Nobody approves what they wrote themselves.")
    status = 409


class ProblemStateError(ProblemError):
    code = "wrong-state"
    title = _("The problem is at another place.")
    status = 409


class StillAskedError(ProblemError):
    """Nobody reads the solution of what they are being asked."""

    code = "still-asked"
    title = _("You are asked this in an assessment that has not ended.")
    status = 409

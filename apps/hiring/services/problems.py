"""What can be expected to fail in hiring."""

from django.utils.translation import gettext_lazy as _

from apps.core.problems import ProblemError


class WeightsError(ProblemError):
    code = "weights-not-100"
    title = _("The weights of skills, experience and education must add up to 100 percent.")
    status = 422


class SalaryError(ProblemError):
    code = "salary-out-of-order"
    title = _("The salary must not end below where it begins.")
    status = 422


class JobStateError(ProblemError):
    code = "job-state"
    title = _("This cannot be done with the job as it is now.")
    status = 409


class JobClosedError(ProblemError):
    code = "job-closed"
    title = _("This job is closed.")
    status = 409


class DoubleSkillError(ProblemError):
    code = "skill-twice"
    title = _("A skill is in the list twice.")
    status = 422


class StageNameTakenError(ProblemError):
    code = "stage-name-taken"
    title = _("Another stage has this name already.")
    status = 409


class StageInUseError(ProblemError):
    code = "stage-in-use"
    title = _("There are applications in this stage.")
    status = 409


class StageNeededError(ProblemError):
    code = "stage-needed"
    title = _("This is the last stage of its kind, and hiring needs one.")
    status = 409


class ContactNeededError(ProblemError):
    code = "contact-needed"
    title = _("A candidate needs a name, an e-mail address or a phone number.")
    status = 422


class ContactRefusedError(ProblemError):
    code = "contact-refused"
    title = _("This is no e-mail address or phone number.")
    status = 422


class AddressTakenError(ProblemError):
    code = "candidate-address-taken"
    title = _("Another candidate has this e-mail address.")
    status = 409


class NotMergeableError(ProblemError):
    code = "not-mergeable"
    title = _("These records cannot be merged.")
    status = 409


class AlreadyAppliedError(ProblemError):
    code = "already-applied"
    title = _("This candidate is considered for the job already.")
    status = 409


class NotYoursError(ProblemError):
    code = "note-of-another"
    title = _("Only its author or an administrator can change this note.")
    status = 403


class NoActivityError(ProblemError):
    code = "no-activity"
    title = _("No module of this workspace offers this activity.")
    status = 409


class AssignmentStateError(ProblemError):
    code = "assignment-state"
    title = _("This assignment is over.")
    status = 409

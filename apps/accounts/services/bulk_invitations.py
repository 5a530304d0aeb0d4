"""Many invitations at once: what would become of each line, and doing it. No line goes without an answer."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from apps.accounts.invitation_csv import Line
from apps.accounts.models import Invitation, Membership
from apps.accounts.roles import Role, is_above
from apps.accounts.services.invitations import invite, places_left
from apps.accounts.services.verification import require_verified
from apps.core.problems import ProblemError


class Outcome(TextChoices):
    """What became, or would become, of a line."""

    INVITED = "invited", _("Invited")
    MEMBER = "already-member", _("Is a member already")
    WAITING = "already-invited", _("Is invited already")
    BAD_ADDRESS = "bad-address", _("Not an e-mail address")
    UNKNOWN_ROLE = "unknown-role", _("There is no such role")
    ROLE_ABOVE = "role-above-yours", _("This role is above yours")
    DUPLICATE = "duplicate", _("Stands in the list before")
    NO_ROOM = "plan-limit", _("No room in your plan")
    REFUSED = "refused", _("Refused")


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A line and its outcome; `detail` says more about what was refused."""

    line: Line
    role: str
    outcome: Outcome
    detail: str = ""

    @property
    def role_title(self) -> str:
        """In words; what is no role as it stands in the file."""
        return str(Role(self.role).label) if self.role in Role.values else self.role


def preview_invitations(by: Membership, lines: Iterable[Line], *, default_role: Role) -> list[ReportLine]:
    """What would become of each line; nothing is sent."""
    require_verified(by.user)
    lines = list(lines)
    addresses = {line.email.lower() for line in lines}
    members = Membership.objects.present().filter(tenant=by.tenant, user__email__in=addresses)
    waiting = Invitation.objects.open().filter(tenant=by.tenant, email__in=addresses)
    known = dict.fromkeys(waiting.values_list("email", flat=True), Outcome.WAITING)
    known |= dict.fromkeys(members.values_list("user__email", flat=True), Outcome.MEMBER)
    seen: set[str] = set()
    room, report = places_left(by.tenant), []
    for line in lines:
        address, role = line.email.lower(), _role_named(line.role, default_role)
        outcome = _fault(line, role, by)
        if outcome is None and address in seen:
            outcome = Outcome.DUPLICATE
        if outcome is None:
            seen.add(address)
            outcome = known.get(address, Outcome.INVITED)
        if outcome == Outcome.INVITED and role != Role.CANDIDATE and room is not None:
            outcome, room = (Outcome.INVITED, room - 1) if room > 0 else (Outcome.NO_ROOM, room)
        report.append(ReportLine(line, role.value if role else line.role, outcome))
    return report


def invite_many(by: Membership, lines: Iterable[Line], *, default_role: Role) -> list[ReportLine]:
    """Invite whoever can be; each in a transaction of its own, so that what was done stays done and is said."""
    return [
        _invited(by, one) if one.outcome == Outcome.INVITED else one
        for one in preview_invitations(by, lines, default_role=default_role)
    ]


def _invited(by: Membership, one: ReportLine) -> ReportLine:
    try:
        invite(by, email=one.line.email, role=Role(one.role), name=one.line.name)
    except ProblemError as problem:
        return ReportLine(one.line, one.role, Outcome.REFUSED, f"{problem.title} {problem.detail}".strip())
    return one


def _role_named(word: str, default: Role) -> Role | None:
    """The role of that name, as programs or as people call it; none named is the default."""
    if not word:
        return default
    wanted = word.lower()
    return next((role for role in Role if wanted in {role.value, str(role.label).lower()}), None)


def _fault(line: Line, role: Role | None, by: Membership) -> Outcome | None:
    """What is wrong with the line itself."""
    try:
        validate_email(line.email)
    except ValidationError:
        return Outcome.BAD_ADDRESS
    if role is None:
        return Outcome.UNKNOWN_ROLE
    return Outcome.ROLE_ABOVE if is_above(role, by.role) else None

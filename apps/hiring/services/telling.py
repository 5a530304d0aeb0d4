"""Tells candidates of what they were asked for by a module, and lets them into the workspace."""

from apps.accounts.mailing import mail_link, send_mail_to
from apps.accounts.models import Membership, User
from apps.accounts.roles import Role
from apps.accounts.services import AlreadyInvitedError, AlreadyMemberError, invite
from apps.core.scope import current_tenant
from apps.hiring.models import Assignment, Candidate
from apps.tenants.models import Tenant


def tell_of_assignment(assignment: Assignment, *, mail: str, kind: str, page: str) -> None:
    """Write this mail to the candidate, with the link to the page; whoever has no account here is invited first.

    `kind` is what its receiver can switch off, `page` the name of an address that takes the assignment's id.
    """
    candidate = assignment.candidate
    is_invited = candidate.member_id is None and _invite(candidate, assignment)
    receiver = _receiver(candidate)
    if receiver is None:
        return
    tenant = Tenant.objects.get(pk=current_tenant().pk)
    context = {
        "name": candidate.name,
        "job": assignment.application.job.title if assignment.application else "",
        "until": assignment.due_at,
        "is_invited": is_invited,
        "link": mail_link(page, assignment.pk, tenant=tenant),
    }
    send_mail_to(receiver, mail, tenant=tenant, kind=kind, **context)


def _receiver(candidate: Candidate) -> User | str | None:
    """The account where there is one, else the address of the record; None where nobody can be reached."""
    if candidate.member_id is None:
        return candidate.email or None
    membership = Membership.objects.usable().select_related("user").filter(pk=candidate.member_id).first()
    return membership.user if membership else None


def _invite(candidate: Candidate, assignment: Assignment) -> bool:
    """Whether an invitation waits for an answer now."""
    if assignment.assigned_by_id is None or not candidate.email:
        return False
    by = Membership.objects.select_related("tenant", "user").get(pk=assignment.assigned_by_id)
    try:
        invite(by, email=candidate.email, role=Role.CANDIDATE, name=candidate.name)
    except AlreadyInvitedError:
        return True
    except AlreadyMemberError:
        return False
    return True

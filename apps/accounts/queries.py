"""Questions about people and memberships."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Exists, OuterRef, QuerySet, SmallIntegerField, Value, When
from django.utils import timezone

from apps.accounts.models import (
    Agreement,
    ApiKey,
    ApiKeyQuerySet,
    BrowserSession,
    DataExport,
    Invitation,
    InvitationQuerySet,
    LegalText,
    Membership,
    MembershipQuerySet,
    SavedView,
    SignIn,
    SupportVisit,
    User,
    hash_of_key,
)
from apps.accounts.roles import RANKS, Role
from apps.core.models import QueuedTask
from apps.core.prepared import PreparedQuery
from apps.tenants.models import Tenant

# Django's permission of staff, not a right that tenants give.
ACT_AS_MEMBER = "accounts.act_as_member"
# Tenants that somebody has to decide about; a closed one goes by itself.
GOING_ON = (Tenant.Status.ACTIVE, Tenant.Status.SUSPENDED)

MembershipExtender = Callable[[MembershipQuerySet, str], MembershipQuerySet]
_extenders: list[MembershipExtender] = []


def extend_membership(extender: MembershipExtender) -> None:
    """Let an app above this one read more in the same statement; it gets the query and the module's label."""
    if extender not in _extenders:
        _extenders.append(extender)


@cache
def _membership_query(module: str) -> PreparedQuery[Membership]:
    def build(user_id: UUID, tenant_id: UUID) -> MembershipQuerySet:
        found = Membership.objects.usable().filter(user_id=user_id, tenant_id=tenant_id).order_by()
        found = found.select_related("user", "tenant")
        for extender in _extenders:
            found = extender(found, module)
        return found

    return PreparedQuery(build, ids=2)


def membership_of(user_id: UUID | str, tenant_id: UUID | str, *, module: str = "") -> Membership | None:
    """The usable membership with its user and tenant, in one statement; never cached."""
    found = _membership_query(module).run(user_id, tenant_id)
    return found[0] if found else None


def _memberships_of(user_id: UUID) -> MembershipQuerySet:
    return Membership.objects.usable().filter(user_id=user_id).select_related("tenant").order_by("tenant__name")


@cache
def _workspaces_query() -> PreparedQuery[Membership]:
    return PreparedQuery(_memberships_of, ids=1)


def memberships_of(user: User) -> MembershipQuerySet:
    """All tenants that the user may enter, by name."""
    return _memberships_of(user.pk)


def workspaces_of(user: User) -> list[Membership]:
    """The rows of `memberships_of`, for the menu of every page."""
    return _workspaces_query().run(user.pk)


def user_of_address(email: str) -> User | None:
    """Whose e-mail address it is, whatever its case."""
    return User.objects.filter(email__iexact=email).first()


def home_membership(user: User) -> Membership | None:
    """Where signing in leads: the tenant last worked in, else the first company, else the community."""
    memberships = list(memberships_of(user))
    memberships.sort(key=lambda m: (m.tenant_id != user.last_tenant_id, m.tenant.kind == Tenant.Kind.COMMUNITY))
    return memberships[0] if memberships else None


def api_keys_of(tenant: Tenant) -> ApiKeyQuerySet:
    """Every key of the tenant with whoever made it, the newest first; revoked ones too."""
    return ApiKey.objects.filter(tenant_id=tenant.pk).select_related("membership__user", "tenant")


def people_of(membership: Membership) -> MembershipQuerySet:
    """Whom the member may see in the workspace, those who left included; a candidate sees nobody else."""
    found = Membership.objects.filter(tenant_id=membership.tenant_id).select_related("user")
    return found.filter(pk=membership.pk) if membership.is_candidate else found


def exports_of(user: User) -> list[DataExport]:
    """The person's archives, the newest first, each told how far its task has come."""
    found = list(DataExport.objects.filter(user=user)[:20])
    tasks = QueuedTask.objects.in_bulk([export.task_id for export in found if export.task_id])
    for export in found:
        export.task = tasks.get(export.task_id) if export.task_id else None
    return found


def published_texts(kind: str) -> list[LegalText]:
    """What is published of the kind, the newest and thereby what is in force first."""
    return list(LegalText.objects.filter(kind=kind, state=LegalText.State.PUBLISHED).order_by("-number"))


def people_to_ask() -> int:
    """How many would be asked to agree if a text were published now."""
    return User.objects.filter(is_active=True).count()


def agreements_of(user: User) -> list[Agreement]:
    """What the person ever agreed to, the latest first."""
    return list(user.agreements.select_related("text").order_by("-at", "-pk"))


def workspaces_only_owned_by(user: User) -> list[Membership]:
    """Where nobody would be left to decide if the person went."""
    others = Membership.objects.filter(
        tenant=OuterRef("tenant"), role=Role.OWNER, is_active=True, user__is_active=True
    ).exclude(user=user)
    owned = user.memberships.filter(role=Role.OWNER, is_active=True, tenant__status__in=GOING_ON)
    return list(owned.exclude(Exists(others)).select_related("tenant").order_by("tenant__name"))


@cache
def _saved_views_query() -> PreparedQuery[SavedView]:
    def build(member_id: UUID, listing: UUID | str) -> QuerySet[SavedView]:
        return SavedView.objects.filter(member_id=member_id, listing=listing)

    return PreparedQuery(build, ids=2)


def saved_views_of(membership: Membership, listing: str) -> list[SavedView]:
    """The member's own views of a list, by title."""
    return _saved_views_query().run(membership.pk, listing)


def _rank() -> Case:
    """The place of the role from the highest down, to sort by."""
    places = [When(role=role, then=Value(place)) for place, role in enumerate(RANKS)]
    return Case(*places, output_field=SmallIntegerField())


def members_of(tenant: Tenant) -> MembershipQuerySet:
    """Everybody who belongs to the tenant, those who are suspended too."""
    return members_in(tenant.pk)


def members_in(tenant_id: UUID) -> MembershipQuerySet:
    """The same for whoever knows only the tenant's id."""
    members = Membership.objects.present().filter(tenant_id=tenant_id)
    return members.select_related("user", "tenant").annotate(rank=_rank())


def invitations_of(tenant: Tenant) -> InvitationQuerySet:
    """Every invitation of the tenant, whatever became of it."""
    return Invitation.objects.filter(tenant=tenant).select_related("tenant", "inviter__user").annotate(rank=_rank())


def invitation_of_key(key: str) -> Invitation | None:
    """The open invitation whose mail holds this key."""
    return (
        Invitation.objects.open().filter(token_hash=hash_of_key(key)).select_related("tenant", "inviter__user").first()
    )


def browsers_of(user: User) -> QuerySet[BrowserSession]:
    """Where the person is signed in, the last used first; those whose session has ended by itself are left out."""
    alive = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return BrowserSession.objects.filter(user=user, last_seen_at__gt=alive)


def sign_ins_of(user: User, *, most: int = 20) -> list[SignIn]:
    """The last tries at the person's account, the newest first."""
    return list(user.sign_ins.exclude(outcome=SignIn.Outcome.UNLOCKED)[:most])


def visit_in_force(visit_id: UUID | str, *, staff: User | AnonymousUser) -> SupportVisit | None:
    """The visit, if it is this member of staff's and everything that allowed it still does."""
    if not (staff.is_authenticated and staff.is_active and staff.is_staff and staff.has_perm(ACT_AS_MEMBER)):
        return None
    found = SupportVisit.objects.filter(pk=visit_id, staff_id=staff.pk, stopped_at=None, ends_at__gt=timezone.now())
    found = found.filter(
        membership__in=Membership.objects.usable(),
        membership__tenant__support_access=True,
        membership__user__is_staff=False,
        membership__user__is_superuser=False,
    )
    return found.select_related("staff", "membership__user", "membership__tenant").first()


def visits_of(tenant: Tenant, most: int) -> list[SupportVisit]:
    """Who of the platform's staff was in as whom, the latest first."""
    visits = SupportVisit.objects.filter(membership__tenant=tenant).select_related("staff", "membership__user")
    return list(visits[:most])

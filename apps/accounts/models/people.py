"""User: a person, once for the whole platform. Membership: what that person is in one tenant."""

from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from apps.accounts.roles import Role
from apps.core.ids import uuid7
from apps.core.models import TimestampedModel
from apps.core.modules import notification_kinds
from apps.core.prepared import PreparedQuery
from apps.core.rights import permission_named, role_has
from apps.tenants.models import Tenant

if TYPE_CHECKING:
    from apps.accounts.models.support import SupportVisit


class UserManager(BaseUserManager["User"]):
    """Finds people by e-mail address, whatever its case."""

    def get(self, *args: Any, **wanted: Any) -> "User":
        """By its key alone a person is read as every page does that asks whose session it is: by a prepared query."""
        key = wanted.get("pk")
        # A related manager is one of another class, and knows of more that has to fit.
        if type(self) is not UserManager or args or len(wanted) > 1 or not isinstance(key, UUID):
            return super().get(*args, **wanted)
        found = _by_key().run(key)
        if not found:
            raise self.model.DoesNotExist("User matching query does not exist.")
        return found[0]

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


@cache
def _by_key() -> "PreparedQuery[User]":
    return PreparedQuery(lambda key: User.objects.filter(pk=key), ids=1)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with one e-mail address and one password for all tenants. Never deleted: deactivated instead."""

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("platform staff"), default=False)
    # The tenant that the person last worked in: where signing in leads to.
    last_tenant = models.ForeignKey(Tenant, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    date_joined = models.DateTimeField(_("joined"), auto_now_add=True)
    # How pages and mails speak to the person; empty: as the browser wishes.
    language = models.CharField(_("language"), max_length=12, blank=True)
    formats = models.CharField(_("formats"), max_length=16, blank=True)
    timezone = models.CharField(_("time zone"), max_length=64, blank=True)
    # Stored name of the person's picture, made anew from its pixels.
    avatar_name = models.CharField(max_length=200, blank=True, editable=False)
    # Kinds of notification that the person does not want, by name.
    muted_kinds = models.JSONField(default=list, blank=True, editable=False)
    # The newest versions that the person agreed to; kept by the database, which counts the agreements.
    agreed_terms = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    agreed_privacy = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    # When the person deleted the account: name and address are gone since.
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ("email",)
        permissions = (
            ("help_people", _("Can lock people out, sign them out and let them try again")),
            ("appoint_staff", _("Can say who belongs to the platform's staff, and with which roles")),
        )
        constraints = (models.UniqueConstraint(Lower("email"), name="one_user_per_address"),)

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def picture_version(self) -> str:
        """Changes with the picture, so that browsers may keep it; empty without one."""
        return self.avatar_name.rpartition("/")[2].removesuffix(".png")[-12:]

    @property
    def wanted_kinds(self) -> dict[str, bool]:
        """Every kind of mail that can be switched off, and whether the person wants it."""
        return {kind.name: kind.name not in self.muted_kinds for kind in notification_kinds()}

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self).split(" ", maxsplit=1)[0]


class MembershipQuerySet(models.QuerySet["Membership"]):
    def usable(self) -> "MembershipQuerySet":
        """Memberships that open their tenant today; a closed one opens to its owners until it is erased."""
        is_open = models.Q(tenant__status=Tenant.Status.ACTIVE)
        way_back = models.Q(tenant__status=Tenant.Status.CLOSED, tenant__erase_at__gt=Now(), role=Role.OWNER)
        return self.filter(is_open | way_back, is_active=True, user__is_active=True)

    def present(self) -> "MembershipQuerySet":
        """Memberships that were not taken away; suspended people are among them."""
        return self.filter(removed_at__isnull=True)


class Membership(TimestampedModel):
    """What a user is in a tenant; its id is the id of the tenant's Member row."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices)
    is_active = models.BooleanField(default=True)
    # Who was removed keeps the row: what they did stays theirs, and they may come back to it.
    removed_at = models.DateTimeField(null=True, blank=True)
    # Raised by logout-everywhere, role change and removal: tokens with an older number are refused.
    token_version = models.PositiveIntegerField(default=1)

    # Set while an API key of this member asks: what the key may do at most.
    key_scopes: frozenset[str] | None = None

    objects = MembershipQuerySet.as_manager()
    # Set for the request in which staff act as this member; never stored.
    visit: "SupportVisit | None" = None

    class Meta:
        ordering = ("created_at",)
        constraints = (
            models.UniqueConstraint(fields=["user", "tenant"], name="one_membership_per_tenant"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_known"),
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True) | models.Q(is_active=False), name="removed_is_not_active"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.tenant} · {self.get_role_display()}"

    def has_right(self, name: str) -> bool:
        """Whether the role has the declared permission in this tenant; an undeclared one is a LookupError."""
        permission = permission_named(name)
        if self.key_scopes is not None and name not in self.key_scopes:
            return False
        if self.visit is not None and permission.in_person:
            return False
        return role_has(permission, self.role, self.tenant.role_rights)

    @property
    def is_candidate(self) -> bool:
        return self.role == Role.CANDIDATE

    @property
    def state(self) -> str:
        """`active`, `suspended` or `removed`."""
        if self.removed_at is not None:
            return "removed"
        return "active" if self.is_active else "suspended"


class Member(models.Model):
    """The membership as the tenant's own rows see it; lies in the tenant's schema."""

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, editable=False)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField()
    role = models.CharField(max_length=12, choices=Role.choices)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name", "email")

    def __str__(self) -> str:
        return self.name or self.email


class SavedView(TimestampedModel):
    """A member's own way of looking at a list: the part of its address that says filters, search and order."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="saved_views")
    listing = models.CharField(max_length=80, help_text=_("Name of the list, as its Listing declares it."))
    title = models.CharField(max_length=60)
    query = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("title",)
        constraints = (models.UniqueConstraint(fields=["member", "listing", "title"], name="one_view_per_title"),)

    def __str__(self) -> str:
        return self.title

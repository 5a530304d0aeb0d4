"""People and platform staff in the platform's admin: what may be changed by hand, and what by a deed with its right."""

from typing import Any, ClassVar

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.db.models import Exists, ManyToManyField, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from apps.accounts.models import StaffMember, User
from apps.accounts.services.staff import (
    end_waiting,
    let_in_again,
    lock_out,
    set_staff_roles,
    sign_person_out,
    take_second_step_away,
)
from apps.accounts.staff import ROLES
from apps.core.admin_deeds import Deed, DeedForm, DeedsAdmin, ReasonForm, ShownAdmin
from apps.core.admin_sites import platform_admin
from apps.core.admin_tables import TableAdmin

HELP, APPOINT = "accounts.help_people", "accounts.appoint_staff"


class RolesForm(DeedForm):
    """Which roles."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        help_text=_("None: the person belongs to the staff no more."),
        choices=[(name, name) for name in ROLES],
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )

    def __init__(self, *args: Any, row: User, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.initial["roles"] = list(row.groups.values_list("name", flat=True))


class ProofForm(ReasonForm):
    """How a person who lost the second step has proved who they are: as surely as when they came in."""

    # What is written down: it is read in any language.
    WAYS: ClassVar[dict[str, Any]] = {
        "owner": _("An owner of their workspace, who knows them, confirmed it from an account with a second step"),
        "met": _("They came in person and showed a document with a photograph"),
        "known": _("They were called back at a number that was known before, and answered for their account"),
    }
    proof = forms.ChoiceField(
        label=_("Proof"),
        help_text=_("A mail from the person's own address proves nothing: whoever has the mailbox can send it."),
        choices=lambda: list(ProofForm.WAYS.items()),
        widget=forms.Select,
    )
    field_order = ("proof", "reason")


def _is_nobodys(user: User) -> bool:
    """Whether it is no account of staff, which only superusers touch."""
    return not (user.is_staff or user.is_superuser)


STAFF_ROLES = Deed(
    "staff-roles",
    _("Roles of staff"),
    _("Support acts as members and suspends; Billing grants licenses; Operator puts tasks back; Auditor reads."),
    APPOINT,
    set_staff_roles,
    form=RolesForm,
    icon="shield_person",
    is_offered=lambda user: not user.is_superuser,
)
FOR_PEOPLE = (
    Deed(
        "lock-out",
        _("Lock out"),
        _("The person comes in nowhere any more, from the next request on; everything of theirs stays."),
        HELP,
        lock_out,
        icon="person_off",
        is_offered=lambda user: user.is_active and _is_nobodys(user),
        is_dangerous=True,
    ),
    Deed(
        "let-in",
        _("Let in again"),
        _("The person can sign in again."),
        HELP,
        let_in_again,
        icon="person_check",
        is_offered=lambda user: not user.is_active and _is_nobodys(user),
    ),
    Deed(
        "sign-out",
        _("Sign out everywhere"),
        _("Ends all sessions and tokens, as when an account may be in other hands. The password stays as it is."),
        HELP,
        sign_person_out,
        icon="logout",
        is_offered=_is_nobodys,
    ),
    Deed(
        "second-step",
        _("Take the second step away"),
        _("For whoever lost app, passkey and codes. The password stays, every session ends, a mail tells the person."),
        HELP,
        take_second_step_away,
        form=ProofForm,
        icon="phonelink_erase",
        is_offered=lambda user: _is_nobodys(user) and Authenticator.objects.filter(user=user).exists(),
        is_dangerous=True,
    ),
    Deed(
        "unlock",
        _("End the wait after failed tries"),
        _("The person can try to sign in again at once."),
        HELP,
        end_waiting,
        icon="lock_open",
        is_offered=_is_nobodys,
    ),
)


class PeopleAdmin(DeedsAdmin):
    """Only superusers change a row by hand; who is staff, and with which roles, is a deed."""

    list_display = ("email", "name", "is_active", "is_staff", "last_login", "date_joined")
    list_filter = ("is_active", "is_staff", "is_superuser", ("date_joined", RangeDateFilter))
    list_filter_submit = True
    search_fields = ("email", "name")
    fields = ("email", "name", "is_active", "is_superuser", "is_staff", "groups", "last_tenant", "last_login")
    readonly_fields = ("is_staff", "groups", "last_tenant", "last_login")
    deeds: ClassVar[tuple[Deed, ...]] = (*FOR_PEOPLE, STAFF_ROLES)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """An address is changed by the person, who proves that it is theirs."""
        return (*self.readonly_fields, *(("email",) if obj else ()))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._is_superuser(request)

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self._is_superuser(request)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Others point to it from other schemas."""
        return False

    @staticmethod
    def _is_superuser(request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)


@admin.register(StaffMember, site=platform_admin)
class StaffAdmin(ShownAdmin):
    """Who works for the platform, and as what."""

    list_display = ("email", "name", "roles", "is_superuser", "has_second_step", "is_active", "last_login")
    list_filter = ("groups", "is_superuser", "is_active")
    search_fields = ("email", "name")
    fields = ("email", "name", "roles", "is_superuser", "has_second_step", "is_active", "last_login", "date_joined")
    readonly_fields = ("roles", "has_second_step")
    deeds = (STAFF_ROLES,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        second_step = Exists(Authenticator.objects.filter(user=OuterRef("pk")))
        staff: QuerySet[User] = super().get_queryset(request).prefetch_related("groups")
        return staff.annotate(has_step=second_step)

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        return ", ".join(sorted(group.name for group in user.groups.all()))

    @admin.display(description=_("second step"), boolean=True)
    def has_second_step(self, user: User) -> bool:
        return bool(getattr(user, "has_step", False))


@admin.register(Group, site=platform_admin)
class GroupAdmin(TableAdmin):
    """The roles that the product brings are as its version says; others can be put together here."""

    list_display = ("name", "comes_with_the_product")
    search_fields = ("name",)
    filter_horizontal = ("permissions",)

    @admin.display(description=_("comes with the product"), boolean=True)
    def comes_with_the_product(self, group: Group) -> bool:
        return group.name in ROLES

    def formfield_for_manytomany(
        self, db_field: "ManyToManyField[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Each permission is called by its content type, which would otherwise be asked for one by one."""
        if db_field.name == "permissions":
            kwargs.setdefault("queryset", Permission.objects.select_related("content_type"))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.name not in ROLES)

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.name not in ROLES)

"""Deeds for the platform as a whole: its community and its demo people."""

import json
import os
import secrets
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from apps.accounts.models import Membership, User
from apps.accounts.roles import Role
from apps.accounts.services import add_member
from apps.core.modules import all_modules
from apps.core.scope import scope
from apps.hiring.demo import fill_demo
from apps.marketplace.services import grant_license, start_trial
from apps.tenants.models import Tenant
from apps.tenants.services import create_tenant
from apps.tenants.subscription import start_plan_trial

DEMO_COMPANY = ("acme", "Acme Robotics")
DEMO_PEOPLE = (
    ("Ada Lindqvist", "ada@acme.example", "acme", Role.OWNER),
    ("Ben Okafor", "ben@acme.example", "acme", Role.MEMBER),
    ("Cleo Marsh", "cleo@candidate.example", settings.COMMUNITY_SLUG, Role.CANDIDATE),
)
DEMO_STAFF = ("Sam Operator", "staff@rostrum.example")


def _tenant(slug: str, name: str, kind: str) -> Tenant:
    return Tenant.objects.filter(slug=slug).first() or create_tenant(name=name, slug=slug, kind=kind)


@transaction.atomic
def prepare_community() -> Tenant:
    """The one tenant for people who practise by themselves; the platform licenses every module to it."""
    community = _tenant(settings.COMMUNITY_SLUG, "Practice", Tenant.Kind.COMMUNITY)
    for config in all_modules():
        grant_license(community, module=config.label)
    return community


def seed_demo() -> Path:
    """A company, three people and a member of staff to try things with; who is there already stays as is.

    The logins lie in demo.json of the state folder, readable for its owner only; the password is made once. Where
    that file is gone but the people are not, they get the new password.
    """
    file = Path(settings.STATE_DIR) / "demo.json"
    known = _known_password(file)
    password = known or secrets.token_urlsafe(12)
    slug, name = DEMO_COMPANY
    people = []
    with transaction.atomic():
        is_new = not Tenant.objects.filter(slug=slug).exists()
        if is_new:
            start_plan_trial(_tenant(slug, name, Tenant.Kind.COMPANY))
        for full, email, tenant, role in DEMO_PEOPLE:
            _join(_user(full, email, password, renew=not known), tenant, role)
            people.append({"who": f"{full} ({role.label})", "email": email})
        full, email = DEMO_STAFF
        _user(full, email, password, renew=not known, is_staff=True, is_superuser=True)
        people.append({"who": f"{full} (Platform staff, /admin/)", "email": email})
        if is_new and settings.DEMO_RECORDS:
            fill_demo_company(Tenant.objects.get(slug=slug))
    _write(file, [{**person, "password": password, "url": settings.BASE_URL} for person in people])
    return file


def fill_demo_company(tenant: Tenant) -> None:
    """Jobs, candidates and what modules have to show; what takes long is left to the worker."""
    owner, colleague = (
        Membership.objects.select_related("tenant", "user").get(tenant=tenant, user__email=email)
        for _name, email, slug, _role in DEMO_PEOPLE
        if slug == tenant.slug
    )
    with scope(tenant):
        fills = [(config, import_string(config.demo)) for config in all_modules() if config.demo]
        for config, _fill_module in fills:
            start_trial(tenant, module=config.label)
        fill_demo(by=owner, colleague=colleague)
        for _config, fill_module in fills:
            fill_module(owner)


def _known_password(file: Path) -> str:
    try:
        return str(json.loads(file.read_text(encoding="utf-8"))[0]["password"])
    except (OSError, ValueError, LookupError):
        return ""


def _write(file: Path, people: list[dict[str, str]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
        json.dump(people, stream, indent=2)


def _user(name: str, email: str, password: str, *, renew: bool, **rights: bool) -> User:
    user = User.objects.filter(email=email).first()
    if user is None:
        return User.objects.create_user(email, password, name=name, **rights)
    if renew:
        user.set_password(password)
        user.save(update_fields=["password"])
    return user


def _join(user: User, slug: str, role: Role) -> None:
    tenant = Tenant.objects.get(slug=slug)
    if not Membership.objects.filter(user=user, tenant=tenant).exists():
        add_member(tenant, user=user, role=role)

"""Deeds about signing in: what is noted of each try, and what ends sessions and tokens."""

from datetime import timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps.accounts.mailing import mail_link, send_mail_to
from apps.accounts.models import BrowserSession, SignIn, User
from apps.accounts.queries import user_of_address
from apps.accounts.services.security_log import record_of_person
from apps.accounts.sign_in_limits import OF_AN_ACCOUNT, account_of, failures_of, unlock_key
from apps.accounts.visits import Visit
from apps.tenants.models import Tenant

KEPT_FOR = timedelta(days=90)


@transaction.atomic
def note_sign_in(user: User, visit: Visit, *, way: str) -> SignIn:
    """Somebody came in; whether with a browser that they had not used before is noted too."""
    earlier = user.sign_ins.filter(outcome=SignIn.Outcome.SUCCESS)
    is_new = earlier.exists() and not earlier.filter(browser=visit.browser).exists()
    sign_in = _note(SignIn.Outcome.SUCCESS, visit, email=user.email, user=user, way=way, is_new_device=is_new)
    if is_new:
        record_of_person(user, "sign-in.new-device", note=visit.browser)
        send_mail_to(user, "new_device", sign_in=sign_in, sessions_url=mail_link("sessions"))
    return sign_in


@transaction.atomic
def note_failed_sign_in(email: str, visit: Visit, *, way: str) -> SignIn:
    """Somebody did not; nearly the same work whether the account exists or not."""
    user = user_of_address(email)
    sign_in = _note(SignIn.Outcome.FAILURE, visit, email=email, user=user, way=way)
    if user is not None and failures_of(email) == OF_AN_ACCOUNT.failures:
        record_of_person(user, "sign-in.locked")
        send_mail_to(user, "account_locked", sign_in=sign_in, unlock_url=mail_link("unlock_confirm", unlock_key(email)))
    return sign_in


def _note(outcome: str, visit: Visit, *, email: str, **fields: Any) -> SignIn:
    return SignIn.objects.create(
        outcome=outcome,
        email=account_of(email),
        address=visit.address,
        network=visit.network,
        browser=visit.browser,
        through=visit.through,
        **fields,
    )


@transaction.atomic
def unlock_account(email: str) -> None:
    """Set the count of failed tries at the account back, so that nobody has to wait any more."""
    user = user_of_address(email)
    SignIn.objects.create(user=user, email=account_of(email), outcome=SignIn.Outcome.UNLOCKED, way=SignIn.Way.OTHER)
    if user is not None:
        record_of_person(user, "sign-in.unlocked")


def send_unlock_link(email: str, *, tenant: Tenant | None = None) -> None:
    """Mail the link that ends the wait, to an account that has to wait."""
    user = user_of_address(email)
    if user is not None and failures_of(email):
        with transaction.atomic():
            link = mail_link("unlock_confirm", unlock_key(email), tenant=tenant)
            send_mail_to(user, "account_unlock", tenant=tenant, unlock_url=link)


@transaction.atomic
def start_session(user: User, visit: Visit, *, way: str, session_key: str) -> BrowserSession:
    """Remember the browser that was signed in, so that it can be seen and signed out from elsewhere."""
    session, _is_new = BrowserSession.objects.update_or_create(
        session_key=session_key,
        defaults={"user": user, "way": way, "address": visit.address, "browser": visit.browser},
    )
    return session


def see_session(pk: UUID | str, visit: Visit, *, session_key: str) -> None:
    """Note that the browser is still used, from where, and under which key (it changes with the password)."""
    BrowserSession.objects.filter(pk=pk).update(
        last_seen_at=timezone.now(), address=visit.address, session_key=session_key
    )


@transaction.atomic
def end_session(session: BrowserSession) -> None:
    """Sign the browser out: its next request is a stranger's."""
    end_sessions(session.user, only=session.pk)
    record_of_person(session.user, "sessions.ended", note=session.browser)


@transaction.atomic
def end_sessions(user: User, *, but: UUID | str | None = None, only: UUID | str | None = None) -> int:
    """Sign out all browsers of the person, all but one, or one; says how many."""
    chosen = BrowserSession.objects.filter(user=user)
    if but is not None:
        chosen = chosen.exclude(pk=but)
    if only is not None:
        chosen = chosen.filter(pk=only)
    keys = list(chosen.values_list("session_key", flat=True))
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in keys:
        store().delete(key)
    chosen.delete()
    return len(keys)


def forget_session(session_key: str) -> None:
    """A browser signed out by itself."""
    BrowserSession.objects.filter(session_key=session_key).delete()


def end_tokens(user: User) -> None:
    """Every API token of the person, in every workspace, is useless from the next request on."""
    user.memberships.update(token_version=F("token_version") + 1)


@transaction.atomic
def sign_out_everywhere(user: User, *, but: UUID | str | None = None) -> int:
    """End all tokens and all sessions, but the one that asks for it."""
    end_tokens(user)
    count = end_sessions(user, but=but)
    record_of_person(user, "sessions.ended")
    return count


@transaction.atomic
def forget_old_sign_ins() -> int:
    """Delete what is older than 90 days, and browsers whose sessions have ended by themselves."""
    now = timezone.now()
    gone, _by_model = SignIn.objects.filter(at__lt=now - KEPT_FOR).delete()
    BrowserSession.objects.filter(last_seen_at__lt=now - timedelta(seconds=settings.SESSION_COOKIE_AGE)).delete()
    return gone

"""What pays for an interview: what is included, else a ticket or credits; and what its clock says.

The clock goes while a question is open. A pause, and the time between two questions, cost nothing.
"""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.core.modules import get_module
from apps.core.problems import ProblemError
from apps.core.scope import current_tenant
from apps.interviews.configuration import Setup
from apps.interviews.models import Question, Session
from apps.interviews.singles import METER, single_of
from apps.marketplace.live_time import INCLUDED, LivePrice, PaymentRequiredError, Work, live_time
from apps.marketplace.services import MeterLimitError, spend
from apps.tenants.models import Tenant

MODULE = "interviews"
SHORTEST_FOLLOW_UP_SECONDS = 60


def _work(session: Session) -> Work:
    tenant_id = current_tenant().pk
    if tenant_id is None:
        raise RuntimeError("interviews are held inside a tenant only")
    return Work(tenant_id, session.member_id, MODULE, str(session.pk))


def _is_community() -> bool:
    return Tenant.objects.filter(pk=current_tenant().pk, kind=Tenant.Kind.COMMUNITY).exists()


def may_spend(session: Session) -> bool:
    """Whether it may cost anything: candidates of a company practise with what is included, not with its credits."""
    if not session.is_practice or _is_community():
        return True
    return not Membership.objects.filter(pk=session.member_id, role=Role.CANDIDATE).exists()


def _title(session: Session) -> str:
    """What the payer reads of it: a company does not read who practises what."""
    return session.title if _is_community() else str(get_module(MODULE).title)


def longest_seconds(setup: Setup, questions: Iterable[Question]) -> int:
    """The longest that these questions can take, with those that may follow them."""
    whole = 0
    for question in questions:
        own, left = int(question.asked["seconds"]), question.left_seconds
        whole += setup.seconds_for(own) if left is None else left
        if question.follows_id is None and question.kind != "multiple-choice":
            whole += setup.follow_ups * setup.seconds_for(max(SHORTEST_FOLLOW_UP_SECONDS, own // 2))
    limit = round(setup.total_seconds * setup.time_factor)
    return max(1, min(whole, limit) if limit else whole)


def used_seconds(session: Session) -> int:
    """So far went its clock."""
    return session.questions.aggregate(sum=Sum("seconds_spent"))["sum"] or 0


def price_of(session: Session) -> LivePrice:
    """What it would cost beyond what is included."""
    setup = Setup.from_json(session.setup)
    seconds = longest_seconds(setup, session.questions.all())
    return live_time().price(_work(session), seconds=seconds, single=single_of(setup))


def count_if_included(session: Session) -> bool:
    """Count the interview, kept or not, in the transaction around it; False where what is included is used up."""
    try:
        _count(session)
    except MeterLimitError:
        return False
    return True


def pay_for(session: Session, *, pays: bool) -> str:
    """Called in the transaction of the start: what paid for it."""
    try:
        _count(session)
    except MeterLimitError as used_up:
        return _buy(session, used_up, pays=pays)
    return INCLUDED


def _count(session: Session) -> None:
    spend(current_tenant(), module=MODULE, meter=METER, key=str(session.pk), member_id=session.member_id)


def _buy(session: Session, used_up: MeterLimitError, *, pays: bool) -> str:
    if not may_spend(session):
        raise used_up
    setup = Setup.from_json(session.setup)
    seconds = longest_seconds(setup, session.questions.all())
    if pays:
        asked = {"single": single_of(setup), "title": _title(session)}
        paid_by = live_time().begin(_work(session), seconds=seconds, **asked)
        if paid_by:
            return paid_by
    raise _required(session, price_of(session), used_up)


def _required(session: Session, price: LivePrice, used_up: MeterLimitError) -> ProblemError:
    """Why it does not begin, what it costs and where that is paid; in a company, whom to ask."""
    costs = {"credits": price.credits, "balance": price.balance}
    if not _is_community():
        used_up.extra |= costs
        return used_up
    alone = {"item": price.item, "amount": price.amount, "currency": price.currency} if price.is_sold_alone else {}
    urls = {"buy_url": price.buy_url, "credits_url": price.credits_url}
    problem = PaymentRequiredError(used_up.detail, **used_up.extra, **alone, **costs, **urls)
    problem.action_url = reverse("interviews:session", args=[session.pk], urlconf=settings.ROOT_URLCONF)
    return problem


def go_on_paid(session: Session) -> None:
    """Before its clock goes again: what pays for it is still there, or is set aside anew; 402 where it is gone."""
    if session.paid_by != Session.PaidBy.CREDITS:
        return
    setup = Setup.from_json(session.setup)
    used = used_seconds(session)
    rest = session.questions.filter(state__in=(Question.State.WAITING, Question.State.OPEN))
    seconds = longest_seconds(setup, rest)
    if setup.total_seconds:
        seconds = min(seconds, max(1, round(setup.total_seconds * setup.time_factor) - used))
    if live_time().go_on(_work(session), seconds=seconds, used=used, title=_title(session)):
        return
    price = live_time().price(_work(session), seconds=seconds, single="")
    problem = PaymentRequiredError(
        _("What was set aside for this interview was given back meanwhile. Buy credits to go on; nothing is lost."),
        credits=price.credits,
        balance=price.balance,
        credits_url=price.credits_url,
    )
    problem.action_url, problem.action_title = price.credits_url, gettext_lazy("Buy credits")
    raise problem


def note_clock(session: Session) -> None:
    """A question was closed or paused: so much is used, even if nobody comes back."""
    if session.paid_by == Session.PaidBy.CREDITS:
        live_time().note(_work(session), used=used_seconds(session))


def settle_payment(session: Session) -> None:
    """It is over, or is taken away: what was used is spent, and the rest is given back."""
    if session.paid_by == Session.PaidBy.CREDITS:
        live_time().end(_work(session), used=used_seconds(session))

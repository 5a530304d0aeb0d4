"""What modules ask for live time, answered by credits and tickets; named by LIVE_TIME."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from apps.accounts.models import Membership
from apps.accounts.rights import has_right
from apps.billing.access import MANAGE
from apps.billing.catalogue import CREDIT_SECONDS, Item, find_single
from apps.billing.models import Account, Ticket
from apps.billing.page_queries import is_set_up
from apps.billing.services.live import end_live, hold_live, note_live
from apps.billing.services.opening import personal_plan_of
from apps.billing.services.tickets import use_ticket
from apps.marketplace.live_time import CREDITS, TICKET, LivePrice, Work
from apps.tenants.models import Tenant


def _is_community(work: Work) -> bool:
    return Tenant.objects.filter(pk=work.tenant_id, kind=Tenant.Kind.COMMUNITY).exists()


def _payer(work: Work) -> Account | None:
    """In the community whoever does the work, else the company; None before anything was bought or given."""
    own: Any = work.member_id if _is_community(work) else None
    return Account.objects.select_related("tenant").filter(tenant_id=work.tenant_id, membership_id=own).first()


def _single(work: Work, name: str) -> Item | None:
    """Single pieces are sold to people of the community; companies take credits."""
    return find_single(work.module, name) if _is_community(work) else None


def _may_buy(work: Work) -> bool:
    found = Membership.objects.select_related("tenant").filter(tenant_id=work.tenant_id, pk=work.member_id).first()
    return found is not None and (found.tenant.kind == Tenant.Kind.COMMUNITY or has_right(found, MANAGE))


class Credits:
    """Implements apps.marketplace.live_time.TimeSeller."""

    def price(self, work: Work, *, seconds: int, single: str) -> LivePrice:
        item, account = _single(work, single), _payer(work)
        tickets = Ticket.objects.filter(account=account, used_at=None, taken_back_at=None)
        is_on = is_set_up() and _may_buy(work)
        return LivePrice(
            item=item.key if item else "",
            amount=item.unit_amount if item else 0,
            sum=item.amount if item else Decimal(0),
            currency=item.currency if item else "",
            credits=-(-seconds // CREDIT_SECONDS),
            balance=account.credit_seconds // CREDIT_SECONDS if account else 0,
            has_ticket=bool(account and item and tickets.filter(key=item.key).exists()),
            buy_url=_address("billing:buy_single", work.module, single) if item and is_on else "",
            credits_url=_address("billing:buy_credits") if is_on else "",
        )

    def begin(self, work: Work, *, seconds: int, single: str, title: str) -> str:
        account, item = _payer(work), _single(work, single)
        if account is None:
            return ""
        if item is not None and use_ticket(account, key=item.key, work=work.name):
            return TICKET
        return CREDITS if hold_live(account, work=work.name, seconds=seconds, title=title) else ""

    def go_on(self, work: Work, *, seconds: int, used: int, title: str) -> bool:
        account = _payer(work)
        return account is not None and hold_live(account, work=work.name, seconds=seconds, used=used, title=title)

    def note(self, work: Work, *, used: int) -> None:
        if account := _payer(work):
            note_live(account, work=work.name, used=used)

    def end(self, work: Work, *, used: int) -> None:
        if account := _payer(work):
            end_live(account, work=work.name, used=used)

    def times_included(self, tenant_id: UUID, member_id: UUID) -> int:
        account = Account.objects.select_related("tenant").filter(tenant_id=tenant_id, membership_id=member_id).first()
        plan = personal_plan_of(account) if account else None
        return plan.times if plan else 1


def _address(name: str, *args: str) -> str:
    return reverse(name, args=args, urlconf=settings.ROOT_URLCONF)

"""Telling the provider what was used: each piece of counted work and each spent credit, once.

One event for each piece of work, none summed up by day: its identifier is the id of what was counted, which never
changes, so that whatever was told twice is counted once; a day's sum would change with what is captured late.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Exists, OuterRef, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from apps.billing.catalogue import CREDIT_SECONDS
from apps.billing.models import Account, LedgerEntry, MeterReport
from apps.billing.models.ledger import SECONDS
from apps.billing.page_queries import is_set_up
from apps.billing.provider import GoneError, ProviderError, ProviderRefusedError, provider
from apps.billing.services.credits import USED
from apps.core.modules import Text, all_modules
from apps.core.queue import finish, later_many
from apps.marketplace.models import Reservation

CREDITS_METER = "live_credits"
SOURCE_LANGUAGE = "en"
# The provider takes what is at most 35 days old; so much is looked back for what was never written down.
LOOKED_BACK = timedelta(days=34)
MOST_AT_ONCE, MOST_ACCOUNTS = 2000, 200
# Of one account in one go; a call takes some tenths of a second.
MOST_OF_ONE = 100
KNOWN_ALREADY, TOO_OLD = "resource_already_exists", "timestamp_too_far_in_past"
State = MeterReport.State


@dataclass(frozen=True, slots=True)
class KnownMeter:
    """A meter as the provider knows it: the name of its events, and what people read there."""

    event_name: str
    title: Text


def meter_name(module: str, meter: str) -> str:
    """How the provider calls a module's meter."""
    return f"{module}_{meter}"[:100]


def meters() -> Iterator[KnownMeter]:
    """Everything that is counted: what the modules declare, and credits."""
    for config in all_modules():
        for meter in config.meters:
            yield KnownMeter(meter_name(config.label, meter.name), meter.title)
    yield KnownMeter(CREDITS_METER, _("Credits spent on live time"))


def sync_meters() -> int:
    """Make every meter known to the provider; says how many were new there."""
    there = {str(one["event_name"]) for one in provider().each("billing.meter", status="active")}
    missing = [one for one in meters() if one.event_name not in there]
    for meter in missing:
        with override(SOURCE_LANGUAGE):
            params: dict[str, Any] = {
                "display_name": str(meter.title),
                "event_name": meter.event_name,
                "default_aggregation": {"formula": "sum"},
                "customer_mapping": {"type": "by_id", "event_payload_key": "stripe_customer_id"},
                "value_settings": {"event_payload_key": "value"},
            }
        # One that was switched off there since is made anew on another day.
        once = f"{provider().at} meter {timezone.now():%Y-%m-%d} {sorted(params.items(), key=str)}"
        try:
            provider().create("billing.meter", params, key=sha256(once.encode()).hexdigest())
        except ProviderRefusedError as problem:
            # Somebody else made it between the question and this.
            if problem.reason != KNOWN_ALREADY:
                raise
    return len(missing)


def note_use() -> int:
    """Write down what was counted since the last look, of accounts that the provider knows; says how much it was."""
    accounts = {
        (account.tenant_id, account.membership_id): account
        for account in Account.objects.filter(customer_at=provider().at, customer_deleted_at=None).exclude(
            customer_id=None
        )
    }
    rows = [*_captured(accounts), *_spent(accounts)]
    MeterReport.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _captured(accounts: dict[tuple[Any, Any], Account]) -> Iterator[MeterReport]:
    """Work that counted on a module's meter: the company's, in the community the person's."""
    known = MeterReport.objects.filter(identifier=OuterRef("pk"))
    done = Reservation.objects.filter(
        ~Exists(known),
        state=Reservation.State.CAPTURED,
        captured__gt=0,
        updated_at__gt=timezone.now() - LOOKED_BACK,
        tenant_id__in={tenant_id for tenant_id, _membership_id in accounts},
    )
    for row in done.select_related("usage").order_by("updated_at")[:MOST_AT_ONCE]:
        account = accounts.get((row.tenant_id, row.usage.membership_id))
        if account is not None:
            yield MeterReport(
                account=account,
                identifier=row.pk,
                meter=meter_name(row.module, row.meter),
                value=row.captured,
                used_at=row.updated_at,
            )


def _spent(accounts: dict[tuple[Any, Any], Account]) -> Iterator[MeterReport]:
    """Credits that were spent, by the ledger, which only ever grows."""
    own = {account.pk: account for account in accounts.values()}
    known = MeterReport.objects.filter(identifier=OuterRef("transaction_id"))
    spent = LedgerEntry.objects.filter(
        ~Exists(known),
        book=USED,
        unit=SECONDS,
        transaction__account_id__in=own,
        transaction__at__gt=timezone.now() - LOOKED_BACK,
    )
    sums = spent.values("transaction_id", "transaction__account_id", "transaction__at").annotate(sum=Sum("amount"))
    for row in sums.order_by("transaction__at")[:MOST_AT_ONCE]:
        yield MeterReport(
            account=own[row["transaction__account_id"]],
            identifier=row["transaction_id"],
            meter=CREDITS_METER,
            value=row["sum"] // CREDIT_SECONDS,
            used_at=row["transaction__at"],
        )


def reported_until(account: Account) -> datetime | None:
    """Up to when the provider knows of all that the account has used; None where it knows of nothing."""
    rows = MeterReport.objects.filter(account=account)
    waiting = rows.filter(state=State.WAITING).order_by("used_at").values_list("used_at", flat=True).first()
    told = rows.filter(state=State.REPORTED)
    if waiting is not None:
        told = told.filter(used_at__lte=waiting)
    return told.order_by("-used_at").values_list("used_at", flat=True).first()


@transaction.atomic
def queue_meter_reports() -> int:
    """Note what was used and queue the telling of whatever waits; says of how many accounts. The rows are the queue."""
    if not is_set_up():
        return 0
    note_use()
    waiting = MeterReport.objects.filter(state=State.WAITING, account__customer_at=provider().at)
    pks = list(waiting.order_by("account_id").values_list("account_id", flat=True).distinct()[:MOST_ACCOUNTS])
    later_many("billing.report_use", [{"account_id": pk} for pk in pks])
    return len(pks)


def report_use(account_id: str) -> None:
    """Tell the provider of the account's use, the oldest first; what it answers is written down at the end.

    Who dies in between tells it again, with the same identifiers.
    """
    account = Account.objects.get(pk=account_id)
    waiting = MeterReport.objects.filter(account=account, state=State.WAITING).order_by("used_at", "pk")
    done: list[MeterReport] = []
    for report in waiting[:MOST_OF_ONE]:
        try:
            report.problem = _told(account, report)
        except ProviderError:
            # It does not answer now; the rest waits for the next look.
            break
        report.state = State.REFUSED if report.problem else State.REPORTED
        report.reported_at, report.updated_at = timezone.now(), timezone.now()
        done.append(report)
    with finish():
        MeterReport.objects.bulk_update(done, ["state", "reported_at", "problem", "updated_at"])


def _told(account: Account, report: MeterReport) -> str:
    """Empty when it counts there; else why it was refused."""
    try:
        return _tried(account, report)
    except GoneError as gone:
        problem = _words(gone)
    try:
        # A meter that is not there yet, or was made anew; a customer who is gone stays so.
        return _tried(account, report) if sync_meters() else problem
    except ProviderRefusedError as refused:
        # It is switched off, or one that cannot be made: others are told all the same.
        return _words(refused)


def _tried(account: Account, report: MeterReport) -> str:
    try:
        _send(account, report, timestamp=int(report.used_at.timestamp()))
    except GoneError:
        raise
    except ProviderRefusedError as refused:
        if refused.reason != TOO_OLD:
            return "" if _counts_already(refused) else _words(refused)
    else:
        return ""
    # What could not be told for so long counts as of now.
    try:
        _send(account, report)
    except GoneError:
        raise
    except ProviderRefusedError as refused:
        return "" if _counts_already(refused) else _words(refused)
    return ""


def _counts_already(refused: ProviderRefusedError) -> bool:
    """Whether it is refused because it was told before, and only the answer was lost."""
    return refused.reason == KNOWN_ALREADY or "already exists with identifier" in str(refused.detail)


def _words(problem: ProviderRefusedError) -> str:
    return str(problem.detail or problem.title)[:300]


def _send(account: Account, report: MeterReport, **stamp: int) -> None:
    params = {
        "event_name": report.meter,
        "identifier": str(report.identifier),
        "payload": {"stripe_customer_id": str(account.customer_id), "value": str(report.value)},
    }
    # The identifier makes it count once; a key that is kept would bring an old refusal back.
    provider().create("billing.meter_event", params | stamp, key=str(uuid4()))

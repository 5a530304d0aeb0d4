"""What owners are told by mail: a payment that failed or waits for them, and a trial that ends."""

from apps.accounts.mailing import mail_link, send_mail_to
from apps.accounts.models import User
from apps.billing import reading
from apps.billing.catalogue import main_unit
from apps.billing.models import Account, WebhookEvent
from apps.billing.provider import Thing
from apps.billing.services.applying import Found
from apps.marketplace.services.reminders import owners_of

PAYMENT_NEWS = "billing.payments"
FAILED, WAITS, TRIAL_ENDS = "payment_failed", "payment_waits", "paid_trial_ends"
MAILS = {
    "invoice.payment_failed": FAILED,
    "invoice.payment_action_required": WAITS,
    "customer.subscription.trial_will_end": TRIAL_ENDS,
}


def tell_of_event(event: WebhookEvent, account: Account, found: Found | None) -> None:
    """Once for each event, and only if it is still so: what was paid meanwhile is no news."""
    template = MAILS.get(event.type)
    if template is None or found is None:
        return
    invoice = found.invoices.get(event.object_id)
    if template != TRIAL_ENDS and (invoice is None or invoice.get("status") != "open"):
        return
    subscription = found.subscriptions.get(event.object_id)
    if template == TRIAL_ENDS and (subscription is None or subscription.get("status") != "trialing"):
        return
    _tell(account, template, invoice, subscription)


def _tell(account: Account, template: str, invoice: Thing | None, subscription: Thing | None) -> None:
    tenant = account.tenant
    context: dict[str, object] = {"link": mail_link("billing:overview", tenant=tenant)}
    if invoice is not None:
        currency = str(invoice["currency"]).upper()
        context |= {"amount": main_unit(int(invoice["amount_due"]), currency), "currency": currency}
        context["next_attempt_at"] = reading.moment(invoice.get("next_payment_attempt"))
    if subscription is not None:
        context["ends_at"] = reading.moment(subscription.get("trial_end"))
    for user in _receivers(account):
        send_mail_to(user, template, tenant=tenant, kind=PAYMENT_NEWS, **context)


def _receivers(account: Account) -> list[User]:
    return [account.membership.user] if account.membership else owners_of(account.tenant)

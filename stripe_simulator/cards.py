"""The test cards and bank accounts that Stripe documents, and what each of them does."""

from dataclasses import dataclass
from typing import Literal

Authentication = Literal["never", "unless set up", "always"]


@dataclass(frozen=True, slots=True)
class Means:
    """Something to pay with."""

    number: str
    names: tuple[str, ...]
    words: str
    brand: str = "visa"
    funding: str = "credit"
    country: str = "US"
    authentication: Authentication = "never"
    # Empty when it pays.
    decline_code: str = ""
    # Whether only payments fail, and keeping it works.
    can_be_kept: bool = False
    dispute: str = ""
    refund: Literal["", "pending", "fails"] = ""
    kind: Literal["card", "sepa_debit", "us_bank_account"] = "card"

    @property
    def last4(self) -> str:
        return self.number[-4:]


CARDS = (
    Means("4242424242424242", ("visa",), "Pays"),
    Means("5555555555554444", ("mastercard",), "Pays", "mastercard"),
    Means("378282246310005", ("amex",), "Pays", "amex"),
    Means("4000056655665556", ("visa_debit",), "Pays", funding="debit"),
    Means("5200828282828210", ("mastercard_debit",), "Pays", "mastercard", "debit"),
    Means("5105105105105100", ("mastercard_prepaid",), "Pays", "mastercard", "prepaid"),
    Means("6011111111111117", ("discover",), "Pays", "discover"),
    Means("3056930009020004", ("diners",), "Pays", "diners"),
    Means("3566002020360505", ("jcb",), "Pays", "jcb", country="JP"),
    Means("6200000000000005", ("unionpay",), "Pays", "unionpay", country="CN"),
    Means("4000002760000016", ("de",), "Pays, a card from Germany", country="DE"),
    Means("4000008260000000", ("gb",), "Pays, a card from the United Kingdom", country="GB"),
    Means("4000002500003155", ("authenticationRequiredOnSetup",), "Asks for 3-D Secure until it is set up",
          authentication="unless set up"),
    Means("4000002760003184", ("authenticationRequired",), "Asks for 3-D Secure each time", authentication="always"),
    Means("4000000000003220", ("threeDSecure2Required", "threeDSecureRequired"), "Asks for 3-D Secure 2",
          authentication="unless set up"),
    Means("4000008400001629", ("threeDSecureRequiredChargeDeclined",), "Asks for 3-D Secure, then declined",
          authentication="always", decline_code="generic_decline", can_be_kept=True),
    Means("4000008260003178", ("authenticationRequiredChargeDeclinedInsufficientFunds",),
          "Asks for 3-D Secure, then has no money", authentication="always", decline_code="insufficient_funds",
          can_be_kept=True),
    Means("4000003800000446", ("authenticationRequiredSetupForOffSession",), "Already set up for 3-D Secure"),
    Means("4000000000000002", ("chargeDeclined", "visa_chargeDeclined"), "Declined", decline_code="generic_decline"),
    Means("4000000000009995", ("chargeDeclinedInsufficientFunds", "visa_chargeDeclinedInsufficientFunds"),
          "Has no money", decline_code="insufficient_funds"),
    Means("4000000000000341", ("chargeCustomerFail",), "Can be kept, and fails when charged",
          decline_code="generic_decline", can_be_kept=True),
    Means("4000000000009987", ("chargeDeclinedLostCard", "visa_chargeDeclinedLostCard"), "Lost",
          decline_code="lost_card"),
    Means("4000000000009979", ("chargeDeclinedStolenCard", "visa_chargeDeclinedStolenCard"), "Stolen",
          decline_code="stolen_card"),
    Means("4000000000000069", ("chargeDeclinedExpiredCard",), "Has expired", decline_code="expired_card"),
    Means("4000000000000127", ("chargeDeclinedIncorrectCvc",), "Wrong security code", decline_code="incorrect_cvc"),
    Means("4000000000000119", ("chargeDeclinedProcessingError",), "The bank has trouble",
          decline_code="processing_error"),
    Means("4000000000006975", ("visa_chargeDeclinedVelocityLimitExceeded",), "Used too often",
          decline_code="card_velocity_exceeded"),
    Means("4100000000000019", ("radarBlock",), "Blocked as fraud", decline_code="fraudulent"),
    Means("4000000000000259", ("createDispute",), "Pays, then disputed as fraud", dispute="fraudulent"),
    Means("4000000000002685", ("createDisputeProductNotReceived",), "Pays, then disputed as not received",
          dispute="product_not_received"),
    Means("4000000000001976", ("createDisputeInquiry",), "Pays, then the bank asks about it", dispute="inquiry"),
    Means("4000000000007726", ("pendingRefund",), "Pays, refunds take a while", refund="pending"),
    Means("4000000000005126", ("refundFail",), "Pays, refunds fail", refund="fails"),
    Means("4000000000000077", ("bypassPending", "bypassPendingInternational"), "Pays, available at once"),
)  # fmt: skip
BANK_ACCOUNTS = (
    Means("DE89370400440532013000", ("sepaDebit",), "Settles later", kind="sepa_debit", country="DE"),
    Means("DE62370400440532013001", ("sepaDebit_fails",), "Fails later", kind="sepa_debit", country="DE",
          decline_code="insufficient_funds", can_be_kept=True),
    Means("000123456789", ("usBankAccount_success", "usBankAccount"), "Settles later", kind="us_bank_account"),
    Means("000222222227", ("usBankAccount_insufficientFunds",), "Fails later", kind="us_bank_account",
          decline_code="insufficient_funds", can_be_kept=True),
)  # fmt: skip
EVERY = {means.number: means for means in (*CARDS, *BANK_ACCOUNTS)}
BY_NAME = {
    f"pm_{'card_' if means.kind == 'card' else ''}{name}": means for means in EVERY.values() for name in means.names
}
BY_NAME |= {f"tok_{name}": means for means in CARDS for name in means.names}
# What the payment page offers to click on.
OFFERED = ("4242424242424242", "4000002760003184", "4000000000000002", "4000000000009995", "4000000000000341")
REASONS = {
    "insufficient_funds": "Your card has insufficient funds.",
    "expired_card": "Your card has expired.",
    "incorrect_cvc": "Your card's security code is incorrect.",
    "processing_error": "An error occurred while processing your card. Try again in a little bit.",
    "authentication_required": "Your card was declined. This transaction requires authentication.",
}


def reason_of(decline_code: str) -> str:
    return REASONS.get(decline_code, "Your card was declined.")


def code_of(decline_code: str) -> str:
    """The error's code: some reasons have one of their own, all others are a declined card."""
    own = {"expired_card", "incorrect_cvc", "processing_error", "authentication_required"}
    return decline_code if decline_code in own else "card_declined"


def digits_are_right(number: str) -> bool:
    """The check digit of card numbers."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0

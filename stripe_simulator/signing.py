"""Signs deliveries as Stripe does."""

import hashlib
import hmac


def signature_header(body: bytes, secret: str, moment: int) -> str:
    """The value of Stripe-Signature."""
    signed = f"{moment}.".encode() + body
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"

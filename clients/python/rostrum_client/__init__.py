"""A typed client of Rostrum's API."""

from rostrum_client.client import Rostrum
from rostrum_client.pages import Pages
from rostrum_client.problems import (
    ConflictError,
    FieldError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
    NotSignedInError,
    PaymentError,
    RostrumError,
    ServerError,
    TooManyRequestsError,
)
from rostrum_client.uploads import SentFile

__all__ = [
    "ConflictError",
    "FieldError",
    "InvalidError",
    "NotAllowedError",
    "NotFoundError",
    "NotSignedInError",
    "Pages",
    "PaymentError",
    "Rostrum",
    "RostrumError",
    "SentFile",
    "ServerError",
    "TooManyRequestsError",
]

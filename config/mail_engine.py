"""Which engine carries mail: files by default, a mail server or a service by setting."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import env

ENGINES = ("files", "smtp", "ses", "sendgrid")
SECURITIES = ("starttls", "tls", "none")
FILES_BACKEND = "apps.core.mail.EmlFileBackend"
SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
SES_BACKEND = "anymail.backends.amazon_ses.EmailBackend"
SENDGRID_BACKEND = "anymail.backends.sendgrid.EmailBackend"
SUBMISSION_PORT, TLS_PORT = 587, 465
LAST_PORT = 65535


@dataclass(frozen=True, slots=True)
class MailEngine:
    """What Django's settings need to know of it."""

    name: str
    backend: str
    host: str = ""
    port: int = SUBMISSION_PORT
    user: str = ""
    password: str = field(default="", repr=False)
    security: str = "none"
    anymail: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def place(self) -> str:
        """In words that may be shown: no secret is among them."""
        return f"{self.name} ({self.host}:{self.port})" if self.host else self.name


def mail_engine() -> MailEngine:
    """The engine that the variables choose; a value that makes no sense names its variable."""
    url = env.text("EMAIL_URL")
    name = env.text("MAIL_ENGINE") or ("smtp" if url or env.text("EMAIL_HOST") else "files")
    if name not in ENGINES:
        raise ImproperlyConfigured(f"MAIL_ENGINE: say {', '.join(ENGINES[:-1])} or {ENGINES[-1]}, not {name!r}")
    if name == "files":
        return MailEngine(name, FILES_BACKEND)
    if not env.text("DEFAULT_FROM_EMAIL"):
        raise ImproperlyConfigured(f"DEFAULT_FROM_EMAIL: MAIL_ENGINE={name} needs a sender that it lets through")
    if name == "sendgrid":
        return _sendgrid()
    if name == "ses":
        return _ses()
    return _from_url(url) if url else _smtp(env.text("EMAIL_HOST"))


def _smtp(host: str) -> MailEngine:
    if not host:
        raise ImproperlyConfigured("EMAIL_HOST: MAIL_ENGINE=smtp needs the name of a mail server, or EMAIL_URL")
    security = env.text("EMAIL_SECURITY", "starttls")
    if security not in SECURITIES:
        raise ImproperlyConfigured(f"EMAIL_SECURITY: say starttls, tls or none, not {security!r}")
    port = env.integer("EMAIL_PORT", TLS_PORT if security == "tls" else SUBMISSION_PORT)
    if not 0 < port <= LAST_PORT:
        raise ImproperlyConfigured(f"EMAIL_PORT: {port} is not a port number (1 to {LAST_PORT})")
    return MailEngine(
        "smtp",
        SMTP_BACKEND,
        host=host,
        port=port,
        user=env.text("EMAIL_HOST_USER"),
        password=env.text("EMAIL_HOST_PASSWORD"),
        security=security,
    )


def _from_url(url: str) -> MailEngine:
    """smtp://user:password@host:587 (with STARTTLS), smtps://… (TLS from the start), smtp+plain://… (neither)."""
    securities = {"smtp": "starttls", "smtps": "tls", "smtp+plain": "none"}
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"EMAIL_URL: {error}") from error
    if parts.scheme not in securities or not parts.hostname or port == 0:
        raise ImproperlyConfigured("EMAIL_URL: write it as smtp://user:password@host:587 or smtps://…:465")
    security = securities[parts.scheme]
    return MailEngine(
        "smtp",
        SMTP_BACKEND,
        host=parts.hostname,
        port=port or (TLS_PORT if security == "tls" else SUBMISSION_PORT),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        security=security,
    )


def _sendgrid() -> MailEngine:
    """By its web API, which needs no open port but 443."""
    known = {"SENDGRID_API_KEY": env.required("SENDGRID_API_KEY", "MAIL_ENGINE=sendgrid needs it")}
    if address := env.text("SENDGRID_API_URL"):
        if urlsplit(address).scheme not in {"http", "https"}:
            raise ImproperlyConfigured("SENDGRID_API_URL: write it as https://api.eu.sendgrid.com/v3/")
        known["SENDGRID_API_URL"] = address
    return MailEngine("sendgrid", SENDGRID_BACKEND, anymail={**known, "REQUESTS_TIMEOUT": (10, 20)})


def _ses() -> MailEngine:
    """By its web API; without keys here, boto3 looks where it always does (shared files, role of the machine)."""
    session = {"region_name": env.required("AWS_REGION", "MAIL_ENGINE=ses needs it")}
    key, secret = env.text("AWS_ACCESS_KEY_ID"), env.text("AWS_SECRET_ACCESS_KEY")
    if bool(key) != bool(secret):
        missing = "AWS_SECRET_ACCESS_KEY" if key else "AWS_ACCESS_KEY_ID"
        raise ImproperlyConfigured(f"{missing}: an access key has two parts; give both, or neither")
    keys = {"aws_access_key_id": key, "aws_secret_access_key": secret} if key else {}
    if token := env.text("AWS_SESSION_TOKEN"):
        keys["aws_session_token"] = token
    waiting = {"connect_timeout": 10, "read_timeout": 20, "retries": {"total_max_attempts": 1}}
    client = {"config": waiting}
    return MailEngine(
        "ses", SES_BACKEND, anymail={"AMAZON_SES_SESSION_PARAMS": session | keys, "AMAZON_SES_CLIENT_PARAMS": client}
    )

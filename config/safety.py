"""What browsers are told to hold a page to: cookies, TLS, policies; a part of settings.py."""

from csp.constants import NONCE, NONE, SELF

from config.billing import PAYMENT_PAGES
from config.production import PRODUCTION

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
# Prometheus reads it behind the proxy, where there is no TLS; to others this address does not exist.
SECURE_REDIRECT_EXEMPT = [r"^metrics$"]
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0
# Workspaces are names below the platform's, and nothing of it answers without TLS.
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# Browsers take a name that begins so from this very host only: no neighbour below the same domain can plant one.
_OF_HOST = "__Host-" if PRODUCTION else ""
SESSION_COOKIE_NAME = f"{_OF_HOST}sessionid"
CSRF_COOKIE_NAME = f"{_OF_HOST}csrftoken"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF, *PAYMENT_PAGES],
        "frame-ancestors": [NONE],
    }
}

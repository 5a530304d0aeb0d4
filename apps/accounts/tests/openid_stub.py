"""An identity provider over real HTTP: authorize, token, keys; as OpenID Connect has it, or wrong if a test says so."""

import base64
import json
import secrets
import time
from collections.abc import Callable
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT_ID, CLIENT_SECRET = "rostrum-client", "rostrum-secret-of-the-stub"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
KEY_ID = "stub-1"


class OpenIdStub:
    """What the provider says of the person is in `claims`; `sign` makes the token of it."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {
            "sub": "stub-person-1",
            "email": "ada@acme.example",
            "email_verified": True,
            "name": "Ada of Acme",
        }
        self.left_out: set[str] = set()
        self.denies = False
        self.sign: Callable[[dict[str, Any]], str] = self.signed
        self.asked: dict[str, dict[str, str]] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    @staticmethod
    def signed(claims: dict[str, Any], *, key: Any = KEY, algorithm: str = "RS256") -> str:
        return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": KEY_ID})

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent back to."""
        back, state = asked["redirect_uri"], asked["state"]
        if self.denies:
            return f"{back}?{urlencode({'error': 'access_denied', 'state': state})}"
        code = secrets.token_urlsafe(8)
        self.asked[code] = asked
        return f"{back}?{urlencode({'code': code, 'state': state})}"

    def token(self, sent: dict[str, str]) -> dict[str, Any] | None:
        """The identity token for a code: once, to the client that asked, with the verifier of its challenge."""
        asked = self.asked.pop(sent.get("code", ""), None)
        digest = sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        known = (sent.get("client_id"), sent.get("client_secret")) == (CLIENT_ID, CLIENT_SECRET)
        if asked is None or not known or sent["redirect_uri"] != asked["redirect_uri"]:
            return None
        if asked.get("code_challenge", challenge) != challenge:
            return None
        now = int(time.time())
        plain = {"iss": self.url, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": asked.get("nonce")}
        claims = {name: value for name, value in (plain | self.claims).items() if name not in self.left_out}
        return {"access_token": "opaque", "token_type": "Bearer", "id_token": self.sign(claims)}

    def _handler(stub) -> type[BaseHTTPRequestHandler]:  # noqa: N805 -- the handler's own self is inside
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                if parts.path == "/.well-known/openid-configuration":
                    self.answer(stub.configuration())
                elif parts.path == "/keys":
                    public = json.loads(RSAAlgorithm.to_jwk(KEY.public_key()))
                    self.answer({"keys": [public | {"kid": KEY_ID, "alg": "RS256", "use": "sig"}]})
                else:
                    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
                    self.send_response(302)
                    self.send_header("Location", stub.authorize(asked))
                    self.end_headers()

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                found = stub.token({name: values[0] for name, values in parse_qs(body).items()})
                self.answer(found or {"error": "invalid_grant"}, 200 if found else 400)

            def answer(self, body: dict[str, Any], status: int = 200) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(body).encode())

            def log_message(self, *_args: Any) -> None:
                pass

        return Handler

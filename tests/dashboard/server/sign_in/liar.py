"""A provider in this process that can be told to lie in its configuration, its answers and its tokens."""

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

from joserfc import jwk, jwt

CLIENT, SECRET = "board", "a secret of the client"


class Liar:
    """What it says, as tests set it; honest by itself."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.key = jwk.generate_key("EC", "P-256", auto_kid=True)
        self.signs_with = self.key
        self.alg = "ES256"
        self.changed: dict[str, object] = {}
        """Claims of its tokens; None leaves one out."""
        self.configuration: dict[str, object] = {}
        """The same for its configuration."""
        self.answer: bytes | None = None
        """In place of its answer with a token."""
        self.redirects = ""
        """Where its answer with a token sends the asker."""
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []

    def consent(self, address: str, sub: str = "leader") -> str:
        """What a person's browser comes back with, after signing in at `address`: query of the callback."""
        query = dict(parse_qsl(urlsplit(address).query))
        assert query["code_challenge_method"] == "S256"
        assert query["response_type"] == "code"
        code = sha256(query["state"].encode()).hexdigest()
        self.codes[code] = {**query, "sub": sub}
        return f"code={code}&state={query['state']}"

    def told(self, path: str, sent: dict[str, str]) -> tuple[int, bytes]:
        """Status and body of an answer."""
        self.asked.append(path)
        if path == "/.well-known/openid-configuration":
            return 200, json.dumps(self._configuration()).encode()
        if path == "/keys":
            return 200, json.dumps({"keys": [self.key.as_dict(private=False)]}).encode()
        if path == "/token":
            return self._token(sent)
        return 404, b"{}"

    def _configuration(self) -> dict[str, object]:
        honest = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "id_token_signing_alg_values_supported": ["ES256", "none", "HS256"],
        }
        return {name: value for name, value in {**honest, **self.configuration}.items() if value is not None}

    def _token(self, sent: dict[str, str]) -> tuple[int, bytes]:
        known = self.codes.pop(sent.get("code", ""), None)
        challenge = urlsafe_b64encode(sha256(sent.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        if known is None or known["code_challenge"] != challenge or known["redirect_uri"] != sent["redirect_uri"]:
            return 400, b'{"error": "invalid_grant"}'
        if self.answer is not None:
            return 200, self.answer
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "sub": known["sub"], "iat": now, "exp": now + 60}
        claims |= {"nonce": known["nonce"], **self.changed}
        kept = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.alg, **({"kid": str(self.signs_with.kid)} if self.signs_with.kid else {})}
        token = jwt.encode(header, kept, self.signs_with, algorithms=[self.alg])
        return 200, json.dumps({"access_token": "a", "token_type": "Bearer", "id_token": token}).encode()


@contextmanager
def lying() -> Iterator[Liar]:
    """A liar that listens."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(dict(parse_qsl(body)))

        def _answer(self, sent: dict[str, str]) -> None:
            status, body = liar.told(self.path, sent)
            if liar.redirects and self.path == "/token":
                self.send_response(307)
                self.send_header("Location", liar.redirects)
                body = b""
            else:
                self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *told: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    liar = Liar(server.server_port)
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield liar
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

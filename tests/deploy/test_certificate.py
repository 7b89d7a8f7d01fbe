"""nginx with client certificates, by the sample: the person is the certificate's, whatever a reader sends."""

import json
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPSConnection
from pathlib import Path
from ssl import SSLContext, SSLError
from typing import NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from drills.tools.processes import folder, started
from drills.tools.proxies import nginx
from drills.tools.samples import changed
from tests.deploy.echo import echoing_at
from tests.server import free_port
from tests.tally import Tally

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("proxies")]


class Paper(NamedTuple):
    """A certificate with its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def write(self, file: Path) -> Path:
        """Both in one file."""
        key = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        file.write_bytes(self.certificate.public_bytes(Encoding.PEM) + key)
        return file


def name(*names: str) -> x509.Name:
    """The name of a person of the office; more than one common name, where a certificate is odd."""
    office = x509.NameAttribute(NameOID.ORGANIZATION_NAME, "office,CN=leader")
    return x509.Name([office, *(x509.NameAttribute(NameOID.COMMON_NAME, one) for one in names)])


def paper(subject: x509.Name, signer: Paper | None = None, days: int = 1) -> Paper:
    """A certificate that `signer` has signed, else itself; `days` may be past."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    by = signer or Paper(None, key)  # type: ignore[arg-type]
    issuer = signer.certificate.subject if signer else subject
    made = x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=9)).not_valid_after(now + timedelta(days=days))
    made = made.add_extension(x509.BasicConstraints(ca=signer is None, path_length=None), critical=True)
    return Paper(made.sign(by.key, hashes.SHA256()), key)


class Gateway(NamedTuple):
    """nginx by the sample: its port, a folder, and the authority whose certificates it believes."""

    port: int
    place: Path
    authority: Paper

    def person(self, shown: Paper | None, **headers: str) -> str | None:
        """As whom one arrives with this certificate; None where one does not."""
        context = SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        if shown:
            context.load_cert_chain(shown.write(self.place / "reader.pem"))
        connection = HTTPSConnection("127.0.0.1", self.port, timeout=10, context=context)
        try:
            connection.request("GET", "/", headers={one.replace("_", "-"): told for one, told in headers.items()})
            reply = connection.getresponse()
            body = reply.read()
        except (SSLError, ConnectionError):
            return None
        finally:
            connection.close()
        if reply.status != 200:
            return None
        sent = json.loads(body)["headers"]
        assert [told for one, told in sent if one.lower() == "x-forwarded-for"] == ["127.0.0.1"]
        return ", ".join(told for one, told in sent if one.lower() == "x-identity")


@pytest.fixture(scope="module")
def gateway() -> Iterator[Gateway]:
    authority, port = paper(name("authority")), free_port()
    with folder("certificate") as place:
        board = paper(name("board.example"), authority).write(place / "board.pem")
        authority.write(place / "readers-ca.pem")
        for file in place.iterdir():
            file.chmod(0o644)
        text = changed(
            "nginx/certificate.conf",
            {
                "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
                "/etc/dashboard/board.pem": str(board),
                "/etc/dashboard/board.key": str(board),
                "/etc/dashboard/readers-ca.pem": str(place / "readers-ca.pem"),
                "unix:/run/dashboard/board.sock": f"unix:{place / 'board.sock'}",
            },
        )
        (place / "dashboard.conf").write_text(text, encoding="utf-8")
        found = Gateway(port, place, authority)
        known = paper(name("ready"), authority)
        with (
            echoing_at(place / "board.sock"),
            started(nginx(place), place, lambda: found.person(known) == "ready"),
        ):
            yield found


def test_the_person_is_the_certificates(gateway: Gateway, tally: Tally) -> None:
    own, foreign = gateway.authority, paper(name("authority"))
    for what, shown, person in (
        ("a good one", paper(name("leader"), own), "leader"),
        ("none", None, None),
        ("of another authority of the same name", paper(name("leader"), foreign), None),
        ("signed by itself", paper(name("leader")), None),
        ("expired", paper(name("leader"), own, days=-1), None),
        ("without a name, but one in the office's", paper(name(), own), ""),
        ("a name with a comma", paper(name("leader, other"), own), ""),
        ("a name with a plus", paper(name("leader+other"), own), ""),
    ):
        tally.add(what, gateway.person(shown) == person)
        tally.add(
            f"{what}, and a header", gateway.person(shown, X_Identity="other", X_Forwarded_For="6.6.6.6") == person
        )

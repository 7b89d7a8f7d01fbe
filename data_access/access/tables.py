"""The access place: who may look, who let him, who is signed in, what was done. No foreign key leads out of it.

Persons, grants and lines of the audit are never changed in place where they say what was: a revocation is a row.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

from data_access.database.schema.types import UtcDateTime, metadata as public, one_of, pk

metadata = MetaData(naming_convention=public.naming_convention)

RIGHTS = ("province", "city", "office", "publisher", "importer", "security", "system", "auditor", "download")
"""The roles of viewer.Role, and the right to take files, which is apart from the right to see."""

person = Table(
    "person",
    metadata,
    Column(
        "id", String(200), primary_key=True, comment="the identity system's own; os:NAME: an account of the machine"
    ),
    Column("name", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("disabled", Boolean, nullable=False, comment="signs in no more, whatever was granted"),
    Column("known_since", UtcDateTime, nullable=False),
    comment="Who may be let in; whoever is not here is denied.",
)

access_grant = Table(
    "access_grant",
    metadata,
    pk(),
    Column("person_id", String(200), ForeignKey("person.id"), nullable=False, index=True),
    Column("act", String(8), nullable=False),
    Column("what", String(12), nullable=False),
    Column(
        "place", Text, nullable=False, comment="adcode of a city leader's city, code of an importer's unit; or empty"
    ),
    Column("origin", String(8), nullable=False, comment="console: given by a person; claims: by the identity system"),
    Column("by_person", String(200), nullable=False, comment="person.id, or claims"),
    Column("at", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, index=True, comment="of a grant: its end; empty: until it is revoked"),
    one_of("act", "grant", "revoke"),
    one_of("what", *RIGHTS),
    one_of("origin", "console", "claims"),
    comment="Every grant and every revocation, in their order; rows are added only.",
)

grants_version = Table(
    "grants_version",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    comment="One row: counts the changes of persons and grants, so that open pages notice them.",
)

session = Table(
    "session",
    metadata,
    Column("number", String(16), primary_key=True, comment="public: in links and in the audit"),
    Column("secret_hash", String(64), nullable=False, comment="SHA-256 of the cookie's secret, which is kept nowhere"),
    Column("person_id", String(200), ForeignKey("person.id"), nullable=False),
    Column("way", String(12), nullable=False, comment="oidc or proxy"),
    Column("address", Text, nullable=False, comment="where the sign-in came from"),
    Column("began_at", UtcDateTime, nullable=False),
    Column("acted_at", UtcDateTime, nullable=False, comment="last act of the person; the polling of a page is none"),
    Column("ends_at", UtcDateTime, nullable=False, comment="at the latest"),
    Column("ended_at", UtcDateTime, comment="empty: not ended by anybody"),
    Column("ended_why", String(12)),
    one_of("ended_why", "signout", "revoked", "disabled", "limit", "idle", "age", "provider"),
    Index(None, "person_id", "ended_at"),
    comment="Sessions of signed-in persons; those that ended are deleted after a week, the audit keeps them.",
)

audit = Table(
    "audit",
    metadata,
    Column("chain", String(64), primary_key=True, comment="the machine that wrote the line"),
    Column("n", Integer, primary_key=True, autoincrement=False, comment="of the line in its chain"),
    Column("at", UtcDateTime, primary_key=True, index=True, comment="a chain that was begun anew counts from 1 again"),
    Column("event", String(24), nullable=False),
    Column("success", Boolean, nullable=False),
    Column("person_id", String(200), nullable=False),
    Column("session", String(16), nullable=False),
    Column("address", Text, nullable=False),
    Column("line", Text, nullable=False, comment="the whole line as in the file, with its seal: JSON"),
    comment="PostgreSQL only: lines of the audit of all machines; inserted only, deleted by the auditor's role.",
)
ON_POSTGRESQL = frozenset({audit.name})
"""Tables that only PostgreSQL has: one SQLite file is no safer than the file of the audit beside it."""

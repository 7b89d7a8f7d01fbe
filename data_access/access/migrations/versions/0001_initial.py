"""The tables of access."""

import sqlalchemy as sa
from alembic import op

from data_access.database.schema.types import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "grants_version",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_grants_version")),
        comment="One row: counts the changes of persons and grants, so that open pages notice them.",
    )
    op.create_table(
        "person",
        sa.Column(
            "id",
            sa.String(length=200),
            nullable=False,
            comment="the identity system's own; os:NAME: an account of the machine",
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False, comment="signs in no more, whatever was granted"),
        sa.Column("known_since", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        comment="Who may be let in; whoever is not here is denied.",
    )
    op.create_table(
        "access_grant",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("person_id", sa.String(length=200), nullable=False),
        sa.Column("act", sa.String(length=8), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column(
            "place",
            sa.Text(),
            nullable=False,
            comment="adcode of a city leader's city, code of an importer's unit; or empty",
        ),
        sa.Column(
            "origin",
            sa.String(length=8),
            nullable=False,
            comment="console: given by a person; claims: by the identity system",
        ),
        sa.Column("by_person", sa.String(length=200), nullable=False, comment="person.id, or claims"),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=True, comment="of a grant: its end; empty: until it is revoked"),
        sa.CheckConstraint("act IN ('grant', 'revoke')", name=op.f("ck_access_grant_act_in")),
        sa.CheckConstraint("origin IN ('console', 'claims')", name=op.f("ck_access_grant_origin_in")),
        sa.CheckConstraint(
            "what IN ('province', 'city', 'office', 'publisher', 'importer', 'security', 'system', 'auditor', 'download')",
            name=op.f("ck_access_grant_what_in"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_access_grant_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_grant")),
        comment="Every grant and every revocation, in their order; rows are added only.",
    )
    op.create_index(op.f("ix_access_grant_person_id"), "access_grant", ["person_id"], unique=False)
    op.create_index(op.f("ix_access_grant_until"), "access_grant", ["until"], unique=False)
    op.create_table(
        "session",
        sa.Column("number", sa.String(length=16), nullable=False, comment="public: in links and in the audit"),
        sa.Column(
            "secret_hash",
            sa.String(length=64),
            nullable=False,
            comment="SHA-256 of the cookie's secret, which is kept nowhere",
        ),
        sa.Column("person_id", sa.String(length=200), nullable=False),
        sa.Column("way", sa.String(length=12), nullable=False, comment="oidc or proxy"),
        sa.Column("address", sa.Text(), nullable=False, comment="where the sign-in came from"),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column(
            "acted_at", UtcDateTime(), nullable=False, comment="last act of the person; the polling of a page is none"
        ),
        sa.Column("ends_at", UtcDateTime(), nullable=False, comment="at the latest"),
        sa.Column("ended_at", UtcDateTime(), nullable=True, comment="empty: not ended by anybody"),
        sa.Column("ended_why", sa.String(length=12), nullable=True),
        sa.CheckConstraint(
            "ended_why IN ('signout', 'revoked', 'disabled', 'limit', 'idle', 'age', 'provider')",
            name=op.f("ck_session_ended_why_in"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_session_person_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_session")),
        comment="Sessions of signed-in persons; those that ended are deleted after a week, the audit keeps them.",
    )
    op.create_index(op.f("ix_session_person_id_ended_at"), "session", ["person_id", "ended_at"], unique=False)
    op.bulk_insert(sa.table("grants_version", sa.column("number", sa.Integer())), [{"number": 0}])
    if op.get_bind().dialect.name == "postgresql":
        _audit()


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("chain", sa.String(length=64), nullable=False, comment="the machine that wrote the line"),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False, comment="of the line in its chain"),
        sa.Column("at", UtcDateTime(), nullable=False, comment="a chain that was begun anew counts from 1 again"),
        sa.Column("event", sa.String(length=24), nullable=False),
        sa.Column("success", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.String(length=200), nullable=False),
        sa.Column("session", sa.String(length=16), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False, comment="the whole line as in the file, with its seal: JSON"),
        sa.PrimaryKeyConstraint("chain", "n", "at", name=op.f("pk_audit")),
        comment="PostgreSQL only: lines of the audit of all machines; inserted only, deleted by the auditor's role.",
    )
    op.create_index(op.f("ix_audit_at"), "audit", ["at"], unique=False)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_table("audit")
    op.drop_index(op.f("ix_session_person_id_ended_at"), table_name="session")
    op.drop_table("session")
    op.drop_index(op.f("ix_access_grant_until"), table_name="access_grant")
    op.drop_index(op.f("ix_access_grant_person_id"), table_name="access_grant")
    op.drop_table("access_grant")
    op.drop_table("person")
    op.drop_table("grants_version")

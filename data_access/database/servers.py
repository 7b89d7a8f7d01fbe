"""A PostgreSQL of several servers: one is written, the others follow it and are read (ADR 0038)."""

from sqlalchemy import URL


def are_several(target: URL) -> bool:
    """Whether `target` names more than one server: `db1,db2:5432`, or `?host=db1:5432&host=db2:5433` as SQLAlchemy
    writes ports that differ.
    """
    named = target.query.get("host", target.host or "")
    return not isinstance(named, str) or "," in named


def for_writing(target: URL) -> URL:
    """`target` for who writes: of several servers always the one that takes writes, whatever the URL prefers."""
    return target.update_query_dict({"target_session_attrs": "read-write"}) if are_several(target) else target


def for_reading(target: URL) -> URL:
    """`target` for who only reads: of several servers one that follows, while there is one, unless the URL says
    otherwise. Not "read-only": the sessions of the dashboard are that on every server.
    """
    if not are_several(target) or "target_session_attrs" in target.query:
        return target
    return target.update_query_dict({"target_session_attrs": "prefer-standby"})

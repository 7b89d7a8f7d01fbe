"""Industries are data: one that no reference file knows is added under the name that the office wrote."""

from hashlib import sha256

from sqlalchemy import func, insert, select

from data_access.database.schema import industry
from seed.returns.reading.values import heading
from seed.returns.storing.load import Load


def industry_code(load: Load, name: str | None) -> str | None:
    """The code of an industry by its Chinese name."""
    if name is None:
        return None
    known, meant = load.reference.industries, heading(name)
    if meant not in known:
        code = "X-" + sha256(meant.encode()).hexdigest()[:8]
        last = load.conn.execute(select(func.max(industry.c.sort_order))).scalar() or 0
        row = {"code": code, "name_zh": name, "name_en": name, "sort_order": last + 1}
        load.conn.execute(insert(industry), [row])
        known[meant] = code
    return known[meant]

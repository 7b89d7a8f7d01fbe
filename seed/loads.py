"""What was loaded into a database, and what may join it: real, sample and simulated data never share one.

The one place of this rule: imports, samples and simulations all use it, inside their own transaction.
"""

from typing import Final

from sqlalchemy import Connection, Table, select

from data_access.database.schema import delivery, hazard_exposure, load_log, metadata, obligation_extension
from data_access.database.stamp import NOTICE_LOADER
from seed.usage import UsageError

SIMULATION: Final = "seed demo"
INVENTED: Final = frozenset({"sample", "demo"})
NAMES: Final = {
    "real": ("真实数据", "real data"),
    "sample": ("示例数据", "sample data"),
    "demo": ("演示数据", "demo data"),
}
FACTS: Final[tuple[Table, ...]] = (
    *(delivery, hazard_exposure, obligation_extension),
    *(table for table in metadata.tables.values() if "delivery_id" in table.columns),
)
"""Tables that a notice leaves empty: deliveries, what came in one, and what the office adds."""


def labels(connection: Connection) -> frozenset[str]:
    """The labels of everything that was loaded but notices: returns, refused ones, a roster or a register alone."""
    return frozenset(connection.scalars(select(load_log.c.label).where(load_log.c.source != NOTICE_LOADER).distinct()))


def unexplained(connection: Connection) -> list[str]:
    """The tables of facts that hold rows: in a database without loads, rows that no load explains."""
    return [table.name for table in FACTS if connection.execute(select(table).limit(1)).first()]


def is_untouched(connection: Connection) -> bool:
    """Whether nothing but `seed init` ever wrote here."""
    return not labels(connection) and not unexplained(connection)


def holds_invented(connection: Connection) -> bool:
    """Whether all that was loaded is samples or a simulation; UsageError if it lies mixed with real data."""
    there = labels(connection)
    if there & INVENTED and "real" in there:
        raise _mixed()
    return bool(there) and there <= INVENTED


def is_simulated(connection: Connection) -> bool:
    """Whether all that was loaded is a simulation, which `seed demo` makes again row by row."""
    return set(connection.scalars(select(load_log.c.source).where(load_log.c.source != NOTICE_LOADER))) == {SIMULATION}


def check_joins(connection: Connection, label: str) -> None:
    """UsageError unless data with this label may join what was loaded before: nothing, or data with the same label."""
    there = labels(connection)
    if not there or there == {label}:
        return
    if len(there) > 1 and "real" in there:
        raise _mixed()
    zh, en = NAMES[next(iter(sorted(there - {label})))]
    if label == "real":
        raise UsageError(
            f"the database holds {en}, which no real return may join: --replace-invented empties it first"
            " (what is emptied goes to a file, whose path is printed), or give real returns a database of their own in"
            " DATABASE_URL",
            f"数据库里是{zh},真实报表不能与之混在一起。请加 --replace-invented 先清空(清空前写入备份文件并打印其路径),"
            "或在 DATABASE_URL 中另行指定数据库。",
        )
    own_zh, own_en = NAMES[label]
    raise UsageError(
        f"the database holds {en}, which no {own_en} may join: give it another database in DATABASE_URL",
        f"数据库里已有{zh},不能再装入{own_zh};请在 DATABASE_URL 中另行指定数据库。",
    )


def _mixed() -> UsageError:
    return UsageError(
        "the database holds real data and invented data together, which nobody can take apart: make a new database"
        " (DATABASE_URL) and import the real returns into it",
        "数据库里真实数据与示例或演示数据混在一起,无法分开;请新建数据库(DATABASE_URL),把真实报表重新导入。",
    )

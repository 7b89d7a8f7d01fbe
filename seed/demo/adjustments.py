"""The few waivers and extensions that the province grants (C8), and the obligations as they stand after them."""

from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from typing import Any, Final

from sqlalchemy import Connection, insert, update

from data_access.database.schema import obligation, obligation_extension
from seed.demo.words import EXTENDED, WAIVED
from seed.demo.world import Owed, World

WAIVERS, EXTENSIONS = 0.012, 0.012
MORE_DAYS: Final = (5, 7, 10, 14)


@dataclass(frozen=True)
class Adjusted:
    """An obligation with its extension in `owed.due`, and the day it was waived on."""

    owed: Owed
    waived: int | None = None


def adjust(conn: Connection, world: World, seed: int, updated_at: datetime) -> tuple[list[Adjusted], int]:
    """Grant some waivers and extensions and write them; every obligation as it then stands, and the rows written."""
    rng, days = Random(f"{seed}/adjustments"), world.days
    adjusted: list[Adjusted] = []
    waivers: list[tuple[int, dict[str, Any]]] = []
    extensions: list[dict[str, Any]] = []
    for owed in world.owed:
        chance, number = rng.random(), len(waivers) + len(extensions) + 1
        document = f"演示调〔{world.year}〕{number}号"
        until = days.last if owed.due is None else max(days.day_of(owed.due), owed.line.first)
        granted = days.draw(rng, owed.line.first, until)
        if chance < WAIVERS:
            reason = dict(zip(("waive_reason_code", "waive_reason"), WAIVED, strict=True))
            waivers.append((owed.id, {"waived_at": days.starts[granted], "waive_doc_no": document, **reason}))
            adjusted.append(Adjusted(owed, granted))
        elif chance < WAIVERS + EXTENSIONS and owed.due is not None and 0 <= days.day_of(owed.due) < days.last:
            due = days.ends[min(days.day_of(owed.due) + MORE_DAYS[rng.randrange(len(MORE_DAYS))], days.last)]
            told = {"granted_at": days.starts[granted], "recorded_at": days.starts[granted], "doc_no": document}
            dates = {"obligation_id": owed.id, "old_due": owed.due, "new_due": due}
            code, sentence = EXTENDED[rng.randrange(len(EXTENDED))]
            extensions.append({**dates, **told, "reason_code": code, "reason": sentence})
            adjusted.append(Adjusted(replace(owed, due=due)))
        else:
            adjusted.append(Adjusted(owed))
    for key, told in waivers:
        conn.execute(update(obligation).where(obligation.c.id == key).values(**told, updated_at=updated_at))
    for row in extensions:
        moved = {"due_current": row["new_due"], "updated_at": updated_at}
        conn.execute(update(obligation).where(obligation.c.id == row["obligation_id"]).values(moved))
    if extensions:
        conn.execute(insert(obligation_extension), extensions)
    return adjusted, len(waivers) + 2 * len(extensions)

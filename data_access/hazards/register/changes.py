"""A register brought up to date: only hazards that changed are read, and the database is counted to be sure.

No clock says what is new, for a load may be committed long after its rows were written, behind others, and rows may be
deleted. So the hazards are counted by the instant at which each was written last, in the database and in the register,
and what differs is read: a pass over an index, 0.1 s with a million hazards.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Select, func, select

from data_access.columns.instants import NEVER, Mask, instant_at
from data_access.columns.reading import read_numbers
from data_access.database.instants import number_of
from data_access.database.schema import hazard, hazard_event
from data_access.database.snapshot import Snapshot
from data_access.hazards.register.events import Events, read_events
from data_access.hazards.register.overlays import read_exposures, read_listings
from data_access.hazards.register.register import Known, Register, number_in
from data_access.hazards.register.rows import Rows, reread
from data_access.hazards.register.spans import Spans, fold
from data_access.hazards.register.splicing import Splice, among

MOST_CHANGED: Final = 0.25
"""Of more than this part of all hazards the changes are not looked for one by one."""
FEW: Final = 1_000
INSTANTS_NAMED: Final = 500
Ids = NDArray[np.int64]


def brought_up_to_date(s: Snapshot, before: Register) -> Register | None:
    """The register of the data that the snapshot sees, from one of other data, older or newer. None where too much has
    changed, or the database has other numbers of hazards and events after all: then all is to be read again.
    """
    written = _written(s)
    changed = _changed(s, before, written)
    if len(changed) > max(MOST_CHANGED * len(before.rows), FEW):
        return None
    found = _reread(s, before, changed) if len(changed) else replace(before, now=before.known(None))
    last, number = s.execute(select(func.max(hazard_event.c.id), number_in(hazard_event))).one()
    if len(found.events) != number or found.written != written:
        return None
    ids = found.rows.ids
    return replace(found, listings=read_listings(s, ids), exposures=read_exposures(s, ids), last_event=last or 0)


def _reread(s: Snapshot, before: Register, changed: Ids) -> Register:
    rows, parts = reread(s, before.rows, changed)
    anew = read_events(s, rows.ids, changed)
    events = parts.parts(before.events, anew)
    spans = parts.parts(before.known(None).spans, _folded(anew, parts))
    written = before.written - Counter(_updated(before.rows, changed)) + Counter(_updated(rows, changed))
    return replace(before, rows=rows, events=events, written=written, now=Known(rows, events, None, spans))


def _folded(anew: Events, parts: Splice) -> Spans:
    """The spans of the hazards that were read anew."""
    known = anew.known(None)
    numbered = replace(known, hazard=np.searchsorted(parts.fresh, known.hazard).astype(np.int32))
    spans = fold(numbered, len(parts.fresh))
    return replace(spans, hazard=parts.fresh[spans.hazard])


def _changed(s: Snapshot, before: Register, written: Counter[int]) -> Ids:
    """The sorted ids of hazards that may have changed, come or gone."""
    rows, at = before.rows, hazard.c.updated_at
    h, e = hazard.c.id, hazard_event.c
    moved = [_read(s, select(h, number_of(at, NEVER)), part) for part in _at(written - before.written)]
    ids, instants = np.concatenate([np.empty((2, 0), np.int64), *moved], axis=1)
    there, places = _places(rows, ids)
    new = ~there
    new[there] = rows.updated[places] != instants[there]
    changed = np.sort(ids[new])
    after = before.written - Counter(_updated(rows, changed)) + Counter(instants[new].tolist())
    fewer = after - written
    ours = rows.ids[np.isin(rows.updated, list(fewer))] if fewer else np.empty(0, np.int64)
    still = [_read(s, select(h), part)[0] for part in _at(fewer)]
    gone = ours[~among(ours, np.sort(np.concatenate([changed, *still])))]
    [told] = _read(s, select(e.hazard_id).distinct(), e.id > before.last_event)
    return np.union1d(np.union1d(changed, gone), told)


def _read(s: Snapshot, statement: Select[*tuple[int, ...]], condition: ColumnElement[bool]) -> NDArray[np.int64]:
    return np.array(read_numbers(s, statement, [condition]))


def _written(s: Snapshot) -> Counter[int]:
    at, found = hazard.c.updated_at, Counter[int]()
    for instant, number in s.execute(select(number_of(at, NEVER), func.count()).group_by(at)):
        found[instant] += number
    return found


def _at(instants: Iterable[int]) -> Iterator[ColumnElement[bool]]:
    """Conditions that together choose the hazards that were written last at these instants."""
    wanted = iter([at for number in instants if (at := instant_at(number)) is not None])
    while some := list(islice(wanted, INSTANTS_NAMED)):
        yield hazard.c.updated_at.in_(some)


def _places(rows: Rows, ids: Ids) -> tuple[Mask, Ids]:
    """For each id whether there is such a row; and the rows of those of which there is one."""
    places = np.searchsorted(rows.ids, ids)
    there = places < len(rows)
    there[there] = rows.ids[places[there]] == ids[there]
    return there, places[there]


def _updated(rows: Rows, ids: Ids) -> list[int]:
    return [int(at) for at in rows.updated[_places(rows, ids)[1]]]

"""Everything of one city, read in one go: its obligations, its county leagues, its activities, what it sent in."""

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import agenda, derived, filter_bar, findings, headings, headlines, overview, store
from dashboard.figures.state_bars import parts
from dashboard.findings import Finding
from dashboard.parts import Figure
from dashboard.rows import records, taken
from dashboard.view import View

CHOICE = "city_choice"
GROUP = "city"
LEAGUE_ORDER = ("overdue", "not_due", "open", "done_late", "done_off_date", "done_on_time", "waived")
DONE = ("done_on_time", "done_off_date", "done_late")
PART = [
    *("line_group", "line_zh", "line_en", "period", "state", "due_soon", "provisional", "extensions"),
    *("due_at", "due_basis", "fulfilled_at", "days_overdue", "evidence"),
]
"""What the sheet of the obligations takes from them."""


@dataclass(frozen=True)
class City:
    """The frames of the page; `view` asks for this city and all its units, whatever the group filter says."""

    view: View
    name: str
    own: pd.DataFrame
    """Its row of load_completion, as parts of a bar."""
    obligations: pd.DataFrame
    groups: list[tuple[str, pd.DataFrame]]
    """The obligations by part of the notice, in its order; within a part those overdue first."""
    late: pd.DataFrame
    leagues: pd.DataFrame
    """One row per county that owes its league's event, with its counts."""
    activities: pd.DataFrame
    submissions: pd.DataFrame
    finding: Finding
    figures: list[Figure]

    @property
    def parts(self) -> list[str]:
        """The parts of the notice in which the city owes something."""
        return list(dict.fromkeys(self.obligations["line_group"].tolist()))


def choose(view: View) -> str:
    """Draw the choice of a city; the adcode of the one in the shared filter, '' when that names none or several."""
    chosen = view.filters.cities[0] if len(view.filters.cities) == 1 else None
    if st.session_state.get(CHOICE) != chosen:
        st.session_state[CHOICE] = chosen
    st.pills(
        view.t("city.choose"),
        [city.code for city in view.choices.cities],
        format_func=view.city,
        key=CHOICE,
        label_visibility="collapsed",
        required=True,
        on_change=_chosen,
    )
    return chosen or ""


def read(view: View, adcode: str) -> City | None:
    """Everything of the city `adcode`; None when it owes nothing in what was asked for."""
    here = replace(view, question=replace(view.question, filters=replace(view.filters, cities=(adcode,), groups=())))
    found = derived.kept(here, partial(_read, here, adcode), __name__)
    return None if found is None else replace(found, view=here)


def _read(view: View, adcode: str) -> City | None:
    everywhere = overview.everywhere(view)
    completion = agenda.of_group(store.completion(everywhere), GROUP)
    own = overview.of_cities(view, completion)
    if own.empty:
        return None
    obligations = grouped(view, agenda.of_group(store.obligations(view), GROUP))
    leagues = store.county_completion(view, adcode)
    since = overview.deadline_before(view)
    before = agenda.of_group(overview.at_end_of(everywhere, since), GROUP) if since else None
    return City(
        view=view,
        name=view.city(adcode),
        own=parts(own),
        obligations=obligations,
        groups=[(part_title(view, name, part), part) for name, part in groups(obligations)],
        late=agenda.overdue(obligations),
        leagues=taken(leagues, [place for place, owes in enumerate(leagues["has_obligation"].tolist()) if owes]),
        activities=store.activities(view),
        submissions=store.submissions(view),
        finding=findings.unit(view, completion, obligations, str(own["unit_code"].iat[0]), GROUP),
        figures=headlines.group(
            view, own, None if before is None else overview.of_cities(view, before), since, obligations, completion
        ),
    )


def grouped(view: View, obligations: pd.DataFrame) -> pd.DataFrame:
    """`obligations` with `line_group`, the name of the part of the notice under which each line stands."""
    codes = obligations["line_code"].tolist()
    names = {code: headings.group(view, code) for code in dict.fromkeys(codes)}
    return obligations.assign(line_group=[names[code] for code in codes])


def groups(obligations: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """The obligations by part of the notice, in its order; within a part those overdue first."""
    states, parts_of = obligations["state"].tolist(), obligations["line_group"].tolist()
    names = list(dict.fromkeys(parts_of))
    order = sorted(range(len(states)), key=lambda row: (names.index(parts_of[row]), states[row] != "overdue"))
    ordered, ends = taken(obligations[PART], order), list(accumulate(parts_of.count(name) for name in names))
    return [
        (name, ordered.iloc[start:end].reset_index(drop=True))
        for name, start, end in zip(names, [0, *ends], ends, strict=False)
    ]


def part_title(view: View, name: str, part: pd.DataFrame) -> str:
    """A part of the notice with how much of it is done: M2 排查整治进行时 5/7."""
    states = Counter(part["state"].tolist())
    done, late = sum(states[state] for state in DONE), states["overdue"]
    said = view.t("city.part", name=name, done=done, n=states.total() - states["waived"])
    return said + (view.t("city.part.late", n=late) if late else "")


def league_title(view: View, leagues: pd.DataFrame) -> str:
    """How many of the city's county leagues have held their event, and whether that is all of them (全覆盖)."""
    done, active = int(leagues["done"].sum()), int(leagues["active"].sum())
    return view.t("city.leagues.all" if done == active else "city.leagues", n=active, done=done)


def league_rows(view: View, leagues: pd.DataFrame) -> pd.DataFrame:
    """One row per state of the county leagues, those that have not held their event first: `sign`, `n`, `names`."""
    rows, counties = [], records(leagues)
    for state in LEAGUE_ORDER:
        here = [_county(view, county) for county in counties if county[state]]
        if here:
            sign = view.palette.states[state].sign
            rows.append((f"{sign} {view.t(f'state.{state}')}", len(here), findings.join(view, here)))
    return pd.DataFrame(rows, columns=["sign", "n", "names"])


def _county(view: View, row: dict[str, Any]) -> str:
    return str(row["short_zh"] if view.lang == "zh" else row["name_en"])


def _chosen() -> None:
    filter_bar.choose_city(st.session_state[CHOICE])

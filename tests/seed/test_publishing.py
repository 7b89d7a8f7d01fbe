"""What was published stays (G13): the paper comes again byte by byte, and what was revised since is listed."""

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update
from typer import Typer
from typer.testing import CliRunner, Result

from data_access.__main__ import app as reading
from data_access.command_line import WrongQuestionError
from data_access.database.engine import disposing, read_engine
from data_access.database.schema import activity, activity_unit, bulletin, load_log, org_unit
from data_access.database.snapshot import Snapshot, snapshot
from data_access.database.stamp import read_stamp
from data_access.extracts.files import stream_csv
from data_access.notice.campaigns import resolve
from data_access.papers import catalogue as papers
from data_access.papers.bulletin_figures import TABLES, key_of, load_figures
from data_access.papers.published import ChangedBulletinError, frozen, list_bulletins, list_revisions
from data_access.question import Filters, Question, Scope
from seed.__main__ import app as seeding
from seed.publishing import publish

pytestmark = pytest.mark.slow

T = "2020-07-04T00:00"
AS_OF = datetime(2020, 7, 3, 16, tzinfo=UTC)
NOW = datetime(2020, 7, 6, 1, tzinfo=UTC)
Reading = Callable[[], AbstractContextManager[Snapshot]]


@pytest.fixture
def read(imported: Engine) -> Iterator[Reading]:
    """A fresh snapshot each time, as a reader has it."""
    with disposing(read_engine(imported.url)) as engine:
        yield lambda: snapshot(engine)


def question(conn: Snapshot) -> Question:
    return resolve(conn, Filters(as_of=AS_OF), NOW)


def paper(conn: Snapshot, of: str = "1", lang: str = "zh") -> papers.Made:
    return papers.make(conn, "bulletin", question(conn), lang, of)


def rows(conn: Snapshot, name: str) -> list[dict[str, str]]:
    text = b"".join(stream_csv(conn, name, question(conn), plain=True)).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def revise(engine: Engine) -> None:
    """What came in later: three activities that Harbin led did not take place after all."""
    led = select(activity_unit.c.activity_id).join(org_unit, org_unit.c.id == activity_unit.c.org_unit_id)
    led = led.where(org_unit.c.code == "230100", activity_unit.c.role == "lead")
    first = select(activity.c.id).where(activity.c.held_end <= AS_OF, activity.c.status == "held")
    with engine.begin() as conn:
        held = conn.scalars(first.where(activity.c.id.in_(led)).order_by(activity.c.id).limit(3)).all()
        conn.execute(update(activity).where(activity.c.id.in_(held)).values(status="cancelled"))


def test_what_was_published_stays_and_what_was_revised_is_listed(imported: Engine, read: Reading) -> None:
    done = publish(imported.url, "2020年第1期", Filters(), T, now=NOW)
    with read() as conn:
        before = {lang: paper(conn, str(done.id), lang) for lang in ("zh", "en")}
        draft = paper(conn, "")
        assert before["zh"].name == "通报_2020年第1期_2020-07-04T0000.docx"
        assert [one.revised for one in list_bulletins(conn, question(conn))] == [0]
        assert list_revisions(conn, question(conn)) == ()
    revise(imported)
    with read() as conn:
        q = question(conn)
        assert {lang: paper(conn, str(done.id), lang) for lang in before} == before
        assert paper(conn, "").body != draft.body
        [one] = list_bulletins(conn, q)
        changed = {(r.table, r.item_code, r.figure): (r.published, r.now) for _, r in list_revisions(conn, q)}
        assert (one.issue.id, one.issue.label, one.intact, one.revised) == (done.id, "2020年第1期", True, len(changed))
        assert one.sha256 == done.sha256
        was, now = changed["held", "all", "held"]
        assert (was, now) == (574, 571)
        assert changed["held", "230100", "held"] == (41, 38)
        assert not any(table in ("hazards", "tips", "exposures") for table, *_ in changed)
        told = rows(conn, "bulletin-revisions")
        assert {(r["table"], r["item_code"], r["figure"]): (r["published"], r["now"]) for r in told} == {
            key: tuple("" if n is None else str(n) for n in pair) for key, pair in changed.items()
        }
        [listed] = rows(conn, "bulletins")
        assert (listed["label"], listed["revised"], listed["sha256"]) == ("2020年第1期", str(len(changed)), done.sha256)


def test_new_and_vanished_rows_are_revisions_too(imported: Engine, read: Reading) -> None:
    publish(imported.url, "as known then", Filters(), T, known_at=T, now=NOW)
    with read() as conn:
        q = question(conn)
        late = [one for _, one in list_revisions(conn, q) if one.table == "overdue"]
        assert any(one.now is None for one in late)  # done by then, and reported later
        groups = {one.figure: (one.published, one.now) for _, one in list_revisions(conn, q) if one.item_code == "city"}
        assert groups["overdue"] == (228, 71)
        one = next(one for one in late if one.now is None)
        assert one.item_zh.count(" · ") >= 1
        assert one.item_en != one.item_zh


def test_publishing_is_noticed_and_relabels_nothing(imported: Engine, read: Reading) -> None:
    with read() as conn:
        before = read_stamp(conn)
    publish(imported.url, "1", Filters(), T)
    with read() as conn:
        after = read_stamp(conn)
        assert conn.scalar(select(load_log.c.source).order_by(load_log.c.id.desc())) == "seed publish-bulletin"
    assert after.version != before.version
    assert (after.label, after.data_until) == (before.label, before.data_until)


def test_a_bulletin_that_was_changed_is_not_printed(imported: Engine, read: Reading) -> None:
    done = publish(imported.url, "1", Filters(), T)
    with read() as conn:
        figures = frozen(conn, question(conn), done.id)
    figures["tables"]["held"][0]["held"] += 1
    with imported.begin() as conn:
        conn.execute(update(bulletin).values(figures=figures))
    with read() as conn:
        with pytest.raises(ChangedBulletinError):
            paper(conn, str(done.id))
        [one] = list_bulletins(conn, question(conn))
        assert (one.intact, one.revised) == (False, None)
        assert list_revisions(conn, question(conn)) == ()


def test_a_bulletin_is_for_those_who_may_see_its_cities(imported: Engine, read: Reading) -> None:
    whole = publish(imported.url, "all", Filters(), T)
    city = publish(imported.url, "Harbin", Filters(cities=("230100",)), T)
    with read() as conn:
        q = question(conn)
        harbin = Question(q.filters, q.as_of, scope=Scope(("230100",)))
        assert [one.issue.id for one in list_bulletins(conn, q)] == [city.id, whole.id]
        assert [one.issue.id for one in list_bulletins(conn, harbin)] == [city.id]
        with pytest.raises(papers.UnknownPaperError):
            papers.make(conn, "bulletin", harbin, "zh", str(whole.id))


@pytest.mark.parametrize(
    ("label", "filters", "as_of", "why"),
    [
        ("taken", Filters(), T, "already"),
        (" ", Filters(), T, "label"),
        ("x", Filters(cities=("999999",)), T, "unknown: 999999"),
        ("x", Filters("nothing"), T, "unknown: nothing"),
        ("x", Filters(), "yesterday", "no instant"),
    ],
)
def test_what_cannot_be_published_is_said(imported: Engine, label: str, filters: Filters, as_of: str, why: str) -> None:
    publish(imported.url, "taken", Filters(), T)
    with pytest.raises(WrongQuestionError, match=why):
        publish(imported.url, label, filters, as_of)
    with imported.connect() as conn:
        assert len(conn.execute(select(bulletin.c.id)).all()) == 1


def test_nothing_is_published_before_the_first_return(seeded: Engine) -> None:
    with pytest.raises(WrongQuestionError, match="no return"):
        publish(seeded.url, "1", Filters(), T)


def test_from_the_shell(imported: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", imported.url.render_as_string(hide_password=False))
    monkeypatch.chdir(tmp_path)

    def run(app: Typer, *words: str) -> Result:
        return CliRunner().invoke(app, words)

    asked = ["publish-bulletin", "--as-of", T, "--known-at", "2020-07-05", "--label", "第1期", "--city", "230100"]
    said = run(seeding, *asked)
    assert said.exit_code == 0
    number, checksum = said.stdout.split()
    with imported.connect() as conn:
        kept = conn.execute(select(bulletin)).one()
    assert (str(kept.id), kept.sha256, kept.label) == (number, checksum, "第1期")
    assert kept.filters == {"cities": ["230100"], "known_at": "2020-07-05T15:59:59+00:00"}
    assert run(seeding, *asked).exit_code == 2
    assert run(reading, "bulletin", "--published", number, "-o", "a.docx").exit_code == 0
    assert run(reading, "bulletin", "--published", number, "-o", "-").stdout_bytes[:2] == b"PK"
    assert run(reading, "bulletin", "--published", "99").exit_code == 2
    assert run(reading, "bulletin", "--published", number, "--as-of", T).exit_code == 2
    assert run(reading, "annex3", "--unit", "牡丹江市", "--as-of", T).exit_code == 0
    assert run(reading, "annex3", "--unit", "牡丹江市", "--group", "city").exit_code == 2
    assert run(reading, "annex3", "--unit", "某市").exit_code == 2
    assert run(reading, "city-sheet", "--city", "230100", "--as-of", T, "--lang", "en").exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "City-sheet_Harbin_2020-07-04T0000.docx",
        "a.docx",
        "附件3活动进展情况统计表_牡丹江市_2020-07-04T0000.xlsx",
    ]


def test_tables_of_the_figures_have_keys(imported: Engine) -> None:
    """No two rows of a table have one key, or revisions would hide behind each other."""
    with snapshot(imported) as conn:
        figures = load_figures(conn, question(conn))
    for name in TABLES:
        keys = [key_of(name, row) for row in figures["tables"][name]]
        assert len(set(keys)) == len(keys), name
        assert all(set(TABLES[name].figures) <= set(row) for row in figures["tables"][name]), name

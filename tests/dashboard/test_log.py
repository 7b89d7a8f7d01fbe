"""What the server writes into its log: one scrubbed line for what others' code says, and never without an end."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from dashboard import errors
from tests.conftest import Databases
from tests.dashboard.session import Session, session
from tests.server import running

SECRET = "13900001111"
HOSTILE = f"{SECRET} 张三 garbage\x1b[31m"


@pytest.fixture
def other() -> Iterator[logging.Logger]:
    """Somebody else's logger, made before the server starts."""
    logger = logging.getLogger("tests.other")
    yield logger
    logger.filters.clear()


def test_what_others_log_is_one_scrubbed_line(other: logging.Logger, caplog: pytest.LogCaptureFixture) -> None:
    seen = errors.Discreet()
    other.addFilter(seen)
    try:
        raise ValueError(f"Invalid isoformat string: '{HOSTILE}'")
    except ValueError:
        other.exception("Uncaught app execution of %s", HOSTILE)
    (line,) = caplog.text.splitlines()
    assert "Uncaught app execution of" in line
    assert "ValueError: Invalid isoformat string" in line
    assert not re.search(rf"{SECRET}|张三|\x1b|Traceback", line)


def test_one_place_does_not_fill_the_log(other: logging.Logger, caplog: pytest.LogCaptureFixture) -> None:
    other.addFilter(errors.Discreet())
    for number in range(1000):
        other.error("hostile message %d", number)
    lines = caplog.text.splitlines()
    assert len(lines) == errors.MOST
    assert "No more of this" in lines[-1]
    other.error("another place")
    assert "another place" in caplog.text


def test_loggers_still_to_come_are_discreet_too() -> None:
    before = logging.getLoggerClass()
    try:
        errors.be_discreet()
        assert any(isinstance(one, errors.Discreet) for one in logging.getLogger("tests.still.to.come").filters)
        assert errors.LOG.filters == []
    finally:
        logging.setLoggerClass(before)
        for logger in (logging.root, *logging.root.manager.loggerDict.values()):
            if isinstance(logger, logging.Logger):
                logger.filters = [one for one in logger.filters if not isinstance(one, errors.Discreet)]


def test_the_same_error_again_has_the_same_number(caplog: pytest.LogCaptureFixture) -> None:
    """Whoever meets it is told one number, and the log has it once."""
    numbers = set()
    for value in range(100):
        try:
            raise ValueError(f"{value} of {HOSTILE}")
        except ValueError as error:
            numbers.add(errors.report(error))
    assert len(numbers) == 1
    assert caplog.text.count("error ") == 1
    assert SECRET not in caplog.text


def widget_ids(drawn: str) -> list[str]:
    return sorted(set(re.findall(r'id: "(\$\$ID-[^"]+)"', drawn)))


def hostile(widget: str) -> Iterator[WidgetState]:
    """Values of every type, most of which are none of this widget's."""
    yield WidgetState(id=widget, string_value=HOSTILE)
    yield WidgetState(id=widget, int_value=2**62)
    yield WidgetState(id=widget, json_value=f'{{"selection": "{SECRET}"')
    yield WidgetState(id=widget, bytes_value=HOSTILE.encode())
    state = WidgetState(id=widget)
    state.string_array_value.data.extend([HOSTILE] * 3)
    yield state


def send(reader: Session, state: WidgetState) -> None:
    message = BackMsg()
    message.rerun_script.query_string = "lang=en&asof=2020-07-04"
    message.rerun_script.page_name = "hazards"
    message.rerun_script.widget_states.widgets.append(state)
    reader.socket.send(message.SerializeToString())


@pytest.mark.slow
def test_hostile_messages_leave_short_lines_without_values(databases: Databases, tmp_path: Path) -> None:
    url = databases.template("sqlite", "campaign").render_as_string(hide_password=False)
    with running(url, tmp_path, DASHBOARD_VAR=str(tmp_path / "var")) as server:
        with session(server) as reader:
            drawn = "\n".join(str(message) for message in reader.run("hazards", "lang=en&asof=2020-07-04"))
            states = [state for widget in widget_ids(drawn) for state in hostile(widget)]
            assert len(states) > 40
            for state in states:
                send(reader, state)
                reader.until_finished()
            reader.socket.send(b"\xff" * 100)
        with session(server) as reader:
            assert "marks_filters" in str(reader.run("hazards", "lang=en"))
        log = server.log.read_text(encoding="utf-8", errors="replace")
    assert not re.search(rf"{SECRET}|张三|\x1b|Traceback", log), log[:3000]
    assert len(log) < 200 * len(states)

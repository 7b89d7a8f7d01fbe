"""PostgreSQL with a standby by the samples: what the drill starts is what they say, and Patroni and etcd accept it."""

import re
import subprocess
from pathlib import Path

import pytest

from drills.tools.cluster import SAMPLES, rendered
from drills.tools.processes import program
from tests.server import ROOT

PREFIX = "127.0.77."
EXPECTED = (
    r"etcd3\.hosts .* is not reachable'",  # nothing listens here
    r"postgresql\.authentication  is not defined\.",  # comes with the environment
    r"bootstrap\.pg_hba  is not defined\.",  # stands under postgresql, which wins
)
"""What `patroni --validate-config` says of the sample as it is."""


def settings(place: Path, number: int) -> dict[str, str]:
    """The settings of etcd on a machine."""
    lines = rendered("etcd", number, PREFIX, place).splitlines()
    return dict(line.split("=", 1) for line in lines if not line.startswith("#"))


def complaints(text: str, place: Path) -> list[str]:
    """What Patroni finds wrong with a configuration, but for what is EXPECTED."""
    file = place / "patroni.yml"
    file.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [program("patroni"), "--validate-config", str(file)], capture_output=True, text=True, check=False, timeout=60
    )
    said = (done.stdout + done.stderr).strip().splitlines()
    return [line for line in said if not any(re.fullmatch(one, line) for one in EXPECTED)]


@pytest.mark.parametrize("number", [1, 2])
def test_patroni_accepts_the_sample_of_each_machine(tmp_path: Path, number: int) -> None:
    text = rendered("patroni.yml", number, PREFIX, tmp_path)
    assert complaints(text, tmp_path) == []
    wrong = text.replace("loop_wait: 5", "loop_wait: soon")
    assert complaints(wrong, tmp_path) == ["bootstrap.dcs.loop_wait soon is not and integer"]


def test_the_machines_differ_in_name_and_own_address_only(tmp_path: Path) -> None:
    for sample, names in {"patroni.yml": ("name: db1", "name: db2"), "etcd": ("ETCD_NAME=e1", "ETCD_NAME=e2")}.items():
        first, second = (rendered(sample, number, PREFIX, tmp_path).splitlines() for number in (1, 2))
        differ = [(one, other) for one, other in zip(first, second, strict=True) if one != other]
        assert names in differ
        assert all(one.replace(f"{PREFIX}11", f"{PREFIX}12") == other for one, other in set(differ) - {names})
        assert len(differ) == 5


def test_patroni_asks_the_etcd_that_there_is(tmp_path: Path) -> None:
    machines = [settings(tmp_path, number) for number in (1, 2, 3)]
    clients = [one["ETCD_ADVERTISE_CLIENT_URLS"].removeprefix("http://") for one in machines]
    for number in (1, 2):
        assert f"  hosts: {','.join(clients)}\n" in rendered("patroni.yml", number, PREFIX, tmp_path)
    peers = [f"{one['ETCD_NAME']}={one['ETCD_INITIAL_ADVERTISE_PEER_URLS']}" for one in machines]
    assert [one["ETCD_INITIAL_CLUSTER"] for one in machines] == [",".join(peers)] * 3
    for one in machines:
        assert one["ETCD_LISTEN_CLIENT_URLS"] == one["ETCD_ADVERTISE_CLIENT_URLS"]
        assert one["ETCD_LISTEN_PEER_URLS"] == one["ETCD_INITIAL_ADVERTISE_PEER_URLS"]


def test_the_roles_that_may_connect_are_those_that_are_made() -> None:
    script = (ROOT / "deploy" / "postgresql-roles.sql").read_text(encoding="utf-8")
    [made] = re.findall(r"ARRAY\[([^\]]+)\] LOOP", script)
    names = ",".join(re.findall(r"\w+", made))
    assert f"- host campaign {names} " in (SAMPLES / "patroni.yml").read_text(encoding="utf-8")

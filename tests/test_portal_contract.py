"""The contract is kept by every host alike, and `tuyun doctor` names what a host breaks."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from portal_support import by_rules, published, running
from serving import served
from typer.testing import CliRunner

from graph_builder.cli.app import app
from portal.doctor.contract import contract
from portal.doctor.replay import replay
from portal.rules import HOSTS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("contract")
    published(place)
    place.chmod(0o755)
    return place


@pytest.fixture(params=["portal", "nginx", "caddy"])
def address(request: pytest.FixtureRequest, folder: Path, tmp_path: Path) -> Iterator[str]:
    host = running(folder) if request.param == "portal" else by_rules(request.param, folder, tmp_path / request.param)
    with host as found:
        yield found


def test_every_host_keeps_the_contract(address: str) -> None:
    outcomes = list(replay(address))
    queries = {one.request.path for one in outcomes if one.request.needs == "queries"}
    asked = [one for one in contract() if queries or one.needs != "queries"]  # only the portal answers queries
    assert bool(queries) == (httpx.head(f"{address}/openapi.json").status_code == 200)
    assert len(outcomes) == len(asked) >= 110
    assert [(one.request.promise, one.request.path, one.broken) for one in outcomes if one.broken] == []


def test_the_doctor_names_what_a_host_breaks(folder: Path) -> None:
    with served(folder / "current") as plain:
        result = CliRunner().invoke(app, ["doctor", plain])
    assert result.exit_code == 1
    assert "broken: a bare IRI leads to the document in the format asked for" in result.output
    assert "status 404, not 303" in result.output
    assert "Tuyun-Release is missing" in result.output


def test_the_doctor_says_where_nothing_is_served(folder: Path) -> None:
    with served(folder / "releases") as empty:
        result = CliRunner().invoke(app, ["doctor", empty])
    assert "give the address of the root of a release" in str(result.exception)
    result = CliRunner().invoke(app, ["doctor", "http://127.0.0.1:1/"])
    assert "is a release served there?" in str(result.exception)


@pytest.mark.parametrize("host", HOSTS)
def test_rules_are_written_for_every_host(host: str, folder: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["rules", host, str(folder), "--out", str(tmp_path)])
    assert result.exit_code == 0, result.output
    text = "".join(file.read_text("utf-8") for file in tmp_path.iterdir())
    assert "person/double" in text or host == "w3id"
    assert "ontology" in text


def test_an_unknown_host_is_refused(folder: Path) -> None:
    result = CliRunner().invoke(app, ["rules", "iis", str(folder)])
    assert "known are nginx, caddy, apache, netlify, w3id" in str(result.exception)

"""The live check tells an API that keeps its word from one that does not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from audit.__main__ import main
from tests.audit.api import Faults, serve

BODY = '{"message": "success"}'


def run(tmp_path: Path, outputs: dict[str, Any], *words: str) -> int:
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps(outputs))
    return main(["check", str(file), *words])


def test_an_honest_api_passes_and_every_call_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faults = Faults()
    with serve(faults) as outputs:
        assert run(tmp_path, outputs) == 0
    said = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert said == [
        "route needs no token without scope with scope",
        f"GET /tests/{{id}} read 401 401 writer* 200 reader {BODY}",
        f"POST /tests/{{id}} write 401 401 reader 200 writer {BODY}",
        "* with a token that was asked for with some of the client's scopes only",
        "",
        "token of scope lifetime signature",
        "reader read 3600 s verified (JWKS)",
        "writer read write 3600 s verified (JWKS)",
    ]
    assert set(faults.calls) == {"GET /dev/tests/x", "POST /dev/tests/x"}


@pytest.mark.parametrize(
    ("faults", "wrong"),
    [
        (Faults(lets_in_anyone=True), {"no_token", "wrong_token"}),
        (Faults(ignores_scopes=True), {"wrong_token"}),
        (Faults(refuses_everyone=True), {"right_token"}),
    ],
)
def test_each_wrong_answer_fails_in_its_own_cell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], faults: Faults, wrong: set[str]
) -> None:
    with serve(faults) as outputs:
        assert run(tmp_path, outputs, "--json") == 1
    for row in json.loads(capsys.readouterr().out)["rows"]:
        cells = ("no_token", "wrong_token", "right_token")
        assert {cell for cell in cells if not row[cell]["ok"]} == wrong


def test_a_lifetime_other_than_announced_fails(tmp_path: Path) -> None:
    with serve(Faults(lies_about_lifetime=True)) as outputs:
        assert run(tmp_path, outputs) == 1


def test_a_token_of_an_unknown_key_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serve(Faults(signs_with_another_key=True)) as outputs:
        assert run(tmp_path, outputs) == 2
    assert "the token of client reader does not verify" in capsys.readouterr().err


def test_a_refused_client_is_named_and_its_secret_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serve(Faults(unknown_client="writer")) as outputs:
        assert run(tmp_path, outputs) == 2
    said = capsys.readouterr()
    assert "client writer is refused a token: 400 invalid_client" in said.err
    assert "secret-" not in said.err + said.out


def test_a_route_that_no_client_can_call_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serve(Faults()) as outputs:
        outputs["routes"][0]["scopes"] = ["admin"]
        assert run(tmp_path, outputs) == 1
    assert "not called: no client has a scope that it takes" in capsys.readouterr().out


def test_an_api_that_is_down_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serve(Faults()) as outputs:
        pass
    assert run(tmp_path, outputs) == 2
    assert f"{outputs['token_url']} gives client reader nothing" in capsys.readouterr().err


@pytest.mark.parametrize("missing", ["invoke_url", "token_url", "jwks_url", "clients", "routes"])
def test_a_missing_output_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], missing: str
) -> None:
    with serve(Faults()) as outputs:
        del outputs[missing]
        assert run(tmp_path, outputs) == 2
    assert f"the stack has no output '{missing}'" in capsys.readouterr().err


def test_no_routes_is_no_success(tmp_path: Path) -> None:
    with serve(Faults()) as outputs:
        outputs["routes"] = []
        assert run(tmp_path, outputs) == 1

"""Configuration: levels, exemptions, wrong keys and values."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from policy import settings
from policy.exemptions import Exemption, Verdict
from policy.finding import Subject
from policy.rules import RULES
from policy.sdk import Judges
from tests.policy.parts import api, method, resource, service
from tests.policy.world import Servicer

TODAY = date(2026, 11, 23)
GOOD = {"path": "/health", "reason": "the balancer asks", "expires": "2026-12-31"}
RULE = "method-requires-authorizer"


def servicer(config: dict[str, Any]) -> Servicer:
    return Servicer(config, Judges(RULES, day=lambda: TODAY))


def both(exemption: dict[str, Any]) -> dict[str, Any]:
    entry = {"exemptions": [exemption]}
    return {RULE: entry, "method-requires-oauth-scope": entry}


@pytest.mark.parametrize(
    ("rule", "config", "mistake"),
    [
        (RULE, {"exemptoins": []}, "exemptoins: is not a key of this rule; allowed: exemptions"),
        (RULE, {"exemptions": "all"}, "exemptions: must be a list of objects"),
        (RULE, {"exemptions": ["x"]}, "exemptions[0]: must be an object"),
        (
            RULE,
            {"exemptions": [{**GOOD, "reason": " "}]},
            "exemptions[0].reason: must be text that is not blank",
        ),
        (
            RULE,
            {"exemptions": [GOOD, {"path": "/x", "expires": "2026-12-31"}]},
            "exemptions[1].reason: is required",
        ),
        (
            RULE,
            {"exemptions": [{"path": "/x", "reason": "r"}]},
            "exemptions[0].expires: is required",
        ),
        (
            RULE,
            {"exemptions": [{**GOOD, "expires": "2026-02-30"}]},
            'exemptions[0].expires: "2026-02-30" is no date; write it as 2027-01-31',
        ),
        (
            RULE,
            {"exemptions": [{**GOOD, "paths": "/x"}]},
            (
                "exemptions[0].paths: is not a key here; allowed: api, method, path, resource, "
                "reason, expires"
            ),
        ),
        (
            RULE,
            {"exemptions": [{"reason": "r", "expires": "2026-12-31"}]},
            "exemptions[0]: must say what it is for, by api or method or path or resource",
        ),
        (
            "function-url-requires-auth",
            {"exemptions": [GOOD]},
            "exemptions[0].path: is not a key here; allowed: resource, reason, expires",
        ),
        (
            "m2m-client-is-minimal",
            {"longestAccessTokenLifetime": 60},
            "longestAccessTokenLifetime: must be between 300 and 86400 seconds",
        ),
        (
            "m2m-client-is-minimal",
            {"longestAccessTokenLifetime": "1h"},
            "longestAccessTokenLifetime: must be a number of seconds",
        ),
        (
            "scope-is-declared",
            {"externalResourceServers": {"identifier": "a"}},
            "externalResourceServers: must be a list of objects",
        ),
        (
            "scope-is-declared",
            {"externalResourceServers": [{"identifier": "a", "scopes": [], "pool": "x"}]},
            "externalResourceServers[0]: must be an object of identifier, scopes and userPool",
        ),
        (
            "scope-is-declared",
            {"externalResourceServers": [{"identifier": "", "scopes": []}]},
            "externalResourceServers[0].identifier: must be text that is not blank",
        ),
        (
            "scope-is-declared",
            {"externalResourceServers": [{"identifier": "a", "scopes": "read"}]},
            "externalResourceServers[0].scopes: must be a list of scope names",
        ),
        (
            "scope-is-declared",
            {"externalResourceServers": [{"identifier": "a", "scopes": ["a/read"]}]},
            "externalResourceServers[0].scopes: must be names alone, without `a/`",
        ),
        (
            "scope-is-declared",
            {"externalResourceServers": [{"identifier": "a", "scopes": [], "userPool": 5}]},
            "externalResourceServers[0].userPool: must be a user pool's id or ARN",
        ),
        (
            "exemption-is-current",
            {"exemptions": []},
            "exemptions: is not a key of this rule; allowed: enforcementLevel only",
        ),
    ],
)
def test_a_wrong_configuration_is_told_once_and_fails_the_run(
    rule: str, config: dict[str, Any], mistake: str
) -> None:
    told = servicer({rule: config}).run(service())
    mine = [t for t in told if t.rule == rule]
    assert [(t.text, t.level) for t in mine] == [
        (f"the configuration of {rule} is wrong: {mistake}", "mandatory")
    ]


def test_the_schema_has_every_key_with_its_default() -> None:
    for policy, rule in zip(Judges(RULES).policies(), RULES, strict=True):
        assert policy.config_schema is not None
        properties = policy.config_schema.properties
        assert set(properties) == {*(["exemptions"] if rule.exempt_by else []), *rule.options}
        defaults = {key: schema["default"] for key, schema in properties.items()}
        parsed, mistakes = settings.parse(defaults, rule.exempt_by, rule.options)
        assert (parsed, mistakes) == (settings.Settings(), [])


def test_levels_are_as_configured() -> None:
    a = api()
    told = servicer({RULE: {"enforcementLevel": "advisory"}}).analyze(method(a))
    assert {t.rule: t.level for t in told} == {
        RULE: "advisory",
        "method-requires-oauth-scope": "mandatory",
    }


def test_an_exemption_by_path_lets_that_method_pass_and_no_other() -> None:
    a = api()
    health, secret = resource(a, "health"), resource(a, "secret")
    pack = servicer(both(GOOD))
    made = [a, health, method(health, name="health")]
    assert pack.run(made) == []
    # Its path is not known when the method is judged; with the whole stack it is.
    other = method(secret, name="secret")
    assert pack.analyze(other) == []
    told = pack.analyze_stack([*made, secret, other])
    assert {(t.rule, t.level, t.urn) for t in told} == {
        ("exemption-is-current", "mandatory", other.urn),
        ("unprotected-method-paths", "advisory", other.urn),
    }


@pytest.mark.parametrize(
    "selectors",
    [{"method": "POST"}, {"resource": "other"}, {"method": "POST", "path": "/health"}],
    ids=str,
)
def test_what_an_exemption_cannot_be_for_is_rejected_at_once(selectors: dict[str, str]) -> None:
    entry = {"reason": "r", "expires": "2026-12-31", **selectors}
    told = servicer(both(entry)).analyze(method(resource(api(), "health")))
    assert [t.rule for t in told] == [RULE, "method-requires-oauth-scope"]


def test_an_expired_exemption_exempts_nothing() -> None:
    a = api()
    told = servicer(both({**GOOD, "expires": "2026-11-22"})).run([a, method(a)])
    assert sorted({t.rule for t in told}) == [
        "exemption-is-current",
        RULE,
        "method-requires-oauth-scope",
        "unprotected-method-paths",
    ]


@pytest.mark.parametrize(
    ("selectors", "subject", "verdict"),
    [
        ({"path": "/a/*"}, Subject("r", "GET", "/a/b/c", ("x",)), Verdict.COVERS),
        ({"path": "/a/{id}"}, Subject("r", "GET", "/a/{id}", ("x",)), Verdict.COVERS),
        ({"path": "/a"}, Subject("r", "GET", "/ab", ("x",)), Verdict.DIFFERS),
        ({"path": "/a"}, Subject("r", "GET", None, ()), Verdict.DIFFERS),
        ({"path": "/a"}, Subject("r", "GET", None, (), settled=False), Verdict.MAY_COVER),
        ({"path": "*"}, Subject("r", "GET", None, (), settled=False), Verdict.COVERS),
        ({"api": "x"}, Subject("r", "GET", None, (), settled=False), Verdict.MAY_COVER),
        ({"api": "x"}, Subject("r", "GET", "/", ("y", "x")), Verdict.COVERS),
        ({"method": "get"}, Subject("r", "GET", "/"), Verdict.COVERS),
        ({"method": "GET"}, Subject("r", None, "/"), Verdict.DIFFERS),
        ({"resource": "r*"}, Subject("r1"), Verdict.COVERS),
    ],
    ids=str,
)
def test_verdicts(selectors: dict[str, str], subject: Subject, verdict: Verdict) -> None:
    assert Exemption("r", TODAY, selectors).verdict(subject) is verdict

from typing import Any

from tests.policy.case import Case
from tests.policy.parts import api, method, resource
from tests.policy.world import Made

API = api()
HEALTH, SECRET = resource(API, "health"), resource(API, "secret")
OPEN = [API, HEALTH, method(HEALTH, name="health")]
RULE = "method-requires-authorizer"
FAULT = "it has no authorizer, so anyone can call it; an API key would be no authorization"
MEND = (
    '\n  mend, component:  ScopedApi routes: [{"method": "GET", "path": "/secret", "scopes": '
    '["<scope>"], …}]'
    '\n  mend, pulumi_aws: authorization="COGNITO_USER_POOLS", authorizer_id=authorizer.id'
)


def exempt(expires: str = "2026-12-31", **selectors: str) -> dict[str, Any]:
    return {"exemptions": [{**selectors, "reason": "the balancer asks", "expires": expires}]}


def fails(name: str, made: list[Made], line: str, config: dict[str, Any], about: str = "") -> Case:
    return Case(name, "fail", made, [(about, line)], config)


CASES = [
    Case("in date and needed", "pass", OPEN, config=exempt(api="orders*", path="/health")),
    Case("on its last day", "pass", OPEN, config=exempt("2026-11-23", method="get")),
    Case("by the resource's name", "pass", OPEN, config=exempt(resource="heal??")),
    Case("no exemptions", "not applicable", OPEN),
    fails(
        "expired",
        OPEN,
        f"{RULE}, exemptions[0] (path /health) expired on 2026-11-22: remove it, or give it a new "
        "day",
        exempt("2026-11-22", path="/health"),
    ),
    fails(
        "for no path",
        OPEN[:1],
        f"{RULE}, exemptions[0] (api orders-api, path /h*) is for nothing that the rule finds in "
        "this stack: remove it",
        exempt(api="orders-api", path="/h*"),
    ),
    fails(
        "let pass too early",
        [*OPEN, SECRET, method(SECRET, name="secret")],
        f'{RULE}: no exemption is for GET /secret on API "orders-api" (resource "secret"): '
        f"{FAULT}{MEND}",
        exempt(path="/health"),
        about="secret",
    ),
]

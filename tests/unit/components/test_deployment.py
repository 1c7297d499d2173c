"""When a ScopedApi deploys anew: exactly when something that is deployed has changed."""

from __future__ import annotations

import copy
import json
from typing import Any

import pulumi
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pulumi.output import Unknown
from scoped_api import ScopedApi

from tests.unit.components.api import args, route
from tests.unit.components.harness import Deployed, deploy

DEPLOYMENT = "aws:apigateway/deployment:Deployment"
FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function"
# What API Gateway copies into a deployment.
COPIED = {
    f"aws:apigateway/{kind}"
    for kind in (
        "authorizer:Authorizer",
        "integration:Integration",
        "integrationResponse:IntegrationResponse",
        "method:Method",
        "methodResponse:MethodResponse",
        "model:Model",
        "requestValidator:RequestValidator",
        "resource:Resource",
        "response:Response",
        "restApiPolicy:RestApiPolicy",
    )
}

BASE = args(
    routes=[route(), route(method="POST", scopes=["orders.write"])],
    backends={"fixed": {"answer": {"body": {"ok": True}}}},
)


def changed(**changes: Any) -> Any:
    return {**copy.deepcopy(BASE), **changes}


def api(args_: Any, *, preview: bool = False, name: str = "orders") -> Deployed:
    return deploy(lambda: ScopedApi(name, args_), preview=preview)


def triggers(deployed: Deployed) -> dict[str, Any]:
    found: dict[str, Any] = deployed.one(DEPLOYMENT).inputs["triggers"]
    return found


@pytest.mark.parametrize(
    "after",
    [
        changed(routes=[route(scopes=["orders.write"]), BASE["routes"][1]]),
        changed(
            routes=[route(scopes=["orders.write"]), route(method="POST", scopes=["orders.read"])]
        ),
        changed(routes=BASE["routes"][:1]),
        changed(routes=[*BASE["routes"], route(path="/new")]),
        changed(routes=[route(path="/moved"), BASE["routes"][1]]),
        changed(backends={"fixed": {"answer": {"body": {"ok": False}}}}),
        changed(authorizer_cache_seconds=0),
        changed(error_body={"code": "$context.error.responseType"}),
        changed(cors={"origin": "*"}),
        changed(routes=[route(required_parameters=["query.page"]), BASE["routes"][1]]),
        changed(routes=[route(body_schema={"type": "object"}), BASE["routes"][1]]),
        changed(identifier="com.other"),
    ],
)
def test_what_is_deployed_changes_the_trigger_even_while_ids_are_unknown(after: Any) -> None:
    one, other = triggers(api(BASE, preview=True)), triggers(api(after, preview=True))
    assert isinstance(one["wiring"], Unknown)
    assert one["plan"] != other["plan"]


@pytest.mark.parametrize(
    "after",
    [
        changed(routes=BASE["routes"][::-1]),
        changed(tags={"team": "a"}),
        changed(throttle={"rate": 5, "burst": 1}),
        changed(stage_variables={"a": "b"}),
        changed(stage="v2"),
        changed(tracing=True),
        changed(description="Orders"),
        changed(scopes={**BASE["scopes"], "orders.more": "More"}),
        changed(access_logs={}),
    ],
)
def test_what_is_not_deployed_changes_no_trigger(after: Any) -> None:
    assert triggers(api(after)) == triggers(api(BASE))


def test_the_components_name_changes_no_trigger() -> None:
    # Its resources may be the same by an alias.
    before, after = (triggers(api(BASE, preview=True, name=name))["plan"] for name in ("a", "bb"))
    assert before == after


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"function_arn": f"{FUNCTION}:a"}, {"function_arn": f"{FUNCTION}:b"}),
        ({"http": {"url": "https://a.example.com"}}, {"http": {"url": "https://b.example.com"}}),
        (
            {"http": {"url": "https://a.example.com", "vpc_link_id": "one"}},
            {"http": {"url": "https://a.example.com", "vpc_link_id": "two"}},
        ),
    ],
)
@pytest.mark.parametrize("late", [False, True])
def test_another_place_to_go_to_changes_the_trigger_whenever_it_is_known(
    one: Any, other: Any, late: bool
) -> None:
    def given(backend: Any) -> Any:
        if not late:
            return args(backends={"f": backend})
        ((kind, value),) = backend.items()
        if isinstance(value, dict):
            value = {key: pulumi.Output.from_input(item) for key, item in value.items()}
        else:
            value = pulumi.Output.from_input(value)
        return args(backends={"f": {kind: value}})

    assert triggers(api(given(one))) != triggers(api(given(other)))


ROUTES = st.lists(
    st.fixed_dictionaries(
        {
            "method": st.sampled_from(["GET", "POST"]),
            "path": st.sampled_from(["/", "/a", "/a/{id}"]),
            "backend": st.sampled_from(["fixed", "function", "http", "linked"]),
        },
        optional={
            "required_parameters": st.sampled_from([["query.page"], ["header.X-Id"]]),
            "body_schema": st.sampled_from([{"type": "object"}, {"type": "array"}]),
            "throttle": st.just({"rate": 1, "burst": 1}),
        },
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda one: (one["method"], one["path"]),
)
SCOPES = st.sampled_from([["orders.read"], ["orders.write"], ["orders.read", "orders.write"]])
FEATURES: dict[str, st.SearchStrategy[Any]] = {
    "authorizer_cache_seconds": st.sampled_from([0, 60]),
    "error_body": st.sampled_from([{"m": "$context.error.message"}, {"code": "1"}]),
    "cors": st.sampled_from([{"origin": "*"}, {"origin": "*", "max_age": 5}]),
    "endpoint": st.sampled_from(
        [{"type": "EDGE"}]
        + [{"type": "PRIVATE", "vpc_endpoint_ids": [one]} for one in ("vpce-0a", "vpce-0b")]
    ),
    "tags": st.just({"team": "a"}),
    "throttle": st.just({"rate": 5, "burst": 1}),
    "stage_variables": st.just({"a": "b"}),
    "description": st.just("Orders"),
    "access_logs": st.just({}),
}
ANSWER = st.sampled_from([{"body": {"ok": True}}, {"body": {"ok": True}, "status": 410}])
LINK = st.sampled_from(["link1", "link2"])


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Any, Any]:
    """The arguments of an API, and the same with a few things changed."""
    whole = st.fixed_dictionaries(
        {"routes": ROUTES, "scopes": SCOPES, "answer": ANSWER, "link": LINK}, optional=FEATURES
    )
    one, other = draw(whole), draw(whole)
    keys = draw(st.sets(st.sampled_from(sorted({*one, *other})), max_size=2))
    mixed = {
        key: value
        for source, wanted in ((one, False), (other, True))
        for key, value in source.items()
        if (key in keys) is wanted
    }
    return _arguments(one), _arguments(mixed)


def _arguments(drawn: dict[str, Any]) -> Any:
    drawn = copy.deepcopy(drawn)
    answer, link, scopes = (drawn.pop(key) for key in ("answer", "link", "scopes"))
    for one in drawn["routes"]:
        one["scopes"] = scopes
    url = "https://orders.example.com"
    backends = {
        "fixed": {"answer": answer},
        "function": {"function_arn": f"{FUNCTION}:orders"},
        "http": {"http": {"url": pulumi.Output.from_input(url)}},
        "linked": {"http": {"url": url, "vpc_link_id": pulumi.Output.from_input(link)}},
    }
    return args(backends=backends, **drawn)


def _copied(deployed: Deployed) -> set[str]:
    return {
        json.dumps([made.type, made.name, made.inputs], sort_keys=True, default=str)
        for made in deployed.resources
        if made.type in COPIED
    } | {str(deployed.one("apigateway/restApi:RestApi").inputs["endpointConfiguration"]["types"])}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pairs())
def test_the_triggers_change_exactly_when_something_that_is_deployed_does(
    pair: tuple[Any, Any],
) -> None:
    one, other = (api(args_) for args_ in pair)
    assert (triggers(one) != triggers(other)) == (_copied(one) != _copied(other))

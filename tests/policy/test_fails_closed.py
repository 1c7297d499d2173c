"""Nothing that is not known, not foreseen or broken lets anything pass, or silences the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pulumi.runtime import proto

from policy.rule import PackRule, ResourceRule, Rule, StackRule
from policy.rules import RULES, method_requires_authorizer
from policy.sdk import Judges
from policy.stack import Stack
from tests.policy.parts import api, authorizer, client, method, pool, resource, service, updated
from tests.policy.world import Made, Servicer, U

SECRET = "hunter2-do-not-print"


def broken(*_: Any) -> Any:
    raise ValueError(SECRET)


def break_rule(rule: Rule) -> Rule:
    if isinstance(rule, StackRule):
        return replace(rule, parts=tuple(replace(part, check=broken) for part in rule.parts))
    if isinstance(rule, ResourceRule):
        return replace(rule, check=broken)
    return replace(rule, check=broken)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_broken_rule_is_a_violation_and_the_others_go_on(rule: Rule) -> None:
    p, a = pool(), api(body=U)
    r = resource(a, "r")
    made = [
        p, client(p), a, r, method(r, authorizer(a, (p,))),
        Made("aws:apigatewayv2/route:Route", "route", {"routeKey": "GET /"}),
        Made("aws:lambda/functionUrl:FunctionUrl", "url"),
        Made("aws:lambda/permission:Permission", "permission"),
    ]  # fmt: skip
    rules = [break_rule(each) if each is rule else each for each in RULES]
    told = Servicer(judges=Judges(rules)).run(made)
    mine = [each for each in told if each.rule == rule.id]
    assert mine
    for each in mine:
        assert f"{rule.id} could not judge" in each.text
        assert "ValueError at line" in each.text
        assert each.level == rule.level
        if not isinstance(rule, PackRule):
            assert f'"{each.urn.rpartition("::")[2]}" (aws:' in each.text
    # What it raised may hold a property's value.
    assert not any(SECRET in each.text for each in told)
    whole = Servicer().run(made)
    assert [t for t in told if t.rule not in (rule.id, "unprotected-method-paths")] == [
        t for t in whole if t.rule not in (rule.id, "unprotected-method-paths")
    ]


@pytest.mark.parametrize(
    "properties",
    [
        {"authorization": ["NONE"]},
        {"authorizationScopes": SECRET},
        {"authorizationScopes": [{"scope": SECRET}]},
        {"authorizerId": 5},
        {"httpMethod": {"verb": "GET"}},
    ],
    ids=str,
)
def test_a_shape_that_nobody_foresaw_is_a_violation(properties: dict[str, Any]) -> None:
    p, a = pool(), api()
    auth = authorizer(a, (p,))
    odd = method(a, auth, name="odd", **properties)
    told = Servicer().run([p, a, auth, odd, method(a, name="open")])
    (key,) = properties
    mine = [t for t in told if t.urn == odd.urn and t.rule == "method-requires-authorizer"]
    assert len(mine) == 1
    assert mine[0].text.startswith(
        '"odd" (aws:apigateway/method:Method): method-requires-authorizer could not judge it: '
        f"property `{key}"
    )
    assert mine[0].level == "mandatory"
    assert not any(SECRET in t.text for t in told)
    # The open one beside it is told at both stages.
    assert {t.rule for t in told if t.urn.endswith("::open")} == {
        "method-requires-authorizer",
        "method-requires-oauth-scope",
        "unprotected-method-paths",
    }


@pytest.mark.parametrize(
    "type_", sorted({t for r in RULES if isinstance(r, ResourceRule) for t in r.view.types})
)
def test_all_properties_unknown_is_never_fine_and_never_cannot_run(type_: str) -> None:
    keys = [
        "authorization", "authorizationType", "authType", "authorizerId", "authorizationScopes",
        "httpMethod", "restApi", "restApiId", "body", "principal", "allowedOauthFlows",
        "allowedOAuthFlows", "name",
    ]  # fmt: skip
    told = Servicer().run([Made(type_, "dark", dict.fromkeys(keys, U))])
    assert [t for t in told if t.level == "mandatory"]
    assert not any("can't run policy" in t.text for t in told)


def test_no_unknown_of_a_good_stack_is_told_as_cannot_run() -> None:
    assert Servicer().run(service()) == []
    assert Servicer().run(updated(service())) == []


def test_a_secret_that_the_engine_marked_is_read_and_not_printed() -> None:
    servicer = Servicer()
    request = proto.AnalyzeRequest(type="aws:apigateway/method:Method", urn="u", name="m")
    mark = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}
    request.properties.update(
        {
            "authorization": {**mark, "value": "NONE"},
            "requestParameters": {"x": {**mark, "value": SECRET}},
        }
    )
    told = [d.message for d in servicer._servicer.Analyze(request, None).diagnostics]
    assert len(told) == 2
    assert not any(SECRET in text for text in told)


def test_hundreds_of_unrelated_resources_yield_nothing() -> None:
    properties = {"name": "x", "policy": U, "tags": {"a": U}, "list": [U, 1]}
    made = [
        Made(kind, f"r{number}", properties)
        for number, kind in enumerate(
            [
                "aws:s3/bucketV2:BucketV2", "aws:iam/role:Role", "aws:lambda/function:Function",
                "aws:sqs/queue:Queue", "aws-native:s3:Bucket", "gcp:storage/bucket:Bucket",
                "random:index/randomId:RandomId", "shop:index:Component", "aws:ec2/vpc:Vpc",
            ] * 60
        )
    ]  # fmt: skip
    assert Servicer().run(made) == []


def test_only_a_rule_that_is_disabled_is_silent() -> None:
    a = api()
    made = [a, method(a)]
    ids = [rule.id for rule in RULES]
    levels = {rule: {"enforcementLevel": "disabled"} for rule in ids}
    assert Servicer(levels).run(made) == []
    del levels["method-requires-authorizer"]
    told = Servicer(levels).run(made)
    assert [t.rule for t in told] == [method_requires_authorizer.RULE.id]


def test_a_loop_in_the_tree_ends() -> None:
    a = api()
    loop = Made(
        "aws:apigateway/resource:Resource", "a", {"id": "1", "parentId": "1", "pathPart": "a"}
    )
    told = Servicer().run(
        [a, loop, replace(method(a), properties={"resourceId": "1", "httpMethod": "GET"})]
    )
    assert {t.rule for t in told} == {
        "method-requires-authorizer", "method-requires-oauth-scope", "unprotected-method-paths",
    }  # fmt: skip
    assert Stack([]).sources(a.resource(), "id", ["aws:x"]) == ()

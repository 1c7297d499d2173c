"""The parts of an API as `pulumi_aws` programs make them, at a first preview: no id is known."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.policy.world import Made, U


def pool(name: str = "pool", **properties: Any) -> Made:
    return Made("aws:cognito/userPool:UserPool", name, {"id": U, "arn": U, **properties})


def server(of: Made, identifier: Any = "shop", scopes: Any = ("read", "write")) -> Made:
    declared = scopes if scopes is U else [{"scopeName": s, "scopeDescription": s} for s in scopes]
    return Made(
        "aws:cognito/resourceServer:ResourceServer",
        f"server-{of.name}",
        {"identifier": identifier, "scopes": declared, "userPoolId": U, "scopeIdentifiers": U},
        {"userPoolId": (of,)},
    )


def client(of: Made | None = None, name: str = "client", **properties: Any) -> Made:
    """A machine's client without a fault."""
    good = {
        "userPoolId": U,
        "generateSecret": True,
        "allowedOauthFlows": ["client_credentials"],
        "allowedOauthFlowsUserPoolClient": True,
        "allowedOauthScopes": ["shop/read"],
        "explicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH"],
    }
    return Made(
        "aws:cognito/userPoolClient:UserPoolClient",
        name,
        _without_none({**good, **properties}),
        {"userPoolId": (of,)} if of else {},
    )


def api(name: str = "orders", **properties: Any) -> Made:
    return Made(
        "aws:apigateway/restApi:RestApi",
        name,
        _without_none({"name": f"{name}-api", "id": U, "rootResourceId": U, **properties}),
    )


def resource(of: Made, part: Any, parent: Made | None = None) -> Made:
    name = part if isinstance(part, str) else "later"
    return Made(
        "aws:apigateway/resource:Resource",
        f"res-{name}",
        {"id": U, "restApi": U, "parentId": U, "pathPart": part},
        {"restApi": (of,), "parentId": (parent or of,)},
    )


def authorizer(of: Made, pools: tuple[Made, ...], name: str = "auth", **properties: Any) -> Made:
    good = {
        "id": U,
        "restApi": U,
        "type": "COGNITO_USER_POOLS",
        "providerArns": [U for _ in pools],
    }
    return Made(
        "aws:apigateway/authorizer:Authorizer",
        name,
        _without_none({**good, **properties}),
        {"restApi": (of,), "providerArns": pools},
    )


def method(at: Made, auth: Made | None = None, name: str = "get-tests", **properties: Any) -> Made:
    """A protected method on a resource or an API's root; with no `auth`, an open one."""
    of = at.sources["restApi"][0] if "restApi" in at.sources else at
    given: dict[str, Any] = {"restApi": U, "resourceId": U, "httpMethod": "GET"}
    sources: dict[str, tuple[Made, ...]] = {"restApi": (of,), "resourceId": (at,)}
    if auth:
        sources["authorizerId"] = (auth,)
        given |= {
            "authorization": "COGNITO_USER_POOLS",
            "authorizerId": U,
            "authorizationScopes": ["shop/read"],
        }
    else:
        given["authorization"] = "NONE"
    return Made(
        "aws:apigateway/method:Method", name, _without_none({**given, **properties}), sources
    )


def integration(of: Made, type_: Any = "AWS_PROXY", **properties: Any) -> Made:
    return _beside(of, "integration:Integration", {"type": type_, **properties})


def integration_response(of: Made, header: str = "Access-Control-Allow-Origin") -> Made:
    parameters = {f"method.response.header.{header}": "'*'"}
    return _beside(
        of, "integrationResponse:IntegrationResponse", {"responseParameters": parameters}
    )


def _beside(of: Made, type_: str, properties: dict[str, Any]) -> Made:
    common = {key: of.properties[key] for key in ("restApi", "resourceId", "httpMethod")}
    sources = {key: of.sources[key] for key in ("restApi", "resourceId")}
    return Made(f"aws:apigateway/{type_}", f"{of.name}-more", {**common, **properties}, sources)


def service() -> list[Made]:
    """An API with one protected method, `GET /tests`, and a client: nothing to find."""
    p = pool()
    a = api()
    tests = resource(a, "tests")
    auth = authorizer(a, (p,))
    return [p, server(p), client(p), a, tests, auth, method(tests, auth)]


def with_sources(made: Made, **sources: tuple[Made, ...]) -> Made:
    return replace(made, sources={**made.sources, **sources})


def _without_none(properties: dict[str, Any]) -> dict[str, Any]:
    """A property given as None is left out."""
    return {key: value for key, value in properties.items() if value is not None}


_IDS = {"id", "arn", "rootResourceId"}


def updated(made: list[Made]) -> list[Made]:
    """The same stack when all is created: what was unknown is known, and refers by id."""

    def of(value: Any, key: str, each: Made) -> Any:
        if value is not U:
            return value
        if key not in _IDS and key not in each.sources:
            return U
        if key in _IDS:
            return f"{each.name}/{key}"
        (source,) = each.sources[key]
        own = "arn" if key == "providerArns" else "id"
        if source.type.endswith(":RestApi") and key in ("resourceId", "parentId"):
            own = "rootResourceId"
        return f"{source.name}/{own}"

    return [
        replace(
            each,
            properties={
                key: [
                    of(item, key, replace(each, sources={key: (source,)}))
                    for item, source in zip(value, each.sources[key], strict=True)
                ]
                if key == "providerArns" and isinstance(value, list)
                else of(value, key, each)
                for key, value in each.properties.items()
            },
        )
        for each in made
    ]

from typing import Any

from tests.policy.case import Case
from tests.policy.parts import client
from tests.policy.world import Made, U


def fails(name: str, line: str, config: dict[str, Any] | None = None, **properties: Any) -> Case:
    told = [("client", f'"client": {line}')]
    return Case(name, "fail", [client(**properties)], told, config or {})


SRP = "it names no sign-in flows, for which Cognito puts flows with a password (SRP)"
NATIVE = {
    "allowedOAuthFlows": ["client_credentials"],
    "allowedOAuthScopes": ["shop/read"],
    "explicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH"],
}


MANAGED = {
    "allowedOauthFlows": ["client_credentials"],
    "allowedOauthScopes": ["shop/read"],
    "explicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH"],
}


def lives(seconds: int, longest: int = 3600) -> str:
    return (
        f"its access tokens live {seconds} s, longer than the {longest} s that configuration allows"
    )


CASES = [
    Case("nothing but client_credentials", "pass", [client()]),
    Case(
        "an hour, in minutes",
        "pass",
        [client(accessTokenValidity=60, tokenValidityUnits={"accessToken": "minutes"})],
    ),
    Case("an hour, in AWS's unit", "pass", [client(accessTokenValidity=1)]),
    Case("no validity, AWS's hour", "pass", [client(accessTokenValidity=0)]),
    Case("scopes not known yet are another rule's", "pass", [client(allowedOauthScopes=U)]),
    Case(
        "a day, as configured",
        "pass",
        [client(accessTokenValidity=1, tokenValidityUnits={"accessToken": "days"})],
        config={"longestAccessTokenLifetime": 86400},
    ),
    Case(
        "aws-native",
        "pass",
        [Made("aws-native:cognito:UserPoolClient", "client", {**NATIVE, "generateSecret": True})],
    ),
    Case(
        "a managed client, whose secret another service decides on",
        "pass",
        [Made("aws:cognito/managedUserPoolClient:ManagedUserPoolClient", "client", MANAGED)],
    ),
    Case(
        "a client for people",
        "not applicable",
        [client(allowedOauthFlows=["code"], generateSecret=False)],
    ),
    Case("a client without OAuth", "not applicable", [client(allowedOauthFlows=None)]),
    fails(
        "another flow",
        "it has client_credentials and another OAuth flow, for people",
        allowedOauthFlows=["client_credentials", "code"],
    ),
    fails(
        "flows not known yet",
        "its OAuth flows are not known before the update; write them as plain strings",
        allowedOauthFlows=U,
    ),
    fails(
        "a flow not known yet",
        "its OAuth flows are not known before the update; write them as plain strings",
        allowedOauthFlows=[U],
    ),
    fails("no secret", "it has no secret, so anyone can ask for its tokens", generateSecret=None),
    fails(
        "secret false", "it has no secret, so anyone can ask for its tokens", generateSecret=False
    ),
    fails(
        "a secret not known yet",
        "whether it has a secret is not known before the update; write it as plain true",
        generateSecret=U,
    ),
    fails("no sign-in flows", SRP, explicitAuthFlows=None),
    fails("an empty list of sign-in flows", SRP, explicitAuthFlows=[]),
    fails(
        "password flows",
        "it lets people sign in with a password: ALLOW_USER_PASSWORD_AUTH, ALLOW_USER_SRP_AUTH",
        explicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"],
    ),
    fails(
        "sign-in flows not known yet",
        "its sign-in flows are not known before the update; write them as plain strings",
        explicitAuthFlows=[U],
    ),
    fails("no scopes", "it names no OAuth scope", allowedOauthScopes=None),
    fails("a blank scope", "one of its scopes is blank", allowedOauthScopes=[""]),
    fails("two hours", lives(7200), accessTokenValidity=2),
    fails("a day", lives(86400), accessTokenValidity=1, tokenValidityUnits={"accessToken": "days"}),
    fails(
        "AWS's hour, where configuration allows less",
        lives(3600, 900),
        {"longestAccessTokenLifetime": 900},
    ),
    fails(
        "a unit that does not exist",
        "its access token validity has a unit that Cognito does not have",
        accessTokenValidity=1,
        tokenValidityUnits={"accessToken": "weeks"},
    ),
    fails(
        "a validity not known yet",
        "how long its access tokens live is not known before the update",
        accessTokenValidity=U,
    ),
    fails(
        "a unit not known yet",
        "how long its access tokens live is not known before the update",
        accessTokenValidity=5,
        tokenValidityUnits=U,
    ),
    Case(
        "aws-native without a secret",
        "fail",
        [Made("aws-native:cognito:UserPoolClient", "client", NATIVE)],
        [("client", '"client": it has no secret, so anyone can ask for its tokens')],
    ),
    Case(
        "every fault is told",
        "fail",
        [client(generateSecret=False, accessTokenValidity=24)],
        [
            ("client", '"client": it has no secret, so anyone can ask for its tokens'),
            ("client", f'"client": {lives(86400)}'),
        ],
    ),
]

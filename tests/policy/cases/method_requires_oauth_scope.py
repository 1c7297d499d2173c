from typing import Any

from tests.policy.case import Case
from tests.policy.parts import api, authorizer, method, pool, resource
from tests.policy.world import Made, U

API = api()
TESTS = resource(API, "tests")
AUTH = authorizer(API, (pool(),))
WHERE = 'GET (resource "get-tests", its path: see unprotected-method-paths at preview): '


def fails(name: str, line: str, **properties: Any) -> Case:
    made = method(TESTS, AUTH, **properties)
    return Case(name, "fail", [made], [(made.name, WHERE + line)])


NATIVE = Made(
    "aws-native:apigateway:Method",
    "get-tests",
    {
        "restApiId": U,
        "resourceId": U,
        "httpMethod": "GET",
        "authorizationType": "COGNITO_USER_POOLS",
    },
)
NONE = "it names no OAuth scope"
IGNORED = "API Gateway ignores its scopes, because its authorization is not COGNITO_USER_POOLS"
OPENID = "it names OpenID scopes only, which are every signed-in user's and no machine's"

CASES = [
    Case("a scope", "pass", [method(TESTS, AUTH)]),
    Case(
        "one scope known and one not: any one lets in",
        "pass",
        [method(TESTS, AUTH, authorizationScopes=["shop/read", U])],
    ),
    Case(
        "a machine's scope beside an OpenID one",
        "pass",
        [method(TESTS, AUTH, authorizationScopes=["openid", "shop/read"])],
    ),
    Case(
        "aws-native with a scope",
        "pass",
        [
            Made(
                NATIVE.type,
                "get-tests",
                {**NATIVE.properties, "authorizationScopes": ["shop/read"]},
            )
        ],
    ),
    Case(
        "an open preflight is another rule's",
        "not applicable",
        [method(TESTS, httpMethod="OPTIONS")],
    ),
    Case("no method at all", "not applicable", [API, TESTS, AUTH]),
    fails("no scopes", NONE, authorizationScopes=None),
    fails("an empty list", NONE, authorizationScopes=[]),
    fails("a blank scope", "one of its scopes is blank", authorizationScopes=[" "]),
    fails("blank beside another", "one of its scopes is blank", authorizationScopes=["a/b", ""]),
    fails("CUSTOM, which ignores scopes", IGNORED, authorization="CUSTOM"),
    fails("AWS_IAM, which ignores scopes", IGNORED, authorization="AWS_IAM"),
    fails("NONE with scopes", IGNORED, authorization="NONE"),
    fails("OpenID scopes only", OPENID, authorizationScopes=["openid", "email"]),
    fails(
        "the scope of signed-in users' own data",
        OPENID,
        authorizationScopes=["aws.cognito.signin.user.admin"],
    ),
    fails(
        "scopes not known yet",
        "its scopes are not known before the update, so nothing shows that there are any; write "
        "them as plain strings",
        authorizationScopes=U,
    ),
    fails(
        "no single scope known yet",
        "none of its scopes is known before the update; write at least one as a plain string",
        authorizationScopes=[U, U],
    ),
    fails(
        "an authorization not known yet",
        "its authorization type is not known before the update, so its scopes may be ignored; "
        "write it as a plain string",
        authorization=U,
    ),
    Case(
        "aws-native with none",
        "fail",
        [NATIVE],
        [("get-tests", WHERE + NONE)],
    ),
]

from tests.policy.case import Case
from tests.policy.parts import api, authorizer, method, pool, resource
from tests.policy.world import Made, U

API = api()
TESTS = resource(API, "tests")
AUTH = authorizer(API, (pool(),))
WHERE = 'GET (resource "get-tests", its path: see unprotected-method-paths at preview): '
OPEN = WHERE + "it has no authorizer, so anyone can call it; an API key would be no authorization"


def fails(name: str, made: Made, line: str) -> Case:
    return Case(name, "fail", [made], [(made.name, line)])


NATIVE = {"restApiId": U, "resourceId": U, "httpMethod": "GET"}
NATIVE_TYPE = "aws-native:apigateway:Method"

CASES = [
    Case("a Cognito authorizer, its id not known yet", "pass", [method(TESTS, AUTH)]),
    Case("a custom authorizer", "pass", [method(TESTS, AUTH, authorization="CUSTOM")]),
    Case("an authorizer with a known id", "pass", [method(TESTS, AUTH, authorizerId="a1")]),
    Case(
        "aws-native with an authorizer",
        "pass",
        [
            Made(
                NATIVE_TYPE,
                "get-tests",
                {**NATIVE, "authorizationType": "COGNITO_USER_POOLS", "authorizerId": U},
            )
        ],
    ),
    Case(
        "an open preflight is another rule's",
        "not applicable",
        [method(TESTS, httpMethod="OPTIONS")],
    ),
    Case("no method at all", "not applicable", [API, TESTS, AUTH]),
    fails("NONE", method(TESTS), OPEN),
    fails("none in small letters", method(TESTS, authorization="none"), OPEN),
    fails("no authorization at all", method(TESTS, authorization=None), OPEN),
    fails("blank", method(TESTS, authorization=" "), OPEN),
    fails("an API key alone", method(TESTS, apiKeyRequired=True), OPEN),
    fails("NONE with an authorizer's id", method(TESTS, AUTH, authorization="NONE"), OPEN),
    fails(
        "a known API id is shown",
        method(TESTS, restApi="a1b2"),
        OPEN.replace("GET (", 'GET on API "a1b2" ('),
    ),
    fails(
        "AWS_IAM",
        method(TESTS, authorization="AWS_IAM"),
        WHERE + "AWS_IAM lets any permitted AWS principal in, and asks for no OAuth2 token",
    ),
    fails(
        "a type that does not exist",
        method(TESTS, AUTH, authorization="COGNITO"),
        WHERE + "its authorization type is none that API Gateway has",
    ),
    fails(
        "no authorizer id",
        method(TESTS, AUTH, authorizerId=None),
        WHERE + "its authorization is COGNITO_USER_POOLS, but it names no authorizer",
    ),
    fails(
        "a blank authorizer id",
        method(TESTS, AUTH, authorization="CUSTOM", authorizerId=""),
        WHERE + "its authorization is CUSTOM, but it names no authorizer",
    ),
    fails(
        "an authorization that is not known yet",
        method(TESTS, AUTH, authorization=U),
        WHERE
        + "its authorization type is not known before the update, so nothing shows that it has "
        "an authorizer; write it as a plain string",
    ),
    Case(
        "a method whose verb is not known yet",
        "fail",
        [method(TESTS, httpMethod=U)],
        [("get-tests", OPEN.replace("GET", "a method"))],
    ),
    fails(
        "aws-native with NONE",
        Made(NATIVE_TYPE, "get-tests", {**NATIVE, "authorizationType": "NONE"}),
        OPEN,
    ),
    fails("aws-native with nothing", Made(NATIVE_TYPE, "get-tests", NATIVE), OPEN),
]

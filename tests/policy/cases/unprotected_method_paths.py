from tests.policy.case import Case
from tests.policy.parts import api, authorizer, method, pool, resource, service
from tests.policy.world import Made, U

API = api()
A = resource(API, "a")
ID = resource(API, "{id}", A)
LATER = resource(API, U)
AUTH = authorizer(API, (pool(),))
FAULTS = (
    "it has no authorizer, so anyone can call it; an API key would be no authorization; it names "
    "no OAuth scope"
)


def fails(name: str, made: list[Made], where: str) -> Case:
    return Case(name, "fail", made, [("get-tests", f"{where}: {FAULTS}")])


CASES = [
    Case("a protected service", "pass", service()),
    Case("no method", "not applicable", [API, A]),
    Case(
        "an open preflight is another rule's",
        "not applicable",
        [API, method(API, httpMethod="OPTIONS")],
    ),
    fails(
        "a nested path",
        [API, A, ID, method(ID)],
        'GET /a/{id} on API "orders-api" (resource "get-tests")',
    ),
    fails("the root", [API, method(API)], 'GET / on API "orders-api" (resource "get-tests")'),
    fails(
        "a part not known yet",
        [API, LATER, method(LATER)],
        'GET /{not-known-yet} on API "orders-api" (resource "get-tests")',
    ),
    fails(
        "a path that AWS told",
        [
            api(id="r1"),
            Made(A.type, "a", {"id": "s1", "path": "/deep/a", "pathPart": "a", "restApi": "r1"}),
            method(A, restApi="r1", resourceId="s1"),
        ],
        'GET /deep/a on API "orders-api" (resource "get-tests")',
    ),
    fails(
        "an API of another stack",
        [
            Made(
                "aws:apigateway/method:Method",
                "get-tests",
                {"restApi": "r9", "resourceId": "s9", "httpMethod": "GET"},
            )
        ],
        'GET on API "r9" (resource "get-tests")',
    ),
    fails("an API not known yet", [method(API)], 'GET (resource "get-tests")'),
]

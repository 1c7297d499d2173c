from dataclasses import replace
from typing import Any

from tests.policy.case import Case
from tests.policy.parts import api, authorizer, method, pool, resource, with_sources
from tests.policy.world import Made, U

POOL = pool()
API = api()
OTHER = api("other")
TESTS = resource(API, "tests")
AUTH = authorizer(API, (POOL,))
COMPONENT = Made("shop:index:Authorization", "shared")
WHERE = 'GET /tests on API "orders-api" (resource "get-tests"): '


def fails(name: str, line: str, auth: Made, **properties: Any) -> Case:
    made = [POOL, API, OTHER, TESTS, auth, method(TESTS, auth, **properties)]
    return Case(name, "fail", made, [("get-tests", WHERE + line)])


def passes(name: str, auth: Made, *more: Made, **properties: Any) -> Case:
    return Case(name, "pass", [POOL, API, TESTS, auth, *more, method(TESTS, auth, **properties)])


def inside() -> Case:
    """An id that a component of another language hands over comes from the component."""
    auth = Made(AUTH.type, AUTH.name, AUTH.properties, AUTH.sources, parent=COMPONENT)
    from_component = with_sources(method(TESTS, auth), authorizerId=(COMPONENT,))
    return Case("through a component", "pass", [POOL, API, TESTS, COMPONENT, auth, from_component])


KNOWN: dict[str, Any] = {
    "id": "a1",
    "restApi": "r1",
    "providerArns": ["arn:aws:cognito-idp:x:1:userpool/p"],
}
ELSEWHERE = "its authorizer is not in this stack, so nothing shows that it checks Cognito tokens"
NOT_COGNITO = 'its authorizer "auth" is not of type COGNITO_USER_POOLS, so no scopes are checked'

CASES = [
    passes("found by where its unknown id comes from", AUTH),
    inside(),
    Case(
        "found by its known id",
        "pass",
        [
            api(id="r1", rootResourceId="root"),
            authorizer(api(), (), **KNOWN),
            Made(
                "aws:apigateway/method:Method",
                "get-tests",
                {
                    "restApi": "r1",
                    "resourceId": "root",
                    "httpMethod": "GET",
                    "authorization": "COGNITO_USER_POOLS",
                    "authorizerId": "a1",
                },
            ),
        ],
    ),
    passes("pools that are not known yet, from a pool", authorizer(API, (POOL,), providerArns=U)),
    Case("an open method is another rule's", "not applicable", [API, TESTS, AUTH, method(TESTS)]),
    Case(
        "no authorizer named is another rule's",
        "not applicable",
        [API, TESTS, AUTH, method(TESTS, AUTH, authorizerId=None)],
    ),
    fails("another type", NOT_COGNITO, authorizer(API, (POOL,), type="TOKEN")),
    fails("no type, for which AWS puts TOKEN", NOT_COGNITO, authorizer(API, (POOL,), type=None)),
    fails(
        "a type not known yet",
        'whether its authorizer "auth" is of type COGNITO_USER_POOLS is not known before the '
        "update",
        authorizer(API, (POOL,), type=U),
    ),
    fails("no pool", 'its authorizer "auth" names no user pool', authorizer(API, ())),
    fails(
        "a blank pool",
        'its authorizer "auth" names no user pool',
        authorizer(API, (POOL,), providerArns=[""]),
    ),
    fails(
        "pools not known yet, from nowhere",
        'the user pools of its authorizer "auth" are not known before the update',
        authorizer(API, (), providerArns=U),
    ),
    fails("another API's", 'its authorizer "auth" is of another API', authorizer(OTHER, (POOL,))),
    fails(
        "an API that is not known",
        'nothing shows before the update that its authorizer "auth" is of the same API',
        with_sources(AUTH, restApi=()),
    ),
    Case(
        "an authorizer of another stack",
        "fail",
        [API, TESTS, with_sources(method(TESTS, AUTH, authorizerId="a9"), authorizerId=())],
        [("get-tests", WHERE + ELSEWHERE)],
    ),
    Case(
        "an id made from an authorizer's, and not that one",
        "fail",
        [
            API,
            TESTS,
            authorizer(API, (POOL,), id="a1"),
            method(TESTS, authorizer(API, (POOL,), id="a1"), authorizerId="a9"),
        ],
        [("get-tests", WHERE + ELSEWHERE)],
    ),
    Case(
        "an id from another resource, whose child an authorizer is",
        "fail",
        [
            API,
            TESTS,
            replace(AUTH, parent=API),
            with_sources(method(TESTS, AUTH), authorizerId=(API,)),
        ],
        [("get-tests", WHERE + ELSEWHERE)],
    ),
    Case(
        "an id from nowhere",
        "fail",
        [API, TESTS, AUTH, with_sources(method(TESTS, AUTH), authorizerId=())],
        [("get-tests", WHERE + ELSEWHERE)],
    ),
    Case(
        "one bad authorizer silences no other method",
        "fail",
        [
            POOL,
            API,
            TESTS,
            AUTH,
            authorizer(API, (POOL,), name="later", type=U),
            method(TESTS, AUTH, name="fine"),
            method(TESTS, authorizer(API, (POOL,), name="later", type=U), name="first"),
            method(API, authorizer(API, (), name="empty"), name="second"),
            authorizer(API, (), name="empty"),
        ],
        [
            (
                "first",
                (
                    'GET /tests on API "orders-api" (resource "first"): whether its authorizer '
                    '"later" is of type COGNITO_USER_POOLS is not known before the update'
                ),
            ),
            (
                "second",
                (
                    'GET / on API "orders-api" (resource "second"): its authorizer "empty" '
                    "names no user pool"
                ),
            ),
        ],
    ),
]

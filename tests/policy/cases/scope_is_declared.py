from collections.abc import Sequence
from typing import Any

from tests.policy.case import Case
from tests.policy.parts import (
    api,
    authorizer,
    client,
    method,
    pool,
    resource,
    server,
    with_sources,
)
from tests.policy.world import Made, U

POOL = pool()
SERVER = server(POOL)
API = api()
TESTS = resource(API, "tests")
AUTH = authorizer(API, (POOL,))
STACK = [POOL, SERVER, API, TESTS, AUTH]
WHERE = 'GET /tests on API "orders-api" (resource "get-tests"): '
ELSEWHERE = authorizer(API, (), providerArns=["arn:aws:cognito-idp:eu-west-1:1:userpool/eu_1"])
LATER = (
    "its scopes are not known before the update, and do not come from a resource server of its "
    "user pool; write them as plain strings"
)


def asks(*scopes: Any, at: Sequence[Made] = STACK, auth: Made = AUTH) -> list[Made]:
    return [*at, method(TESTS, auth, authorizationScopes=list(scopes))]


def undeclared(scope: str, more: str = "", whose: str = 'user pool "pool"') -> str:
    return f'its scope "{scope}" is declared by no resource server of {whose}{more}'


def fails(name: str, made: Sequence[Made], *lines: str, config: Any = None) -> Case:
    told = [("get-tests", WHERE + line) for line in lines]
    return Case(name, "fail", made, told, config or {})


def external(*scopes: str, identifier: str = "com.other", **more: str) -> dict[str, Any]:
    entry = {"identifier": identifier, "scopes": list(scopes), **more}
    return {"externalResourceServers": [entry]}


TWO = pool("two")

CASES = [
    Case("declared", "pass", asks("shop/read")),
    Case("an OpenID scope is in every pool", "pass", asks("openid", "shop/read")),
    Case(
        "declared by one of two pools",
        "pass",
        [
            POOL,
            TWO,
            server(TWO),
            API,
            TESTS,
            *asks("shop/read", at=(), auth=authorizer(API, (POOL, TWO))),
            authorizer(API, (POOL, TWO)),
        ],
    ),
    Case(
        "declared outside, as configured",
        "pass",
        asks("com.other/x"),
        config=external("x"),
    ),
    Case(
        "elsewhere, in the right form",
        "pass",
        asks("https://a.example/b/x", at=[API, TESTS, ELSEWHERE], auth=ELSEWHERE),
    ),
    Case(
        "elsewhere, listed by the pool's id",
        "pass",
        asks("com.other/x", at=[API, TESTS, ELSEWHERE], auth=ELSEWHERE),
        config=external("x", userPool="eu_1"),
    ),
    Case("a client's", "pass", [POOL, SERVER, client(POOL)]),
    Case(
        "a client's, not known yet, from a resource server of its pool",
        "pass",
        [
            POOL,
            SERVER,
            with_sources(client(POOL, allowedOauthScopes=U), allowedOauthScopes=(SERVER,)),
        ],
    ),
    Case("no scopes is another rule's", "not applicable", asks()),
    Case(
        "scopes that API Gateway ignores are another rule's",
        "not applicable",
        [*STACK, method(TESTS, AUTH, authorization="CUSTOM", authorizationScopes=["no/such"])],
    ),
    fails("not declared", asks("shop/none"), undeclared("shop/none")),
    fails("each by itself", asks("a/x", "shop/read", "b/y"), undeclared("a/x"), undeclared("b/y")),
    fails(
        "another case",
        asks("shop/Read"),
        undeclared("shop/Read", '; did you mean "shop/read"? Case matters'),
    ),
    fails(
        "declared in another pool of the stack",
        [POOL, TWO, server(TWO), API, TESTS, AUTH, method(TESTS, AUTH)],
        undeclared("shop/read"),
    ),
    fails(
        "an identifier that is not known yet",
        [POOL, server(POOL, identifier=U), API, TESTS, AUTH, method(TESTS, AUTH)],
        undeclared("shop/read"),
    ),
    fails("not known yet, from nowhere", asks(U, "shop/read"), LATER),
    fails(
        "elsewhere, in no form",
        asks("read", at=[API, TESTS, ELSEWHERE], auth=ELSEWHERE),
        'its scope "read" is not of the form identifier/name',
    ),
    fails(
        "elsewhere, not listed for the pool",
        asks("com.other/y", at=[API, TESTS, ELSEWHERE], auth=ELSEWHERE),
        undeclared(
            "com.other/y",
            '; did you mean "com.other/x"? Case matters',
            "user pool arn:aws:cognito-idp:eu-west-1:1:userpool/eu_1",
        ),
        config=external("x", userPool="eu_1"),
    ),
    fails(
        "elsewhere, not listed for its identifier",
        asks("com.other/y", at=[API, TESTS, ELSEWHERE], auth=ELSEWHERE),
        undeclared(
            "com.other/y",
            '; did you mean "com.other/x"? Case matters',
            "user pool arn:aws:cognito-idp:eu-west-1:1:userpool/eu_1",
        ),
        config=external("x"),
    ),
    Case(
        "a client's that is not declared",
        "fail",
        [POOL, SERVER, client(POOL, allowedOauthScopes=["shop/reads"])],
        [
            (
                "client",
                '"client": ' + undeclared("shop/reads", '; did you mean "shop/read"? Case matters'),
            )
        ],
    ),
    Case(
        "a client's, not known yet, from another pool's server",
        "fail",
        [
            POOL,
            TWO,
            server(TWO),
            with_sources(client(POOL, allowedOauthScopes=U), allowedOauthScopes=(server(TWO),)),
        ],
        [("client", f'"client": {LATER}')],
    ),
]

from tests.policy.case import Case
from tests.policy.parts import api, integration, integration_response, method, resource
from tests.policy.world import Made, U

API = api()
TESTS = resource(API, "tests")
PREFLIGHT = method(TESTS, name="cors", httpMethod="OPTIONS")
WHERE = 'OPTIONS /tests on API "orders-api" (resource "cors"): '


def fails(name: str, made: list[Made], line: str) -> Case:
    return Case(name, "fail", [API, TESTS, *made], [("cors", WHERE + line)])


def native(**inline: object) -> Made:
    return Made(
        "aws-native:apigateway:Method",
        "cors",
        {"httpMethod": "OPTIONS", "restApiId": U, "resourceId": U, "integration": inline},
        {"restApiId": (API,), "resourceId": (TESTS,)},
    )


HEADERS = {"method.response.header.Access-Control-Allow-Origin": "'*'"}
BACKEND = "it is open and reaches a backend: its integration is not a MOCK"
NO_HEADER = (
    "it is open but no CORS preflight: no integration response sets the header "
    "Access-Control-Allow-Origin"
)

CASES = [
    Case(
        "a MOCK that sets the header",
        "pass",
        [API, TESTS, PREFLIGHT, integration(PREFLIGHT, "MOCK"), integration_response(PREFLIGHT)],
    ),
    Case(
        "aws-native, with the integration in the method",
        "pass",
        [
            API,
            TESTS,
            native(type="MOCK", integrationResponses=[{"responseParameters": HEADERS}]),
        ],
    ),
    Case(
        "an OPTIONS method that is not open",
        "not applicable",
        [API, TESTS, method(TESTS, httpMethod="OPTIONS", authorization="AWS_IAM")],
    ),
    Case("another open method", "not applicable", [API, TESTS, method(TESTS)]),
    fails(
        "no integration",
        [PREFLIGHT],
        "it is open, and no integration of it is in this stack to show that it is a MOCK",
    ),
    fails(
        "only another method's MOCK",
        [PREFLIGHT, integration(method(API, name="root", httpMethod="OPTIONS"), "MOCK")],
        "it is open, and no integration of it is in this stack to show that it is a MOCK",
    ),
    fails("a backend", [PREFLIGHT, integration(PREFLIGHT, "AWS_PROXY")], BACKEND),
    fails(
        "an integration not known yet",
        [PREFLIGHT, integration(PREFLIGHT, U)],
        "it is open, and whether its integration is a MOCK is not known before the update",
    ),
    fails("no response header", [PREFLIGHT, integration(PREFLIGHT, "MOCK")], NO_HEADER),
    fails(
        "another header",
        [PREFLIGHT, integration(PREFLIGHT, "MOCK"), integration_response(PREFLIGHT, "X-Other")],
        NO_HEADER,
    ),
    fails("aws-native to a backend", [native(type="HTTP_PROXY")], BACKEND),
]

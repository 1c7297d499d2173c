from typing import Any

from tests.policy.case import Case
from tests.policy.world import Made, U

CLASSIC, NATIVE = "aws:lambda/permission:Permission", "aws-native:lambda:Permission"
GATEWAY = "apigateway.amazonaws.com"
ARN = "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3/*"
NONE = '"invoke": it names no source ARN, so every API of every AWS account can invoke the function'
WIDE = '"invoke": its source ARN names no single API, so other APIs can invoke the function'
ANYONE = '"invoke": it lets anyone invoke the function: its principal is *'


def permission(type_: str = CLASSIC, **properties: Any) -> list[Made]:
    return [Made(type_, "invoke", {"action": "lambda:InvokeFunction", "function": U, **properties})]


def fails(name: str, line: str, type_: str = CLASSIC, **properties: Any) -> Case:
    return Case(name, "fail", permission(type_, **properties), [("invoke", line)])


CASES = [
    Case("a source not known yet", "pass", permission(principal=GATEWAY, sourceArn=U)),
    Case("one API", "pass", permission(principal=GATEWAY, sourceArn=ARN)),
    Case(
        "another service's",
        "not applicable",
        permission(principal="events.amazonaws.com"),
    ),
    fails("no source", NONE, principal=GATEWAY),
    fails("a blank source", NONE, principal=GATEWAY, sourceArn=" "),
    fails("no source, in China", NONE, principal="apigateway.amazonaws.com.cn"),
    fails("aws-native with no source", NONE, NATIVE, principal=GATEWAY),
    fails("every API", WIDE, principal=GATEWAY, sourceArn="arn:aws:execute-api:*:*:*/*/GET/x"),
    fails("no ARN", WIDE, principal=GATEWAY, sourceArn="*"),
    fails("anyone", ANYONE, principal="*"),
    fails("anyone from one source", ANYONE, principal="*", sourceArn=ARN),
    fails(
        "a principal not known yet",
        '"invoke": whom it lets invoke the function is not known before the update; write the '
        "principal as a plain string",
        principal=U,
    ),
]

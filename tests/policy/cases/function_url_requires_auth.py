from typing import Any

from tests.policy.case import Case
from tests.policy.world import Made, U

CLASSIC, NATIVE = "aws:lambda/functionUrl:FunctionUrl", "aws-native:lambda:Url"
OPEN = '"url": the function\'s URL is open to anyone, past the API and its scopes'


def url(type_: str = CLASSIC, **properties: Any) -> list[Made]:
    return [Made(type_, "url", {"functionName": U, **properties})]


CASES = [
    Case("AWS_IAM", "pass", url(authorizationType="AWS_IAM")),
    Case("aws-native with AWS_IAM", "pass", url(NATIVE, authType="AWS_IAM")),
    Case("a function without a URL", "not applicable", [Made("aws:lambda/function:Function", "f")]),
    Case("NONE", "fail", url(authorizationType="NONE"), [("url", OPEN)]),
    Case("nothing", "fail", url(), [("url", OPEN)]),
    Case("aws-native with NONE", "fail", url(NATIVE, authType="NONE"), [("url", OPEN)]),
    Case(
        "not known yet",
        "fail",
        url(authorizationType=U),
        [
            (
                "url",
                (
                    '"url": whether the function\'s URL is open is not known before the update; '
                    "write its authorization type as a plain string"
                ),
            )
        ],
    ),
]

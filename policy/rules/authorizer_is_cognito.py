"""Rule authorizer-is-cognito."""

from __future__ import annotations

from collections.abc import Iterator

from .. import tree
from ..finding import Finding, Mend
from ..known import UNKNOWN
from ..resource import Resource
from ..rule import Part, StackRule
from ..settings import Settings
from ..stack import Stack
from ..views.authorizer import AUTHORIZER_IDS, AUTHORIZERS, Authorizer
from ..views.method import METHODS, Method
from ..views.user_pool import POOL_ARNS

MEND = Mend(
    component="ScopedApi, which makes the API's one Cognito authorizer",
    pulumi_aws=(
        'Authorizer(rest_api=api.id, type="COGNITO_USER_POOLS", provider_arns=[pool.arn]) and '
        "authorizer_id=authorizer.id; one of another stack: "
        'Authorizer.get("<name>", "<api id>/<authorizer id>")'
    ),
)


def check(method: Method, stack: Stack, settings: Settings) -> Iterator[Finding]:  # noqa: ARG001 (every rule's signature)
    """Judged where a method names an authorizer; where it names none, other rules do."""
    if method.is_open or method.authorization == "AWS_IAM":
        return
    if method.authorizer_id is not UNKNOWN and not (method.authorizer_id or "").strip():
        return
    found = stack.refers_to(method.resource, "authorizerId", AUTHORIZER_IDS)
    faults = [_fault(method, AUTHORIZERS.read(each), stack) for each in found] or [
        "its authorizer is not in this stack, so nothing shows that it checks Cognito tokens"
    ]
    subject = tree.subject(stack, method)
    for fault in dict.fromkeys(faults):
        if fault:
            yield Finding(method.resource.urn, subject, fault, MEND)


def _fault(method: Method, authorizer: Authorizer, stack: Stack) -> str | None:
    name = f'its authorizer "{authorizer.resource.name}"'
    if authorizer.type is UNKNOWN:
        return f"whether {name} is of type COGNITO_USER_POOLS is not known before the update"
    if authorizer.type != "COGNITO_USER_POOLS":
        return f"{name} is not of type COGNITO_USER_POOLS, so no scopes are checked"
    pools = authorizer.provider_arns
    if pools is UNKNOWN:
        if not stack.sources(authorizer.resource, "providerArns", POOL_ARNS):
            return f"the user pools of {name} are not known before the update"
    elif not pools or any(pool is not UNKNOWN and not pool.strip() for pool in pools):
        return f"{name} names no user pool"
    same = _same_api(method, authorizer, stack)
    if same is None:
        return f"nothing shows before the update that {name} is of the same API"
    return None if same else f"{name} is of another API"


def _same_api(method: Method, authorizer: Authorizer, stack: Stack) -> bool | None:
    mine = _api(stack, method.resource, method.api_property)
    its = _api(stack, authorizer.resource, authorizer.api_property)
    return None if mine is None or its is None else mine == its


def _api(stack: Stack, of: Resource, key: str) -> str | None:
    """The API as its URN, or by its id if it is not in this stack."""
    found = stack.refers_to(of, key, tree.REST_API_IDS)
    if len(found) == 1:
        return found[0].urn
    value = of.bag.text(key)
    return value if isinstance(value, str) else None


RULE = StackRule(
    id="authorizer-is-cognito",
    title="A method's authorizer is its API's own, of Cognito, with a user pool.",
    severity="critical",
    looks_at="the `apigateway.Authorizer` that a method names, found by id or by dependency",
    why=(
        "Only a COGNITO_USER_POOLS authorizer checks scopes on a REST API. An authorizer's type "
        "is TOKEN, a function of its own, where the program leaves it out."
    ),
    source="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html",
    mend=MEND,
    parts=(Part(METHODS, check),),
)

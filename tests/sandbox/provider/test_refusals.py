"""What AWS refuses for what is there already, and the emulator would take."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.provider.errors import ProviderError
from tests.sandbox.provider.conftest import TRUST, World
from tests.sandbox.provider.engineless import Engineless, Resource

METHOD = "aws:apigateway/method:Method"
CLIENT = "aws:cognito/userPoolClient:UserPoolClient"


def _refused(pulumi: Engineless, kind: str, **inputs: Any) -> str:
    with pytest.raises(ProviderError) as refused:
        pulumi.create(kind, "second", **inputs)
    start = f'{kind} "second": '
    assert str(refused.value).startswith(start)
    return str(refused.value).removeprefix(start)


def _undeletable(pulumi: Engineless, there: Resource) -> str:
    with pytest.raises(ProviderError) as refused:
        pulumi.delete(there)
    assert pulumi.refresh(there) is not None
    return str(refused.value).removeprefix(f'{there.type} "{there.name}": ')


def test_a_scope_that_no_server_declares(pulumi: Engineless, world: World) -> None:
    inputs = {
        "userPoolId": world.server["userPoolId"],
        "generateSecret": True,
        "allowedOauthFlows": ["client_credentials"],
        "allowedOauthScopes": ["com.test/read", "com.test/delete"],
    }
    assert _refused(pulumi, CLIENT, **inputs) == (
        "CreateUserPoolClient: ScopeDoesNotExistException: Invalid scope requested: "
        "com.test/delete. The pool's resource servers declare com.test/read, com.test/write. Let "
        "the client depend on the resource server that declares it."
    )
    there = pulumi.create(CLIENT, "it", **{**inputs, "allowedOauthScopes": ["com.test/read"]})
    with pytest.raises(ProviderError, match="UpdateUserPoolClient: ScopeDoesNotExistException"):
        pulumi.update(there, inputs)
    # RefusedError before anything was changed.
    found = pulumi.refresh(there)
    assert found is not None
    assert found["allowedOauthScopes"] == ["com.test/read"]


def test_two_servers_of_one_identifier(pulumi: Engineless, world: World) -> None:
    server = world.server
    message = _refused(
        pulumi, server.type, userPoolId=server["userPoolId"], identifier="com.test", name="b"
    )
    assert message.startswith("CreateResourceServer: InvalidParameterException: ")


def test_a_pool_with_a_domain_stays(pulumi: Engineless, world: World) -> None:
    domain = pulumi.create(
        "aws:cognito/userPoolDomain:UserPoolDomain",
        "it",
        userPoolId=world.pool.id,
        domain=f"p{world.mark}",
    )
    assert _undeletable(pulumi, world.pool) == (
        "DeleteUserPool: InvalidParameterException: User pool cannot be deleted. It has a domain "
        f"configured that should be deleted first: p{world.mark}."
    )
    pulumi.delete(domain)
    pulumi.delete(world.pool)


def test_a_protected_pool_stays(pulumi: Engineless) -> None:
    pool = pulumi.create("aws:cognito/userPool:UserPool", "it", deletionProtection="ACTIVE")
    assert "deletion protection is activated" in _undeletable(pulumi, pool)
    pulumi.delete(pulumi.update(pool, {"deletionProtection": "INACTIVE"}))


def test_a_method_that_is_there(pulumi: Engineless, world: World) -> None:
    inputs = {**world.of_method, "authorization": "NONE"}
    assert _refused(pulumi, METHOD, **inputs) == (
        "PutMethod: ConflictException: Method already exists for this resource: GET"
    )
    # The one that is there is untouched.
    assert pulumi.refresh(world.method) == world.method


@pytest.mark.parametrize("given", ["none000", "token"])
def test_an_authorizer_that_is_not_there_or_of_another_type(
    pulumi: Engineless, world: World, given: str
) -> None:
    if given == "token":
        given = pulumi.create(
            "aws:apigateway/authorizer:Authorizer",
            "token",
            restApi=world.api.id,
            authorizerUri="arn:aws:apigateway:us-east-1:lambda:path/x/invocations",
        ).id
    message = _refused(
        pulumi,
        METHOD,
        restApi=world.api.id,
        resourceId=world.resource.id,
        httpMethod="PUT",
        authorization="COGNITO_USER_POOLS",
        authorizerId=given,
    )
    assert message.startswith("PutMethod: BadRequestException: Invalid authorizer ID specified.")


def test_an_authorizer_of_a_pool_that_is_not_there(pulumi: Engineless, world: World) -> None:
    arn = "arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_nowhere"
    message = _refused(
        pulumi,
        "aws:apigateway/authorizer:Authorizer",
        restApi=world.api.id,
        type="COGNITO_USER_POOLS",
        providerArns=[arn],
    )
    assert message == (
        f"CreateAuthorizer: BadRequestException: Invalid ARN: there is no user pool {arn}"
    )


def test_an_authorizer_in_use_stays(pulumi: Engineless, world: World) -> None:
    pulumi.create(
        METHOD,
        "it",
        restApi=world.api.id,
        resourceId=world.resource.id,
        httpMethod="PUT",
        authorization="COGNITO_USER_POOLS",
        authorizerId=world.authorizer.id,
    )
    assert "is referenced in method: PUT /tests" in _undeletable(pulumi, world.authorizer)


def test_siblings(pulumi: Engineless, world: World) -> None:
    beside = {"restApi": world.api.id, "parentId": world.api["rootResourceId"]}
    kind = world.resource.type
    assert _refused(pulumi, kind, **beside, pathPart="tests") == (
        "CreateResource: ConflictException: Another resource with the same parent already has "
        "this name: tests"
    )
    pulumi.create(kind, "first", **beside, pathPart="{a}")
    assert _refused(pulumi, kind, **beside, pathPart="{b}").startswith(
        "CreateResource: BadRequestException: A sibling ({a}) of this resource already has a "
        "variable path part"
    )


def test_a_deployment_of_nothing(pulumi: Engineless, world: World) -> None:
    kind, api = "aws:apigateway/deployment:Deployment", world.api.id
    assert _refused(pulumi, kind, restApi=api).startswith(
        "CreateDeployment: BadRequestException: The REST API doesn't contain any methods."
    )
    assert world.method
    assert _refused(pulumi, kind, restApi=api).startswith(
        "CreateDeployment: BadRequestException: No integration defined for method: GET /tests."
    )


def test_a_stage_that_is_there_and_a_deployment_in_use(pulumi: Engineless, world: World) -> None:
    stage = world.stage
    inputs = {"restApi": world.api.id, "stageName": "dev", "deployment": world.deployment.id}
    assert _refused(pulumi, stage.type, **inputs) == (
        "CreateStage: ConflictException: Stage already exists: dev"
    )
    assert _refused(pulumi, stage.type, **{**inputs, "stageName": "b", "deployment": "x"}) == (
        "CreateStage: BadRequestException: Deployment id does not exist: x"
    )
    assert _undeletable(pulumi, world.deployment) == (
        "DeleteDeployment: BadRequestException: Active stages pointing to this deployment must be "
        "moved or deleted: dev"
    )


def test_access_logs_to_nowhere(pulumi: Engineless, world: World) -> None:
    message = _refused(
        pulumi,
        "aws:apigateway/stage:Stage",
        restApi=world.api.id,
        stageName="logs",
        deployment=world.deployment.id,
        accessLogSettings={
            "destinationArn": "arn:aws:logs:us-east-1:111122223333:log-group:nowhere",
            "format": "$context.requestId",
        },
    )
    assert message == (
        "CreateStage: BadRequestException: Invalid ARN: there is no log group 'nowhere'"
    )


def test_what_the_method_does_not_declare(pulumi: Engineless, world: World) -> None:
    message = _refused(
        pulumi,
        "aws:apigateway/integration:Integration",
        **world.of_method,
        type="HTTP_PROXY",
        integrationHttpMethod="GET",
        uri="http://127.0.0.1:9/{b}",
        requestParameters={"integration.request.path.b": "method.request.path.b"},
    )
    assert message.startswith(
        "PutIntegration: BadRequestException: Invalid mapping expression parameter specified: "
        "method.request.path.b."
    )


def test_an_integration_response_without_a_response(pulumi: Engineless, world: World) -> None:
    assert world.integration
    message = _refused(
        pulumi,
        "aws:apigateway/integrationResponse:IntegrationResponse",
        **world.of_method,
        statusCode="404",
    )
    assert message.startswith(
        "PutIntegrationResponse: NotFoundException: Invalid Response status code specified"
    )


def test_a_role_that_lambda_may_not_take(pulumi: Engineless, world: World) -> None:
    other = pulumi.create(
        "aws:iam/role:Role", "other", assumeRolePolicy=TRUST.replace("lambda", "ec2")
    )
    kind = "aws:lambda/function:Function"
    assert _refused(pulumi, kind, **{**world.of_function, "role": other["arn"]}).startswith(
        "CreateFunction: InvalidParameterValueException: The role defined for the function cannot "
        "be assumed by Lambda"
    )
    assert _refused(
        pulumi, kind, **{**world.of_function, "role": "arn:aws:iam::111122223333:role/nobody"}
    ).endswith("The role arn:aws:iam::111122223333:role/nobody does not exist.")


def test_a_role_that_something_hangs_on_stays(pulumi: Engineless, world: World) -> None:
    pulumi.create(
        "aws:iam/rolePolicy:RolePolicy", "it", role=world.role.id, policy=world.allow("logs:*")
    )
    assert _undeletable(pulumi, world.role).startswith(
        "DeleteRole: DeleteConflict: Cannot delete entity, must delete policies first: it-"
    )
    forced = {"assumeRolePolicy": TRUST, "forceDetachPolicies": True}
    pulumi.delete(pulumi.update(world.role, forced))


@pytest.mark.parametrize("verb", ["name", "role"])
def test_names_that_are_taken(pulumi: Engineless, world: World, verb: str) -> None:
    if verb == "name":
        message = _refused(pulumi, world.group.type, name=world.group.id)
        assert "ResourceAlreadyExistsException: The specified log group already" in message
    else:
        message = _refused(pulumi, world.role.type, name=world.role.id, assumeRolePolicy=TRUST)
        assert "EntityAlreadyExists: Role with name" in message

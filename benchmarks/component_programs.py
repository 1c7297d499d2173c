"""One API with many routes, three times: with the components, by hand, and with Stelvio."""

from __future__ import annotations

from textwrap import dedent

# Each route is a path of its own with one method, behind the one function.
_COMPONENTS = """
    import pulumi
    from scoped_api import AuthorizationServer, M2MClient, ScopedApi

    auth = AuthorizationServer("orders", {"domain_prefix": pulumi.get_stack()})
    api = ScopedApi(
        "orders",
        {
            "user_pool_arn": auth.user_pool_arn,
            "identifier": "com.example.orders",
            "scopes": {"orders.read": "Read orders"},
            "backends": {"code": {"function": {"folder": "lambda"}}},
            "routes": [
                {"method": "GET", "path": f"/r{i}", "scopes": ["orders.read"]}
                for i in range(ROUTES)
            ],
        },
    )
    client = M2MClient(
        "reader",
        {
            "user_pool_id": auth.user_pool_id,
            "scopes": ["orders.read"],
            "declared_scopes": api.declared_scopes,
        },
    )
    pulumi.export("invoke_url", api.invoke_url)
"""

_BY_HAND = """
    import hashlib
    import json

    import pulumi
    import pulumi_aws as aws

    SCOPE = "com.example.orders/orders.read"
    pool = aws.cognito.UserPool(
        "orders", admin_create_user_config={"allow_admin_create_user_only": True}
    )
    domain = aws.cognito.UserPoolDomain("orders", user_pool_id=pool.id, domain=pulumi.get_stack())
    server = aws.cognito.ResourceServer(
        "orders",
        identifier="com.example.orders",
        name="com.example.orders",
        user_pool_id=pool.id,
        scopes=[{"scope_name": "orders.read", "scope_description": "Read orders"}],
    )
    api = aws.apigateway.RestApi("orders", endpoint_configuration={"types": "REGIONAL"})
    authorizer = aws.apigateway.Authorizer(
        "orders",
        rest_api=api.id,
        type="COGNITO_USER_POOLS",
        identity_source="method.request.header.Authorization",
        provider_arns=[pool.arn],
    )
    log = aws.cloudwatch.LogGroup("orders", retention_in_days=30)
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": "lambda.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    role = aws.iam.Role(
        "orders", assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    )
    may_log = aws.iam.RolePolicy(
        "orders",
        role=role.name,
        policy=log.arn.apply(
            lambda arn: json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {"Effect": "Allow", "Action": "logs:PutLogEvents", "Resource": f"{arn}:*"}
                    ],
                }
            )
        ),
    )
    function = aws.lambda_.Function(
        "orders",
        code=pulumi.FileArchive("lambda"),
        handler="handler.handler",
        runtime="python3.13",
        role=role.arn,
        logging_config={"log_format": "JSON", "log_group": log.name},
        opts=pulumi.ResourceOptions(depends_on=[may_log]),
    )
    permission = aws.lambda_.Permission(
        "orders",
        action="lambda:InvokeFunction",
        principal="apigateway.amazonaws.com",
        function=function.name,
        source_arn=pulumi.Output.concat(api.execution_arn, "/live/*"),
    )
    parts = [permission]
    for i in range(ROUTES):
        path = aws.apigateway.Resource(
            f"r{i}", rest_api=api.id, parent_id=api.root_resource_id, path_part=f"r{i}"
        )
        method = aws.apigateway.Method(
            f"r{i}",
            rest_api=api.id,
            resource_id=path.id,
            http_method="GET",
            authorization="COGNITO_USER_POOLS",
            authorizer_id=authorizer.id,
            authorization_scopes=[SCOPE],
        )
        integration = aws.apigateway.Integration(
            f"r{i}",
            rest_api=api.id,
            resource_id=path.id,
            http_method=method.http_method,
            type="AWS_PROXY",
            integration_http_method="POST",
            uri=function.invoke_arn,
        )
        parts += [method, integration]
    deployment = aws.apigateway.Deployment(
        "orders",
        rest_api=api.id,
        triggers={"routes": hashlib.sha256(f"{ROUTES} {SCOPE}".encode()).hexdigest()},
        opts=pulumi.ResourceOptions(depends_on=parts),
    )
    stage = aws.apigateway.Stage(
        "orders", rest_api=api.id, deployment=deployment.id, stage_name="live"
    )
    client = aws.cognito.UserPoolClient(
        "reader",
        user_pool_id=pool.id,
        generate_secret=True,
        allowed_oauth_flows_user_pool_client=True,
        allowed_oauth_flows=["client_credentials"],
        allowed_oauth_scopes=[SCOPE],
        explicit_auth_flows=["ALLOW_REFRESH_TOKEN_AUTH"],
        opts=pulumi.ResourceOptions(depends_on=[server]),
    )
    pulumi.export("invoke_url", stage.invoke_url)
"""

# Stelvio has no resource server and no machine client: those are by hand here too. It runs its
# programs through a command of its own, which fetches the vendor's CLI; what that command does
# around a program is done here, so that the sandbox's CLI runs it.
_STELVIO = """
    import pulumi
    import pulumi_aws as aws
    from stelvio.component import ComponentRegistry
    from stelvio.config import AwsConfig
    from stelvio.context import AppContext, _ContextStore

    region = AwsConfig(region="us-east-1")
    _ContextStore.set(AppContext(name=pulumi.get_stack(), env="dev", aws=region, home="aws"))
    from stelvio.aws.api_gateway import RestApi
    from stelvio.aws.function import Function

    SCOPE = "com.example.orders/orders.read"
    pool = aws.cognito.UserPool(
        "orders", admin_create_user_config={"allow_admin_create_user_only": True}
    )
    domain = aws.cognito.UserPoolDomain("orders", user_pool_id=pool.id, domain=pulumi.get_stack())
    server = aws.cognito.ResourceServer(
        "orders",
        identifier="com.example.orders",
        name="com.example.orders",
        user_pool_id=pool.id,
        scopes=[{"scope_name": "orders.read", "scope_description": "Read orders"}],
    )
    client = aws.cognito.UserPoolClient(
        "reader",
        user_pool_id=pool.id,
        generate_secret=True,
        allowed_oauth_flows_user_pool_client=True,
        allowed_oauth_flows=["client_credentials"],
        allowed_oauth_scopes=[SCOPE],
        explicit_auth_flows=["ALLOW_REFRESH_TOKEN_AUTH"],
        opts=pulumi.ResourceOptions(depends_on=[server]),
    )
    function = Function("code", handler="handler.handler", folder="lambda")
    api = RestApi("orders")
    auth = api.add_cognito_authorizer("pool", user_pools=[pool.arn])
    for i in range(ROUTES):
        api.route("GET", f"/r{i}", function, auth=auth, cognito_scopes=[SCOPE])
    for made in list(ComponentRegistry.all_instances()):
        made.resources
    pulumi.export("invoke_url", api.resources.stage.invoke_url)
"""

COMPONENTS, BY_HAND, STELVIO = "scoped-api", "by hand", "Stelvio"
_SOURCES = {COMPONENTS: _COMPONENTS, BY_HAND: _BY_HAND, STELVIO: _STELVIO}


def source(kind: str, routes: int) -> str:
    """The program of a kind, with so many routes."""
    return dedent(_SOURCES[kind]).replace("ROUTES", str(routes)).lstrip()

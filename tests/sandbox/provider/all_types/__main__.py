"""Every type that the sandbox knows. `changed` changes much of it in place."""

import json
from typing import Any

import boto3
import pulumi
import pulumi_aws as aws

changed = pulumi.Config().get_bool("changed") or False
TAGS = {"team": "b" if changed else "a"}
API = "apigateway.amazonaws.com"


def after(*resources: pulumi.Resource) -> pulumi.ResourceOptions:
    """Options of what comes after these."""
    return pulumi.ResourceOptions(depends_on=list(resources))


def policy(resource: str = "*", **more: Any) -> str:
    """A policy of one statement."""
    statement = {"Effect": "Allow", "Action": ["logs:*"], "Resource": resource, **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


pool = aws.cognito.UserPool("pool", tags=TAGS)
aws.cognito.UserPoolDomain("domain", domain=f"all-types-{pulumi.get_stack()}", user_pool_id=pool.id)
server = aws.cognito.ResourceServer(
    "server",
    identifier="com.test",
    user_pool_id=pool.id,
    scopes=[{"scope_name": n, "scope_description": n} for n in ("read", "write")],
)
client = aws.cognito.UserPoolClient(
    "client",
    user_pool_id=pool.id,
    generate_secret=True,
    allowed_oauth_flows=["client_credentials"],
    allowed_oauth_flows_user_pool_client=True,
    allowed_oauth_scopes=["com.test/read", *(["com.test/write"] if changed else [])],
    access_token_validity=600 if changed else 3600,
    token_validity_units={"access_token": "seconds"},
    opts=after(server),
)

trust = aws.iam.get_policy_document(
    statements=[
        {
            "actions": ["sts:AssumeRole"],
            "principals": [{"type": "Service", "identifiers": ["lambda.amazonaws.com", API]}],
        }
    ]
)
role = aws.iam.Role("role", assume_role_policy=trust.json, tags=TAGS)
rules = aws.iam.Policy("policy", policy=policy(), tags=TAGS)
aws.iam.RolePolicyAttachment("attachment", role=role.name, policy_arn=rules.arn)
aws.iam.RolePolicy("inline", role=role.id, policy=policy("a" if changed else "*"))
group = aws.cloudwatch.LogGroup("group", retention_in_days=14 if changed else 7, tags=TAGS)
function = aws.lambda_.Function(
    "function",
    code=pulumi.FileArchive("code"),
    role=role.arn,
    handler="app.handler",
    runtime="python3.12",
    timeout=9 if changed else 3,
    tags=TAGS,
)
alias = aws.lambda_.Alias("live", function_name=function.name, function_version="$LATEST")

api = aws.apigateway.RestApi(
    "api", endpoint_configuration={"types": "REGIONAL"}, tags=TAGS, description="b"
)
aws.lambda_.Permission(
    "permission",
    action="lambda:InvokeFunction",
    function=function.name,
    qualifier=alias.name,
    principal=API,
    source_arn=api.execution_arn.apply(lambda arn: f"{arn}/*/*"),
)
authorizer = aws.apigateway.Authorizer(
    "authorizer",
    rest_api=api.id,
    type="COGNITO_USER_POOLS",
    provider_arns=[pool.arn],
    authorizer_result_ttl_in_seconds=60 if changed else 300,
)
resource = aws.apigateway.Resource(
    "resource", rest_api=api.id, parent_id=api.root_resource_id, path_part="{id}"
)
validator = aws.apigateway.RequestValidator(
    "validator", rest_api=api.id, validate_request_parameters=True, validate_request_body=changed
)
model = aws.apigateway.Model(
    "model",
    rest_api=api.id,
    content_type="application/json",
    schema=json.dumps({"type": "array" if changed else "object"}),
)
method = aws.apigateway.Method(
    "method",
    rest_api=api.id,
    resource_id=resource.id,
    http_method="POST",
    authorization="COGNITO_USER_POOLS",
    authorizer_id=authorizer.id,
    authorization_scopes=["com.test/write" if changed else "com.test/read"],
    request_validator_id=validator.id,
    request_models={"application/json": model.name},
    request_parameters={"method.request.path.id": True},
)
integration = aws.apigateway.Integration(
    "integration",
    rest_api=api.id,
    resource_id=resource.id,
    http_method=method.http_method,
    type="AWS_PROXY",
    integration_http_method="POST",
    uri=alias.invoke_arn,
    timeout_milliseconds=5000 if changed else 29000,
)
options = aws.apigateway.Method(
    "options",
    rest_api=api.id,
    resource_id=resource.id,
    http_method="OPTIONS",
    authorization="NONE",
)
preflight = aws.apigateway.Integration(
    "options",
    rest_api=api.id,
    resource_id=resource.id,
    http_method=options.http_method,
    type="MOCK",
    request_templates={"application/json": '{"statusCode": 200}'},
)
response = aws.apigateway.MethodResponse(
    "options",
    rest_api=api.id,
    resource_id=resource.id,
    http_method=options.http_method,
    status_code="200",
    response_parameters={"method.response.header.Access-Control-Allow-Origin": True},
)
answer = aws.apigateway.IntegrationResponse(
    "options",
    rest_api=api.id,
    resource_id=resource.id,
    http_method=options.http_method,
    status_code=response.status_code,
    response_parameters={
        "method.response.header.Access-Control-Allow-Origin": "'b'" if changed else "'*'"
    },
    opts=after(preflight),
)
error = aws.apigateway.Response(
    "error",
    rest_api_id=api.id,
    response_type="UNAUTHORIZED",
    response_templates={"application/json": '{"b":1}' if changed else "{}"},
)
resource_policy = aws.apigateway.RestApiPolicy(
    "policy", rest_api_id=api.id, policy=api.execution_arn.apply(lambda a: policy(a, Principal="*"))
)
deployment = aws.apigateway.Deployment(
    "deployment",
    rest_api=api.id,
    triggers={"changed": str(changed)},
    opts=after(integration, preflight, answer, error, resource_policy),
)
stage = aws.apigateway.Stage(
    "stage",
    rest_api=api.id,
    stage_name="dev",
    deployment=deployment.id,
    tags=TAGS,
    variables={"a": "b"} if changed else None,
    xray_tracing_enabled=True,
    access_log_settings={"destination_arn": group.arn, "format": "$context.requestId"},
)
aws.apigateway.MethodSettings(
    "settings",
    rest_api=api.id,
    stage_name=stage.stage_name,
    method_path="*/*",
    settings={"throttling_rate_limit": 20 if changed else 10, "throttling_burst_limit": 5},
)
aws.apigateway.Account("account", cloudwatch_role_arn=role.arn)
domain = aws.apigateway.DomainName(
    "domain",
    domain_name="api.example.com",
    regional_certificate_arn="arn:aws:acm:us-east-1:111122223333:certificate/a",
    endpoint_configuration={"types": "REGIONAL"},
    tags=TAGS,
)
for path in ("v1", None):
    aws.apigateway.BasePathMapping(
        f"mapping-{path}",
        domain_name=domain.domain_name,
        rest_api=api.id,
        stage_name=stage.stage_name,
        base_path=path,
    )

secret = aws.secretsmanager.Secret(
    "secret", recovery_window_in_days=0, description="b" if changed else "a", tags=TAGS
)
aws.secretsmanager.SecretVersion("secret", secret_id=secret.id, secret_string=client.client_secret)

waf = boto3.client("wafv2", region_name="us-east-1")
acls = {acl["Name"]: acl["ARN"] for acl in waf.list_web_acls(Scope="REGIONAL")["WebACLs"]}
aws.wafv2.WebAclAssociation("acl", resource_arn=stage.arn, web_acl_arn=acls["all-types"])

elsewhere = aws.Provider("elsewhere", region="eu-west-1", default_tags={"tags": {"owner": "me"}})
far = aws.cloudwatch.LogGroup("far", tags=TAGS, opts=pulumi.ResourceOptions(provider=elsewhere))

pulumi.export("far", far.arn)
pulumi.export("tags", far.tags_all)
pulumi.export("client_secret", client.client_secret)
pulumi.export("account", aws.get_caller_identity().account_id)
pulumi.export("pool", aws.cognito.get_user_pool_output(user_pool_id=pool.id).arn)

"""The types that the sandbox knows, a file for each service."""

from sandbox.provider.row import Row
from sandbox.provider.tables import (
    apigateway,
    apigateway_deploy,
    apigateway_domains,
    apigateway_methods,
    cognito,
    iam,
    lambda_,
    logs,
    secretsmanager,
    wafv2,
)

ROWS: dict[str, Row] = {
    row.pulumi_type: row
    for module in (
        cognito, apigateway, apigateway_methods, apigateway_deploy, apigateway_domains, lambda_,
        iam, logs, secretsmanager, wafv2,
    )
    for row in module.ROWS
}  # fmt: skip
"""Every type by its token."""

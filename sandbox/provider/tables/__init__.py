"""The types that the sandbox knows, a file for each service."""

from sandbox.provider.row import Row
from sandbox.provider.tables import (
    apigateway,
    apigateway_deploy,
    apigateway_methods,
    cognito,
    iam,
    lambda_,
    logs,
    secretsmanager,
)

ROWS: dict[str, Row] = {
    row.token: row
    for module in (
        cognito, apigateway, apigateway_methods, apigateway_deploy, lambda_, iam, logs,
        secretsmanager,
    )
    for row in module.ROWS
}  # fmt: skip
"""Every type by its token."""

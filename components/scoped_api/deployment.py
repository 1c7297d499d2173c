"""The deployment: what the stage serves, made anew exactly when something in it changes."""

import pulumi_aws as aws

from .rest_api import Api


def deploy(api: Api) -> aws.apigateway.Deployment:
    """Deploy the parts of an API, all of which exist when the deployment is made.

    A deployment that is replaced stays until the stage has moved to the new one.
    """
    return aws.apigateway.Deployment(
        api.name,
        rest_api=api.rest_api.id,
        triggers=api.snapshot.triggers(),
        opts=api.after(*api.snapshot.parts),
    )

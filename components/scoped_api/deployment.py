"""The deployment: what the stage serves, made anew exactly when something in it changes."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_aws as aws


def deploy(
    name: str,
    rest_api: pulumi.Input[str],
    plan: Mapping[str, Any],
    wiring: Mapping[str, pulumi.Input[Any]],
    parts: Sequence[pulumi.Resource],
    opts: pulumi.ResourceOptions,
) -> aws.apigateway.Deployment:
    """Deploy the parts of an API, all of which exist when the deployment is made.

    `plan` is all that is known at preview (routes, scopes, answers), so a changed scope shows
    there; `wiring` is what may not be known yet (ids and addresses). A deployment that is
    replaced stays until the stage has moved to the new one.
    """
    return aws.apigateway.Deployment(
        name,
        rest_api=rest_api,
        triggers={
            "plan": digest(plan),
            "wiring": pulumi.Output.all(**wiring).apply(digest),
        },
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=list(parts))),
    )


def digest(value: Mapping[str, Any]) -> str:
    """A hash of values that does not depend on the order of keys."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()

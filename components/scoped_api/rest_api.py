"""What all parts of an API share while they are made."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from .snapshot import Snapshot


@dataclass(frozen=True)
class Api:
    """A REST API, its authorizer, and what its deployment will hold."""

    name: str
    rest_api: aws.apigateway.RestApi
    authorizer: aws.apigateway.Authorizer
    snapshot: Snapshot
    opts: pulumi.ResourceOptions
    """The options of each of its parts."""

    def after(self, *parts: pulumi.Resource) -> pulumi.ResourceOptions:
        """The options of a part that others have to be there for."""
        return pulumi.ResourceOptions.merge(
            self.opts, pulumi.ResourceOptions(depends_on=list(parts))
        )

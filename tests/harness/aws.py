"""The emulated AWS without Pulumi: to look at it, and to change it behind Pulumi's back."""

from __future__ import annotations

from typing import Any

import boto3


def client(endpoint: str, service: Any, region: str = "us-east-1") -> Any:
    """A boto3 client of the default account, the one whose APIs can be called."""
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )

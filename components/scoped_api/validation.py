"""Requests that are refused with 400 before a backend sees them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws

from .rest_api import Api
from .routes import Route
from .snapshot import digest

_PLACES = {"query": "querystring", "header": "header"}


@dataclass
class Validation:
    """The validators and models of an API: one validator a kind, one model a schema."""

    validators: dict[tuple[bool, bool], aws.apigateway.RequestValidator] = field(
        default_factory=dict
    )
    models: dict[str, aws.apigateway.Model] = field(default_factory=dict)

    def validator_id(self, route: Route) -> pulumi.Output[str] | None:
        """The validator for what a route demands; None if that is nothing."""
        found = self.validators.get(_kind(route))
        return found.id if found else None

    def request_models(self, route: Route) -> dict[str, pulumi.Input[str]] | None:
        """The model for a route's JSON body."""
        if route.body_schema is None:
            return None
        return {"application/json": self.models[digest(route.body_schema)].name}

    def described(self, route: Route) -> list[object]:
        """Which of them a route has, without their ids."""
        return [*_kind(route), route.body_schema]


def required_parameters(route: Route) -> dict[str, bool]:
    """A route's required query parameters and headers, in API Gateway's words."""
    pairs = (parameter.split(".", 1) for parameter in route.required_parameters)
    return {f"method.request.{_PLACES[kind]}.{name}": True for kind, name in pairs}


def make_validation(api: Api, routes: Iterable[Route]) -> Validation:
    """Make the validators and models that some routes need."""
    made = Validation()
    for route in routes:
        body, parameters = kind = _kind(route)
        if any(kind) and kind not in made.validators:
            label = "-".join(["body"] * body + ["parameters"] * parameters)
            checks: dict[str, Any] = {
                "validate_request_body": body,
                "validate_request_parameters": parameters,
            }
            made.validators[kind] = aws.apigateway.RequestValidator(
                f"{api.name}-{label}", rest_api=api.rest_api.id, **checks, opts=api.opts
            )
            api.snapshot.add(made.validators[kind], checks)
        if route.body_schema is None:
            continue
        key = digest(route.body_schema)
        if key not in made.models:
            # Named by what it says: a changed schema is a new model, made before the methods
            # move to it, since a model in use cannot be deleted.
            model = {
                "name": f"m{key[:12]}",
                "content_type": "application/json",
                "schema": json.dumps(route.body_schema, sort_keys=True),
            }
            made.models[key] = aws.apigateway.Model(
                f"{api.name}-{key[:12]}", rest_api=api.rest_api.id, **model, opts=api.opts
            )
            api.snapshot.add(made.models[key], model)
    return made


def _kind(route: Route) -> tuple[bool, bool]:
    return route.body_schema is not None, bool(route.required_parameters)

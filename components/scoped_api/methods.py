"""The resources of a route: its path's resource, its method, its integration."""

from collections.abc import Iterable, Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from . import fixed_answers, integrations, paths, validation
from .integrations import Target
from .rest_api import Api
from .routes import Route
from .validation import Validation


def make_paths(api: Api, wanted: Iterable[str]) -> dict[str, pulumi.Output[str]]:
    """Make a resource for each path, shared prefixes once; return their ids by path."""
    ids: dict[str, pulumi.Output[str]] = {"/": api.rest_api.root_resource_id}
    for path in paths.with_ancestors(wanted):
        inputs = {"path_part": path.rpartition("/")[2]}
        made = aws.apigateway.Resource(
            f"{api.name}{paths.slot(path)}",
            rest_api=api.rest_api.id,
            parent_id=ids[paths.parent(path)],
            **inputs,
            opts=api.opts,
        )
        api.snapshot.add(made, inputs)
        ids[path] = made.id
    return ids


def make_methods(
    api: Api,
    routes: Iterable[tuple[Route, Target]],
    resource_ids: Mapping[str, pulumi.Output[str]],
    validators: Validation,
) -> None:
    """Make the method of each route, and its integration with what answers.

    Pulumi keeps the call stack of each resource in the state, which is written again at every
    step: so both are made here, and what they are made of is asked for.
    """
    for route, target in routes:
        label = f"{api.name}-{route.key}"
        place: dict[str, Any] = {
            "rest_api": api.rest_api.id,
            "resource_id": resource_ids[route.path],
            "http_method": route.method,
        }
        demanded = _demanded(route, target)
        method = aws.apigateway.Method(
            label,
            **place,
            **demanded,
            authorizer_id=None if route.public else api.authorizer.id,
            request_validator_id=validators.validator_id(route),
            request_models=validators.request_models(route),
            opts=api.opts,
        )
        api.snapshot.add(method, {**demanded, "validation": validators.described(route)})
        wired = integrations.integration(route, target)
        integration = aws.apigateway.Integration(label, **place, **wired, opts=api.after(method))
        api.snapshot.add(integration, wired)
        if target.answer:
            fixed_answers.make_responses(api, label, target.answer, place, method, integration)


def _demanded(route: Route, target: Target) -> dict[str, Any]:
    """What a request has to bring along."""
    parameters = validation.required_parameters(route) | integrations.passed_on(route, target)
    return {
        "authorization": "NONE" if route.public else "COGNITO_USER_POOLS",
        "authorization_scopes": None if route.public else list(route.scopes),
        "request_parameters": parameters or None,
    }

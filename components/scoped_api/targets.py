"""What answers the routes of an API, and the functions made for that."""

import json
from collections.abc import Iterable

import pulumi

from . import functions
from .api_args import STAGE, ScopedApiArgs
from .backends import Backend
from .fixed_answers import FixedAnswer
from .integrations import Target
from .rest_api import Api


def make_targets(
    api: Api, args: ScopedApiArgs, backends: Iterable[Backend]
) -> tuple[dict[str, Target], dict[str, pulumi.Output[str]]]:
    """Return what answers for each backend, by its name, and the ARNs of new functions."""
    # The one stage of this one API may invoke them, and nothing else.
    source_arn = pulumi.Output.concat(
        api.rest_api.execution_arn, "/", args.get("stage", STAGE), "/*"
    )
    targets: dict[str, Target] = {}
    made: dict[str, pulumi.Output[str]] = {}
    for backend in backends:
        label = f"{api.name}-{backend.name}"
        if backend.kind == "answer":
            status, body = backend.args.get("status", 200), json.dumps(backend.args["body"])
            targets[backend.name] = Target(answer=FixedAnswer(status, body))
        elif backend.kind == "http":
            targets[backend.name] = Target(backend.args["url"], http=backend.args)
        else:
            arn = backend.args
            if backend.kind == "function":
                tracing, tags = args.get("tracing", False), args.get("tags")
                arn = functions.build(label, backend.args, tracing, tags, api.opts).arn
                made[backend.name] = arn
            uri = pulumi.Output.from_input(arn).apply(functions.invoke_uri)
            targets[backend.name] = Target(uri)
            api.snapshot.wait_for(functions.allow(label, arn, source_arn, api.opts))
    return targets, made

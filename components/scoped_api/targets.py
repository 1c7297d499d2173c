"""Where the backends of an API are reached, and the functions made for them."""

from collections.abc import Iterable

import pulumi

from . import functions
from .api_args import ScopedApiArgs
from .backends import Backend
from .integrations import Target


def make_targets(
    name: str,
    args: ScopedApiArgs,
    backends: Iterable[Backend],
    source_arn: pulumi.Output[str],
    opts: pulumi.ResourceOptions,
) -> tuple[dict[str, Target], dict[str, pulumi.Output[str]]]:
    """Return where each backend is reached, by its name, and the ARNs of new functions.

    `source_arn` is the API's, which alone may invoke them.
    """
    targets: dict[str, Target] = {}
    made: dict[str, pulumi.Output[str]] = {}
    for backend in backends:
        target = targets[backend.name] = Target(backend)
        label = f"{name}-{backend.name}"
        if backend.kind == "http":
            target.uri = pulumi.Output.from_input(backend.args["url"])
        elif backend.kind != "answer":
            arn = backend.args
            if backend.kind == "function":
                tracing, tags = args.get("tracing", False), args.get("tags")
                arn = functions.build(label, backend.args, tracing, tags, opts).arn
                made[backend.name] = arn
            target.uri = pulumi.Output.from_input(arn).apply(functions.invoke_uri)
            target.depends_on.append(functions.allow(label, arn, source_arn, opts))
    return targets, made

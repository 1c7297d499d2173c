"""The provider as Pulumi calls it: which row, what is known, what is secret."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pulumi.provider.experimental import provider as api
from pulumi.provider.experimental.property_value import PropertyValue

from sandbox.provider import check, diff, functions, schema, tables, values
from sandbox.provider.aws import Aws, endpoint
from sandbox.provider.engine import Engine
from sandbox.provider.errors import HalfDoneError, ProviderError, without
from sandbox.provider.row import Row
from sandbox.provider.same import is_empty
from sandbox.provider.values import UNKNOWN, Plain

_T = TypeVar("_T")
Bag = Mapping[str, PropertyValue]


class StandIn(api.Provider):
    """Pulumi's `aws` types on the emulated AWS."""

    def __init__(self) -> None:
        self._engine: Engine | None = None

    @property
    def engine(self) -> Engine:
        """The verbs, once the provider is configured."""
        if self._engine is None:
            raise ProviderError("the provider was called before it was configured")
        return self._engine

    async def check_config(self, request: api.CheckRequest) -> api.CheckResponse:
        """Refuse an endpoint that is not on this machine."""
        failures = []
        config = _config(values.plain_all(request.new_inputs))
        if values.is_known(config.get("endpoints")):
            try:
                endpoint(_endpoint(config), os.environ)
            except ProviderError as error:
                failures.append(api.CheckFailure("", str(error)))
        return api.CheckResponse(inputs=request.new_inputs, failures=failures or None)

    async def diff_config(self, request: api.DiffRequest) -> api.DiffResponse:
        """Configuration changes need no new resources."""
        del request
        return api.DiffResponse()

    async def configure(self, request: api.ConfigureRequest) -> api.ConfigureResponse:
        """Say where the emulator is, in which region, with which default tags."""
        config = _config(values.plain_all(request.args))
        region = config.get("region") or os.environ.get("AWS_REGION") or "us-east-1"
        access = config.get("accessKey") or os.environ.get("AWS_ACCESS_KEY_ID") or "test"
        secret = config.get("secretKey") or os.environ.get("AWS_SECRET_ACCESS_KEY") or "test"
        url = endpoint(_endpoint(config), os.environ)
        tags = (config.get("defaultTags") or {}).get("tags") or {}
        self._engine = Engine(await _thread(Aws, url, str(region), access, secret), tags)
        return api.ConfigureResponse(
            accept_secrets=True, accept_resources=True, accept_outputs=True, supports_preview=True
        )

    async def check(self, request: api.CheckRequest) -> api.CheckResponse:
        """Fill in defaults and names; say all that is wrong."""
        row, name = _row(request.urn)
        new, old = values.plain_all(request.new_inputs), values.plain_all(request.old_inputs)
        info = await _thread(schema.resource, row.pulumi_type)
        filled, faults = await _thread(
            check.check, row, info, name, new, old, request.random_seed or b""
        )
        secrets = values.secret_names(request.new_inputs)
        hidden = [s for key in secrets for s in values.strings_in(new.get(key))]
        failures = [api.CheckFailure(f.path, without(f.reason, hidden)) for f in faults]
        inputs = {
            key: request.new_inputs[key]
            if new.get(key) == value and key in request.new_inputs
            else values.wrap(value, secret=key in secrets)
            for key, value in filled.items()
        }
        return api.CheckResponse(inputs=inputs, failures=failures or None)

    async def diff(self, request: api.DiffRequest) -> api.DiffResponse:
        """Say what changes, and what needs a new resource."""
        row, _ = _row(request.urn)
        info = await _thread(schema.resource, row.pulumi_type)
        old = row.recalled(values.plain_all(request.old_state))
        inputs = values.plain_all(request.new_inputs)
        new = self.engine.state_of(row, inputs)
        props = diff.changed(row, info, old, new)
        region = _moves_region(old, new)
        detailed = diff.detailed(info, old, new, props)
        if region:
            detailed["region"] = api.PropertyDiff(api.PropertyDiffKind.UPDATE_REPLACE, False)
        replaces = [prop.name for prop in props if prop.replace] + (["region"] if region else [])
        return api.DiffResponse(
            changes=bool(props or region),
            replaces=replaces,
            detailed_diff=detailed,
            delete_before_replace=bool(replaces)
            and not region
            and diff.delete_first(row, inputs, props),
        )

    async def create(self, request: api.CreateRequest) -> api.CreateResponse:
        """Create it; at preview, say what is known."""
        row, _ = _row(request.urn)
        inputs = values.plain_all(request.properties)
        secrets = await _thread(_secrets, row, request.properties)
        if request.preview:
            state = self.engine.state_of(row, inputs)
            return api.CreateResponse(None, values.wrap_all(_foreseen(row, state), secrets))
        resource_id, outputs = await self._do(
            request.urn, inputs, secrets, self.engine.create, row, inputs
        )
        return api.CreateResponse(resource_id, values.wrap_all(outputs, secrets))

    async def read(self, request: api.ReadRequest) -> api.ReadResponse:
        """What is there now, for a refresh or an import."""
        row, _ = _row(request.urn)
        state, inputs = values.plain_all(request.properties), values.plain_all(request.inputs)
        secrets = await _thread(_secrets, row, {**request.properties, **request.inputs})
        found = await self._do(
            request.urn, state, secrets, self.engine.read, row, request.resource_id, state
        )
        if found is None:
            if not state and not inputs:
                raise ProviderError(
                    f"{row.pulumi_type}: nothing has the id {request.resource_id!r} to import."
                )
            return api.ReadResponse()
        resource_id, outputs = found
        return api.ReadResponse(
            resource_id,
            values.wrap_all(outputs, secrets),
            values.wrap_all(_as_inputs(row, inputs, outputs, fresh=not state), secrets),
        )

    async def update(self, request: api.UpdateRequest) -> api.UpdateResponse:
        """Change what differs; at preview, what does not change stays known."""
        row, _ = _row(request.urn)
        old, inputs = values.plain_all(request.olds), values.plain_all(request.news)
        secrets = await _thread(_secrets, row, {**request.olds, **request.news})
        for name in request.olds.keys() & request.news.keys():
            if name not in schema.resource(row.pulumi_type).secrets:
                # No longer a secret, if the program no longer says so.
                secrets -= {name} - values.secret_names(request.news)
        if request.preview:
            return api.UpdateResponse(
                values.wrap_all(self._after_update(row, old, inputs), secrets)
            )
        outputs = await self._do(
            request.urn,
            {**old, **inputs},
            secrets,
            self.engine.update,
            row,
            request.resource_id,
            old,
            inputs,
        )
        return api.UpdateResponse(values.wrap_all(outputs, secrets))

    async def delete(self, request: api.DeleteRequest) -> None:
        """Delete it."""
        row, _ = _row(request.urn)
        state = values.plain_all(request.properties)
        secrets = await _thread(_secrets, row, request.properties)
        await self._do(
            request.urn, state, secrets, self.engine.delete, row, request.resource_id, state
        )

    async def invoke(self, request: api.InvokeRequest) -> api.InvokeResponse:
        """Call a function like getRegion."""
        function = functions.FUNCTIONS.get(request.tok)
        if function is None:
            near = check.nearest(request.tok, functions.FUNCTIONS)
            raise ProviderError(
                f"the sandbox does not know the function {request.tok}.{near} "
                f"It knows: {', '.join(sorted(functions.FUNCTIONS))}."
            )
        arguments = values.plain_all(request.args)
        unknown = sorted(arguments.keys() - schema.function_arguments(request.tok))
        if unknown:
            return api.InvokeResponse(
                failures=[api.CheckFailure(n, f"{request.tok} takes no {n}") for n in unknown]
            )
        found = await _thread(function, self.engine, arguments)
        return api.InvokeResponse(values.wrap_all(found, functions.SECRETS))

    async def cancel(self) -> None:
        """Calls that run are short: they are let finish, so that their results are saved."""

    def _after_update(self, row: Row, old: Plain, inputs: Plain) -> Plain:
        info = schema.resource(row.pulumi_type)
        new = self.engine.state_of(row, inputs)
        old = row.recalled(old)
        props = diff.changed(row, info, old, new)
        state = dict(old)
        for prop in props:
            state.pop(prop.name, None)
            for moved in row.moves.get(prop.name, ()):
                state[moved] = UNKNOWN
        return _foreseen(row, state | new)

    async def _do(
        self, urn: str, state: Plain, secrets: set[str], verb: Callable[..., _T], *args: Any
    ) -> _T:
        try:
            return await _thread(verb, *args)
        except ProviderError as error:
            token, name = _parts(urn)
            hidden = [s for key in secrets for s in values.strings_in(state.get(key))]
            text = without(f'{token} "{name}": {error}', hidden)
            if isinstance(error, HalfDoneError):
                raise HalfDoneError(error.resource_id, error.outputs, text, secrets) from None
            raise ProviderError(text) from None


def _foreseen(row: Row, state: Plain) -> Plain:
    """What of a state is known of the outputs, at preview."""
    names = schema.resource(row.pulumi_type).outputs - {
        prop.name for prop in row.props if prop.digest
    }
    return {name: value for name, value in state.items() if name in names}


async def _thread(function: Callable[..., _T], *args: Any) -> _T:
    return await asyncio.to_thread(function, *args)


def _parts(urn: str) -> tuple[str, str]:
    """The type and the name in `urn:pulumi:stack::project::parent$type::name`."""
    _, _, qualified, name = urn.split("::", 3)
    return qualified.rpartition("$")[2], name


def _row(urn: str) -> tuple[Row, str]:
    token, name = _parts(urn)
    row = tables.ROWS.get(token)
    if row is None:
        near = check.nearest(token, tables.ROWS)
        raise ProviderError(
            f'{token} "{name}": the sandbox does not know this type.{near} '
            f"It knows: {', '.join(sorted(tables.ROWS))}."
        )
    return row, name


def _secrets(row: Row, bag: Bag) -> set[str]:
    """What the SDK says is secret, and what came as a secret."""
    return set(schema.resource(row.pulumi_type).secrets) | values.secret_names(bag)


def _as_inputs(row: Row, inputs: Plain, outputs: Plain, *, fresh: bool) -> Plain:
    """The inputs as they would be written for what is there: drift shows in them."""
    found = dict(inputs)
    outputs = row.recalled(outputs, inputs)
    for prop in row.props:
        value = outputs.get(prop.name)
        if prop.name in found and value is None and not prop.unread:
            del found[prop.name]
        elif value is not None and (prop.name in found or (fresh and not is_empty(value))):
            found[prop.name] = value
    return found


def _moves_region(old: Plain, new: Plain) -> bool:
    return bool(old.get("region")) and "region" in new and old["region"] != new["region"]


def _config(config: Plain) -> Plain:
    """The provider's settings: lists and objects come as JSON."""
    found = {}
    for name, value in config.items():
        if isinstance(value, str) and value[:1] in ("[", "{"):
            try:
                found[name] = json.loads(value)
                continue
            except ValueError:
                pass
        found[name] = value
    return found


def _endpoint(config: Plain) -> str | None:
    """The endpoint in the provider's settings: the first; all services have one address."""
    given = config.get("endpoints")
    for entry in given if isinstance(given, list) else [given] if isinstance(given, dict) else []:
        for url in entry.values():
            if url:
                return str(url)
    return None

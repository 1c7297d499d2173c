"""Create, read, update and delete, for any row."""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Any

from sandbox.provider import model, quirks, schema, shapes, tagging
from sandbox.provider.aws import Aws
from sandbox.provider.check import DEFAULTS
from sandbox.provider.diff import changed
from sandbox.provider.errors import AwsError, HalfDoneError, ProviderError
from sandbox.provider.live import Live, dig
from sandbox.provider.row import Row
from sandbox.provider.same import is_empty, same
from sandbox.provider.schema import ANY
from sandbox.provider.values import UNKNOWN, Plain


class Engine:
    """The four verbs, on one AWS, with the provider's default tags. Blocking."""

    def __init__(self, aws: Aws, default_tags: Mapping[str, str]) -> None:
        self.aws = aws
        self.default_tags = dict(default_tags)

    def live(self, row: Row, state: Plain) -> Live:
        """The row at work, in the region that the state names."""
        region = state.get("region")
        return Live(row, schema.resource(row.pulumi_type), self.aws, region or self.aws.region)

    def state_of(self, row: Row, inputs: Plain) -> Plain:
        """The inputs with what the provider itself adds: all tags, and the region."""
        state = {name: value for name, value in inputs.items() if name != DEFAULTS}
        fields = schema.resource(row.pulumi_type)
        if "tagsAll" in fields.outputs:
            tags = state.get("tags") or {}
            state["tagsAll"] = UNKNOWN if tags is UNKNOWN else {**self.default_tags, **tags}
        if "region" in fields.inputs.fields:
            state.setdefault("region", self.aws.region)
        return state

    def create(self, row: Row, inputs: Plain) -> tuple[str, Plain]:
        """Create it; its id and outputs.

        Raises:
            AwsError: AWS refuses, or would; nothing was created.
            HalfDoneError: it exists, but is not as asked for.
        """
        state = self.state_of(row, inputs)
        live = self.live(row, state)
        for refuse in row.refusals:
            refuse(live, state, None)
        if row.create_by:
            row.create_by(live, state)
        else:
            assert row.create  # noqa: S101  # a test holds every row to it
            names = frozenset(prop.name for prop in row.props)
            answer = live.call(row.create, **live.parameters(row.create, state, names))
            state |= {name: dig(answer, path) for name, path in row.created.items()}
        resource_id = row.identify(state)
        state["id"] = resource_id
        try:
            for step in row.after_create:
                step(live, state)
            return resource_id, self._verified(live, row.create or row.read, state)
        except ProviderError as error:
            raise HalfDoneError(resource_id, _outputs(live, state), str(error)) from None
        except Exception as error:
            # A fault of ours: it exists nevertheless, and may not be lost.
            fault = f"a fault in the sandbox's provider: {type(error).__name__}: {error}"
            raise HalfDoneError(resource_id, _outputs(live, state), fault) from error

    def read(self, row: Row, resource_id: str, state: Plain) -> tuple[str, Plain] | None:
        """Its id and outputs as they are now; None if it is gone.

        Without a state it is found by its id alone: an import.
        """
        state = {**state, "id": resource_id} if state else imported(row, resource_id)
        state = {**self.state_of(row, state), **state}
        live = self.live(row, state)
        found = self._read(live, state)
        return None if found is None else (row.identify(found), _outputs(live, found))

    def update(self, row: Row, resource_id: str, old: Plain, inputs: Plain) -> Plain:
        """Change what differs; its new outputs."""
        old = {**row.recalled(old), "id": resource_id}
        state = self.state_of(row, inputs)
        # What AWS chose stays as it is, unless the inputs say otherwise.
        kept = {p.name for p in row.props if p.computed} | (old.keys() - _inputs(row))
        state = {**{name: old[name] for name in kept if name in old and name != "tagsAll"}, **state}
        live = self.live(row, state)
        props = changed(row, live.info, old, state)
        for refuse in row.refusals:
            refuse(live, state, old)
        names = frozenset(prop.name for prop in props)
        if row.update_by and names:
            row.update_by(live, old, state)
        for update in row.update:
            self._update(live, update.operation, update.style, state, names)
        if row.tagging and "tags" in names:
            tagging.change(live, row.tagging, old, state)
        return self._verified(live, row.update[0].operation if row.update else row.read, state)

    def _update(
        self, live: Live, operation: str, style: str, state: Plain, names: frozenset[str]
    ) -> None:
        row = live.row
        if style == "patch":
            quirks.patch(live, operation, state, names)
            return
        members = model.inputs(row.service, operation)
        taken = frozenset(
            prop.name
            for prop in row.props
            if prop.member is None or model.member(members, prop.member)
        )
        # Those with no name of AWS's are the row's own to send.
        if not names & taken - {"tags"}:
            return
        parameters = live.parameters(operation, state, taken | set(row.keys))
        for name in names & taken:
            prop = row.prop(name)
            member = model.member(members, prop.member) if prop and prop.member else None
            if member and member not in parameters and is_empty(state.get(name)):
                parameters[member] = quirks.left_out(members[member].type_name)
        live.call(operation, **parameters)

    def delete(self, row: Row, resource_id: str, state: Plain) -> None:
        """Delete it; fine if it is gone already."""
        state = {**self.state_of(row, {}), **state, "id": resource_id}
        live = self.live(row, state)
        try:
            for step in row.before_delete:
                step(live, state)
            if row.delete_by:
                row.delete_by(live, state)
            elif row.delete:
                live.call(row.delete, **live.parameters(row.delete, state, frozenset(row.keys)))
        except AwsError as error:
            if error.code not in row.gone:
                raise

    def _read(self, live: Live, state: Plain) -> Plain | None:
        row = live.row
        if row.find:
            raw = row.find(live, state)
        else:
            answer = live.look(row.read, **live.parameters(row.read, state, frozenset(row.keys)))
            raw = None if answer is None else dig(answer, row.read_result)
        if raw is None:
            return None
        found = dict(state)
        shape = model.outputs(row.service, row.read, row.read_result)
        for prop in row.props:
            member = model.member(shape, prop.member) if prop.member else None
            if member is None or prop.unread or prop.name == "tags":
                continue  # not AWS's to say; the row's outputs may know
            if prop.name in row.keys and prop.name in state:
                continue  # what it was found by
            kind = live.info.inputs.fields[prop.name]
            value = shapes.from_aws(raw.get(member), kind, prop.names)
            # The same, said otherwise: stay with what is known.
            if not same(value, state.get(prop.name), prop, kind):
                found[prop.name] = value
        found |= self._from(live, raw)
        if row.outputs:
            found |= row.outputs(live, found, raw)
        if row.prop("tags"):
            found["tagsAll"] = tagging.read(live, raw, found)
            found["tags"] = self._own_tags(found["tagsAll"], state.get("tags") or {})
        return found

    def _own_tags(self, all_tags: Mapping[str, str], asked: Mapping[str, str]) -> dict[str, str]:
        """The resource's tags without those that the provider adds to all."""
        return {
            key: value
            for key, value in all_tags.items()
            if key in asked or self.default_tags.get(key) != value
        }

    @staticmethod
    def _from(live: Live, raw: Mapping[str, Any]) -> Plain:
        return {
            name: shapes.text(value) if not isinstance(value, (int, list, dict)) else value
            for name, path in live.row.outputs_aws.items()
            if (value := dig(raw, path)) is not None
        }

    def _verified(self, live: Live, operation: str, state: Plain) -> Plain:
        """What reads back, if it is what was asked for.

        Raises:
            ProviderError: it is not; names the properties.
        """
        found = self._read(live, state)
        if found is None:
            raise ProviderError(f"{operation}: done, but what was written cannot be read back")
        found = live.row.recalled(found, state)
        for prop in live.row.props:
            asked, kind = state.get(prop.name), live.info.inputs.fields.get(prop.name, ANY)
            if asked is None or prop.unread or prop.member is None:
                continue
            if not same(found.get(prop.name), asked, prop, kind):
                secret = prop.name in live.info.secrets
                got = "something else" if secret else repr(found.get(prop.name))
                wanted = "a secret" if secret else repr(asked)
                raise ProviderError(
                    f"{operation}: {prop.name} reads back as {got}, but {wanted} was asked for. "
                    "The emulator did not take it."
                )
        return _outputs(live, found)


def imported(row: Row, resource_id: str) -> Plain:
    """The properties that an id says.

    Raises:
        ProviderError: the id has not the form of the type's ids.
    """
    form = row.import_id or row.id
    pieces = list(string.Formatter().parse(form))
    found: Plain = {}
    if all(name is None for _, name, _, _ in pieces):
        # There is only one, whatever it is called, as for AWS's plugin.
        return found
    rest = resource_id
    for number, (before, name, _, _) in enumerate(pieces):
        if not rest.startswith(before or ""):
            return _not_an_id(row, resource_id, form)
        rest = rest[len(before or "") :]
        if name is None:
            break
        after = pieces[number + 1][0] if number + 1 < len(pieces) else ""
        value, separator, rest = rest.partition(after) if after else (rest, "", "")
        if not value or (after and not separator):
            return _not_an_id(row, resource_id, form)
        rest = separator + rest
        found[name] = value
    return found


def _not_an_id(row: Row, resource_id: str, form: str) -> Plain:
    raise ProviderError(f"{resource_id!r} is not the id of a {row.pulumi_type}: its form is {form}")


def _inputs(row: Row) -> set[str]:
    return {prop.name for prop in row.props}


def _outputs(live: Live, state: Plain) -> Plain:
    """What of the state the type has as outputs."""
    archives = {prop.name for prop in live.row.props if prop.digest}
    return {
        name: value
        for name, value in state.items()
        if name in live.info.outputs - archives and value is not None and value is not UNKNOWN
    }

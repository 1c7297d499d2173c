"""What a table says of a type: one row a type, nothing that can be asked elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from sandbox.provider.errors import Fault
from sandbox.provider.values import Plain

if TYPE_CHECKING:
    from sandbox.provider.live import Live


@dataclass(frozen=True)
class Prop:
    """An input property.

    Attributes:
        name: Pulumi's name.
        aws: AWS's name, where it differs by more than capitals; `None`: not
            sent or read by the engine, the row's own functions do.
        replace: a change makes a new resource (ForceNew in the AWS provider).
        default: what the AWS provider fills in.
        computed: AWS chooses where nothing is given, so that leaving it out
            changes nothing (Optional and Computed in the AWS provider).
        unordered: a set.
        json: a JSON document; its form does not matter.
        unread: AWS, or the emulator, does not give it back.
        names: AWS's names of nested fields, where they differ by more than capitals.
        free: botocore's limits for it are not AWS's; the row's checks know better.
        digest: of an archive, the output that says what is in it. The archive itself
            is no output: the SDK takes nothing but an archive there, and fails on a hash.
    """

    name: str
    aws: str | None = ""
    replace: bool = False
    default: Any = None
    computed: bool = False
    unordered: bool = False
    json: bool = False
    unread: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    free: bool = False
    digest: str = ""

    @property
    def member(self) -> str | None:
        """AWS's name for it, capitals aside."""
        return self.name if self.aws == "" else self.aws


@dataclass(frozen=True)
class Update:
    """How changed properties reach AWS.

    `full` sends all that the operation takes; `patch` only what changed, as
    API Gateway's patch operations; `put` is the create operation again.
    It is called if a property that it takes has changed.
    """

    operation: str
    style: Literal["full", "patch", "put"] = "full"


@dataclass(frozen=True)
class Tagging:
    """How a service tags: the operations, and how they name their parts.

    `target` is the output (or "id") whose value names the resource.
    """

    tag: str
    untag: str
    read: str | None
    target: str
    target_member: str
    read_result: str = "Tags"
    tags_member: str = "Tags"
    keys_member: str = "TagKeys"


@dataclass(frozen=True)
class AutoName:
    """How Pulumi names what has no name: the resource's name and seven random hex digits."""

    property: str = "name"
    limit: int = 255
    prefix_property: str | None = None
    separator: str = "-"


Outputs = Callable[["Live", Plain, Mapping[str, Any]], Plain]
"""(live, state, what AWS said) → outputs."""
Step = Callable[["Live", Plain], None]
Change = Callable[["Live", Plain, Plain], None]
"""(live, old state, new state)."""
Find = Callable[["Live", Plain], "Mapping[str, Any] | None"]
"""What AWS says of the resource; None if it is gone."""
Adjust = Callable[[str, Plain, dict[str, Any]], None]
"""(operation, state, parameters): puts right what names alone cannot say."""


@dataclass(frozen=True)
class Row:
    """A resource type.

    Attributes:
        pulumi_type: Pulumi's name of the type, as in the SDK's classes.
        service: boto3's name of the service.
        props: the inputs that the sandbox takes.
        keys: the properties that name the resource to AWS, beside its id.
        id: Pulumi's id, made of properties; "{id}" is AWS's.
        create, read, delete: operations.
        created: where in the answer of `create` an id or output is.
        id_member: AWS's name for the id in `read`, `update` and `delete`.
        read_result: where in the answer of `read` the resource is.
        update: how to change it; empty if every change replaces it.
        import_id: the form of an id to import, if it is not `id`.
        outputs_aws: outputs that AWS gives, with AWS's names.
        outputs: outputs that are worked out.
        unsupported: inputs that the sandbox does not take, with the reason.
        tagging: how tags change, if not with the other properties.
        checks: what is wrong with inputs, as far as they are known.
        refusals: what AWS would refuse for what is there already; called with the
            new state and the old one (None) before create and update.
        find: reads in the place of the operation `read`, which then only gives the shape.
        create_by, update_by, delete_by: in the place of an operation.
        adjust: parameters that names alone cannot give.
        before_delete, after_create: further steps.
        moves: outputs that are not known before an update of the properties named.
        gone: AWS's error codes for "no such thing".
        why: why a verb has no operation.
    """

    pulumi_type: str
    service: str
    props: tuple[Prop, ...]
    read: str
    create: str | None = None
    delete: str | None = None
    keys: tuple[str, ...] = ()
    id: str = "{id}"
    created: Mapping[str, str] = field(default_factory=dict)
    id_member: str | None = None
    read_result: str = ""
    update: tuple[Update, ...] = ()
    import_id: str | None = None
    outputs_aws: Mapping[str, str] = field(default_factory=dict)
    outputs: Outputs | None = None
    unsupported: Mapping[str, str] = field(default_factory=dict)
    auto_name: AutoName | None = None
    tagging: Tagging | None = None
    checks: tuple[Callable[[Plain], Iterable[Fault]], ...] = ()
    refusals: tuple[Callable[[Live, Plain, Plain | None], None], ...] = ()
    find: Find | None = None
    create_by: Step | None = None
    update_by: Change | None = None
    delete_by: Step | None = None
    adjust: Adjust | None = None
    after_create: tuple[Step, ...] = ()
    before_delete: tuple[Step, ...] = ()
    moves: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    gone: frozenset[str] = frozenset({"NotFoundException", "ResourceNotFoundException"})
    why: str = ""

    @property
    def changeable(self) -> bool:
        """Whether anything can change in place."""
        return bool(self.update or self.update_by or self.tagging)

    def recalled(self, outputs: Plain, inputs: Plain | None = None) -> Plain:
        """The outputs, with the archives that their digests stand for."""
        found = dict(outputs)
        for prop in self.props:
            if prop.digest and prop.digest in outputs:
                known = (inputs or {}).get(prop.name) or {}
                found[prop.name] = {**known, "sha256": outputs[prop.digest]}
        return found

    def identify(self, state: Plain) -> str:
        """Pulumi's id of what has these properties."""
        return self.id.format_map(defaultdict(str, state))

    def prop(self, name: str) -> Prop | None:
        """The property of that name, if the sandbox takes it."""
        return next((prop for prop in self.props if prop.name == name), None)

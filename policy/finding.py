"""What a rule has found, and how it is told."""

from __future__ import annotations

from dataclasses import dataclass, replace

ROUTE_LINE = (
    'ScopedApi routes: [{"method": "<METHOD>", "path": "<PATH>", "scopes": ["<scope>"], …}]'
)


@dataclass(frozen=True)
class Mend:
    """The line to write: with this project's components, and with plain `pulumi_aws`.

    `<METHOD>` and `<PATH>` stand for the route's own.
    """

    component: str
    pulumi_aws: str

    def for_route(self, method: str | None, path: str | None) -> Mend:
        """The same lines with the route's method and path, as far as they are known."""
        component, plain = self.component, self.pulumi_aws
        for hole, value in (("<METHOD>", method), ("<PATH>", path)):
            if value is not None:
                component, plain = component.replace(hole, value), plain.replace(hole, value)
        return Mend(component, plain)


@dataclass(frozen=True)
class Subject:
    """What a finding is about, as people name it and as exemptions match it."""

    resource: str
    """The resource's name in the Pulumi program."""
    method: str | None = None
    path: str | None = None
    apis: tuple[str, ...] = ()
    """The API's names: its own, the Pulumi program's, its id. The first is shown."""
    settled: bool = True
    """False before the whole stack is read: a missing path or API name is then still to come."""

    def __str__(self) -> str:
        if self.method is None:
            return f'"{self.resource}"'
        route = self.method if self.path is None else f"{self.method} {self.path}"
        api = f' on API "{self.apis[0]}"' if self.apis else ""
        later = "" if self.settled else ", its path: see unprotected-method-paths at preview"
        return f'{route}{api} (resource "{self.resource}"{later})'


@dataclass(frozen=True)
class Finding:
    """One fault of one resource. Its text shows no property value that could be secret."""

    urn: str
    subject: Subject
    fault: str
    mend: Mend

    def text(self) -> str:
        """Three lines: what and why, and the two ways to mend it."""
        mend = self.mend.for_route(self.subject.method, self.subject.path)
        return (
            f"{self.subject}: {self.fault}\n"
            f"  mend, component:  {mend.component}\n"
            f"  mend, pulumi_aws: {mend.pulumi_aws}"
        )

    def about(self, subject: Subject) -> Finding:
        """The same fault with more known of its place."""
        return replace(self, subject=subject)

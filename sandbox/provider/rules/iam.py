"""What IAM refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sandbox.provider.errors import AwsError, Fault
from sandbox.provider.live import Live
from sandbox.provider.values import Plain

_MALFORMED = "MalformedPolicyDocument"


def trust(state: Plain) -> Iterator[Fault]:
    """Who may take a role: a policy with principals and without resources."""
    yield from _policy(state, "assumeRolePolicy", needs="Principal", has_not="Resource")


def document(state: Plain) -> Iterator[Fault]:
    """What a role may do: a policy with resources and without principals."""
    yield from _policy(state, "policy", needs="Resource", has_not="Principal")


def resource_policy(state: Plain) -> Iterator[Fault]:
    """Who may do what with the resource that it is of."""
    yield from _policy(state, "policy", needs="Principal", has_not="")


def _policy(state: Plain, name: str, *, needs: str, has_not: str) -> Iterator[Fault]:
    text = state.get(name)
    if not isinstance(text, str):
        return
    try:
        policy = json.loads(text)
    except ValueError as error:
        yield Fault(name, f"{_MALFORMED}: not JSON: {error}")
        return
    statements = policy.get("Statement") if isinstance(policy, dict) else None
    if not statements:
        yield Fault(name, f"{_MALFORMED}: Syntax errors in policy: it has no Statement.")
        return
    statements = statements if isinstance(statements, list) else [statements]
    for number, statement in enumerate(statements):
        place = f"{name}.Statement[{number}]"
        if not isinstance(statement, dict) or statement.get("Effect") not in ("Allow", "Deny"):
            yield Fault(place, f"{_MALFORMED}: Effect must be Allow or Deny.")
        elif not {"Action", "NotAction"} & statement.keys():
            yield Fault(place, f"{_MALFORMED}: Policy statement must contain actions.")
        elif not {needs, f"Not{needs}"} & statement.keys():
            yield Fault(place, f"{_MALFORMED}: Policy statement must contain {needs}.")
        elif has_not in statement:
            yield Fault(place, f"{_MALFORMED}: Has prohibited field {has_not}.")


def role_is_new(live: Live, state: Plain, old: Plain | None) -> None:
    """Roles of an account have different names."""
    if old is None and live.look("GetRole", RoleName=state["name"]):
        raise AwsError(
            "EntityAlreadyExists", f"Role with name {state['name']} already exists.", "CreateRole"
        )


def role_is_free(live: Live, state: Plain) -> None:
    """A role goes when nothing hangs on it."""
    role = {"RoleName": state["name"]}
    if live.look("GetRole", **role) is None:
        return
    attached = [
        policy["PolicyName"]
        for policy in live.all_of("ListAttachedRolePolicies", "AttachedPolicies", **role)
    ]
    if attached:
        raise AwsError(
            "DeleteConflict",
            f"Cannot delete entity, must detach all policies first: {', '.join(attached)}",
            "DeleteRole",
        )
    inline = live.all_of("ListRolePolicies", "PolicyNames", **role)
    if inline:
        raise AwsError(
            "DeleteConflict",
            f"Cannot delete entity, must delete policies first: {', '.join(inline)}",
            "DeleteRole",
        )


def policy_is_new(live: Live, state: Plain, old: Plain | None) -> None:
    """Policies of an account have different names."""
    path = state.get("path") or "/"
    arn = f"arn:aws:iam::{live.account}:policy{path}{state['name']}"
    if old is None and live.look("GetPolicy", PolicyArn=arn):
        raise AwsError(
            "EntityAlreadyExists",
            f"A policy called {state['name']} already exists. Duplicate names are not allowed.",
            "CreatePolicy",
        )


def policy_is_free(live: Live, state: Plain) -> None:
    """A policy goes when it is attached to nothing."""
    answer = live.look("GetPolicy", PolicyArn=state["id"])
    if answer and answer["Policy"].get("AttachmentCount"):
        raise AwsError(
            "DeleteConflict",
            "Cannot delete a policy attached to entities.",
            "DeletePolicy",
        )

"""Random stacks are accepted if and only if every method in them is protected."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.policy.parts import (
    api,
    authorizer,
    integration,
    integration_response,
    method,
    pool,
    resource,
    server,
    updated,
)
from tests.policy.world import Made, Servicer, U

OPENID = {"openid", "email", "profile", "phone", "aws.cognito.signin.user.admin"}
DECLARED = {"one": {"a/read", "a/write"}, "two": {"b/read"}}
ABSENT = None


def mostly(good: Any, *bad: Any) -> st.SearchStrategy[Any]:
    return st.one_of(*[st.just(good)] * 12, *map(st.just, bad))


@dataclass(frozen=True)
class Drawn:
    """One method with what stands behind it, as plain facts for the judge."""

    verb: str
    authorization: Any
    refers: bool
    type: Any
    pools: tuple[str, ...]
    own_api: bool
    scopes: Any
    integration: Any
    cors: bool

    def protected(self) -> bool:
        """The judge: a few lines that know nothing of the pack."""
        if self.verb == "OPTIONS" and self.authorization in (ABSENT, "", "NONE", "none"):
            return self.integration == "MOCK" and self.cors
        if (self.authorization, self.type) != ("COGNITO_USER_POOLS",) * 2 or not self.pools:
            return False
        if not (self.refers and self.own_api) or not isinstance(self.scopes, list):
            return False
        offered = OPENID.union(*(DECLARED[name] for name in self.pools))
        return set(self.scopes) <= offered and not set(self.scopes) <= OPENID


drawn = st.builds(
    Drawn,
    verb=st.sampled_from(["GET", "POST", "ANY", "OPTIONS"]),
    authorization=mostly("COGNITO_USER_POOLS", "NONE", "none", "AWS_IAM", "CUSTOM", "", U, ABSENT),
    refers=mostly(True, False),
    type=mostly("COGNITO_USER_POOLS", "TOKEN", "REQUEST", U, ABSENT),
    pools=mostly(("one",), ("two",), ("one", "two"), ()),
    own_api=mostly(True, False),
    scopes=st.one_of(
        mostly(["a/read"], ABSENT, [], U, [""]),
        st.lists(
            st.sampled_from(["a/read", "a/write", "b/read", "A/read", "openid", "email", " ", U]),
            min_size=1,
            max_size=3,
            unique=True,
        ),
    ),
    integration=mostly("MOCK", "AWS_PROXY", U),
    cors=mostly(True, False),
)


def build(facts: list[Drawn]) -> list[Made]:
    """The stack with these methods, spread over APIs and nested paths."""
    pools = {name: pool(name) for name in DECLARED}
    servers = [
        server(pools[name], next(iter(full)).split("/")[0], sorted(s.split("/")[1] for s in full))
        for name, full in DECLARED.items()
    ]
    stranger = api("stranger")
    made = [*pools.values(), *servers, stranger]
    for number, fact in enumerate(facts):
        own = replace(api(f"api{number}"), name=f"api{number}")
        top = replace(resource(own, "top"), name=f"top{number}")
        leaf = replace(resource(own, "{id}", top), name=f"leaf{number}")
        auth = authorizer(
            own if fact.own_api else stranger,
            tuple(pools[name] for name in fact.pools),
            name=f"auth{number}",
            type=fact.type,
        )
        it = method(
            (own, top, leaf)[number % 3],
            auth if fact.refers else None,
            name=f"method{number}",
            httpMethod=fact.verb,
            authorization=fact.authorization,
            authorizationScopes=fact.scopes,
        )
        more = [integration(it, fact.integration)]
        if fact.cors:
            more.append(replace(integration_response(it), name=f"response{number}"))
        made += [own, top, leaf, auth, it, *more]
    return made


@settings(max_examples=120, deadline=None)
@given(
    facts=st.lists(drawn, min_size=1, max_size=4),
    stage=st.sampled_from(["preview", "update", "imported"]),
)
def test_accepted_if_and_only_if_protected(facts: list[Drawn], stage: str) -> None:
    made = build(facts)
    if stage != "preview":
        made = updated(made)
    if stage == "imported":
        # A state whose resources know each other by id alone.
        made = [replace(each, sources={}) for each in made]
    told = Servicer().run(made)
    rejected = {each.urn for each in told if each.level == "mandatory"}
    # And not only whether: the methods that are rejected are those that are not protected.
    assert {urn.rpartition("::")[2] for urn in rejected} == {
        f"method{number}" for number, fact in enumerate(facts) if not fact.protected()
    }


def test_the_judge_accepts_and_rejects() -> None:
    good = Drawn(
        "GET",
        "COGNITO_USER_POOLS",
        True,
        "COGNITO_USER_POOLS",
        ("one",),
        True,
        ["a/read"],
        "MOCK",
        True,
    )
    assert good.protected()
    assert not replace(good, scopes=["openid"]).protected()
    assert replace(good, verb="OPTIONS", authorization="NONE").protected()

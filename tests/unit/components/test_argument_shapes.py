"""Arguments against their TypedDicts: keys, types, values that are not known."""

from __future__ import annotations

import pulumi
import pytest
from scoped_api import ArgumentsError
from scoped_api.arguments import Mistakes

from tests.unit.components.api import args, mistakes, only_mistake, route

FIELDS = (
    "user_pool_arn, identifier, scopes, backends, routes, openapi, stage, stage_variables, "
    "description, authorizer_cache_seconds, error_body, cors, throttle, refuse_others, "
    "access_logs, tracing, web_acl_arn, endpoint, domain, tags"
)


def test_good_arguments_have_no_mistakes() -> None:
    assert mistakes(args()) == []


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            args(stagee="dev"),
            f'stagee: is not an argument. Did you mean "stage"? Allowed: {FIELDS}.',
        ),
        (args(colour="red"), f"colour: is not an argument. Allowed: {FIELDS}."),
        (args(identifier=None), 'identifier: is missing. Write "identifier": "...".'),
        (args(scopes=None), 'scopes: is missing. Write "scopes": {...}.'),
        (args(identifier=7), "identifier: must be a string, not a whole number."),
        (args(tracing="yes"), "tracing: must be true or false, not a string."),
        (
            args(authorizer_cache_seconds=True),
            ("authorizer_cache_seconds: must be a whole number, not true or false."),
        ),
        (
            args(authorizer_cache_seconds=0.5),
            ("authorizer_cache_seconds: must be a whole number, not a number."),
        ),
        (args(routes={"GET": "/orders"}), "routes: must be a list, not a mapping. Put it in [ ]."),
        (args(scopes=["orders.read"]), "scopes: must be a mapping, not a list."),
        (
            args(domain="api.example.com"),
            (
                "domain: must be a mapping with the keys name, certificate_arn, base_path, "
                "not a string."
            ),
        ),
        (
            args(routes=[route(scopes="orders.read")]),
            "routes[0].scopes: must be a list, not a string. Put it in [ ].",
        ),
        (
            args(routes=[route(scopes=[1])]),
            "routes[0].scopes[0]: must be a string, not a whole number.",
        ),
        (args(throttle={"rate": 5}), 'throttle.burst: is missing. Write "burst": 1.'),
    ],
)
def test_a_wrong_shape(given: object, message: str) -> None:
    assert only_mistake(given) == message


def test_arguments_that_are_no_mapping() -> None:
    found = mistakes([])
    assert found[0] == f"must be a mapping with the keys {FIELDS}, not a list."


def test_an_output_where_a_plain_value_is_needed() -> None:
    given = args(routes=[route(path=pulumi.Output.from_input("/orders"))])
    assert only_mistake(given) == (
        "routes[0].path: is an Output, which is not known at preview. Write a plain value here, "
        "for example from pulumi.Config."
    )


def test_an_output_where_one_is_allowed() -> None:
    assert mistakes(args(user_pool_arn=pulumi.Output.from_input("anything"))) == []


def test_whole_numbers_that_come_as_floats_from_other_languages() -> None:
    assert mistakes(args(authorizer_cache_seconds=60.0)) == []


def test_none_is_as_if_left_out() -> None:
    assert mistakes({**args(), "stage": None}) == []
    assert 'is missing. Write "identifier"' in only_mistake({**args(), "identifier": None})


def test_all_mistakes_of_all_kinds_in_one_error() -> None:
    found = mistakes(
        args(
            stagee="x",
            identifier="com orders",
            routes=[
                route(method="get"),
                route(path="orders"),
                route(scopes=["orders.raed"]),
                route(path=3),
            ],
        )
    )
    assert [line.partition(": ")[0] for line in found] == [
        "routes[3].path",
        "stagee",
        "identifier",
        "routes[0] (get /orders)",
        "routes[1] (GET orders)",
        "routes[2] (GET /orders)",
    ]


def test_a_mistake_is_known_by_its_place_and_what_is_around_it() -> None:
    found = Mistakes("Thing", "one")
    found.add("routes[1].path", "is bad")
    assert found.within("routes[1].path")
    assert found.within("routes[1]")
    assert found.within("routes")
    assert not found.within("routes[1].pa")
    assert not found.within("routes[10]")


def test_the_error_is_one_that_pulumi_prints_without_a_traceback() -> None:
    assert issubclass(ArgumentsError, pulumi.RunError)

"""Paths: what API Gateway takes, for any path."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scoped_api import paths
from scoped_api.arguments import Mistakes

from tests.unit.components.api import args, mistakes, only_mistake, route

NAMES = st.text(string.ascii_letters + string.digits + "._:-", min_size=1, max_size=6)


@st.composite
def good_paths(draw: st.DrawFn) -> str:
    """A path that API Gateway takes: words, parameters of different names, a greedy end."""
    words = draw(st.lists(NAMES, max_size=5))
    parameters = draw(st.lists(NAMES, max_size=3, unique=True))
    parts = draw(st.permutations([*words, *(f"{{{name}}}" for name in parameters)]))
    if parts and parts[-1].startswith("{") and draw(st.booleans()):
        parts = [*parts[:-1], parts[-1].replace("}", "+}")]
    return "/" + "/".join(parts)


def problems(path: str) -> list[tuple[str, str]]:
    found = Mistakes("ScopedApi", "x")
    paths.check(path, found, "here")
    return found._found


@given(good_paths())
def test_good_paths_are_taken(path: str) -> None:
    assert problems(path) == []


@given(good_paths(), st.sampled_from(' "#%?&={}é\\*'))
def test_a_character_that_api_gateway_refuses(path: str, character: str) -> None:
    bad = f"{path.rstrip('/')}/a{character}b"
    [(where, message)] = problems(bad)
    assert where == "here"
    assert message.startswith(f'"{bad}" ')


@given(good_paths())
def test_a_slash_too_many_or_too_few_shows_the_path_to_write(path: str) -> None:
    parts = paths.segments(path)
    if parts:
        for bad in (path + "/", path.replace("/", "//")):
            [(_, message)] = problems(bad)
            assert message == f'"{bad}" has an empty part. Write "{path}".'
        [(_, message)] = problems(path[1:])
        assert message == f'"{path[1:]}" must start with a slash. Write "{path}".'


@given(st.lists(good_paths(), max_size=6))
def test_every_path_has_a_resource_and_its_parent_before_it(wanted: list[str]) -> None:
    made = ["/"]
    for path in paths.with_ancestors(wanted):
        assert paths.parent(path) in made
        assert path not in made
        made.append(path)
    assert {*wanted} <= {*made}
    assert all(any(path.startswith(one) for path in [*wanted, "/"]) for one in made)


@given(good_paths())
def test_a_parameters_name_does_not_name_its_resource(path: str) -> None:
    renamed = path
    for name in paths.parameters(path):
        renamed = renamed.replace(f"{{{name}", f"{{{name}x")
    assert paths.slot(renamed) == paths.slot(path)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (
            "/files/{proxy+}/x",
            (
                '"/files/{proxy+}/x" goes on after {proxy+}, which takes all that '
                'follows. Write "/files/{proxy+}".'
            ),
        ),
        ("/a/{id}/b/{id}", '"/a/{id}/b/{id}" has the parameter {id} twice. Name each differently.'),
        (
            "/a/x{id}",
            (
                '"/a/x{id}" has a part that API Gateway refuses: "x{id}". Write letters, '
                "digits and . _ - : only, or {name}, or {name+} as the last part."
            ),
        ),
    ],
)
def test_a_bad_path(path: str, message: str) -> None:
    assert only_mistake(args(routes=[route(path=path)])) == f"routes[0] (GET {path}): {message}"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/o/{a}", "/o/{b}/x"),
        ("/o/{a}", "/o/{rest+}"),
        ("/{a}", "/{b}"),
        ("/o/{a}/x/{c}", "/o/{a}/x/{d}"),
    ],
)
def test_two_names_for_a_parameter_at_one_level(one: str, other: str) -> None:
    message = only_mistake(args(routes=[route(path=one), route(path=other)]))
    assert message.startswith(f'routes[1] (GET {other}): "{other}" has {{')
    assert message.endswith(
        "API Gateway allows one parameter at a level. Use the same name in both."
    )


def test_a_parameter_beside_a_word_and_the_same_name_on_other_levels() -> None:
    fine = ["/o/{a}", "/o/new", "/p/{b}", "/o/{a}/{b}", "/", "/{proxy+}"]
    assert mistakes(args(routes=[route(path=path) for path in fine])) == []

"""Routes from an OpenAPI 3 document: an operation is a route, its security its scopes."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypedDict

import yaml
from typing_extensions import NotRequired

from .arguments import Mistakes
from .json_schema import self_contained
from .openapi_document import DocumentError, listing, mapping, resolve
from .routes import RouteArgs

_OPERATIONS = ("get", "post", "put", "patch", "delete", "head", "options")
# What else may stand beside them.
_NO_OPERATIONS = ("summary", "description", "servers", "parameters")
_ANY = "x-amazon-apigateway-any-method"
BACKEND, PUBLIC = "x-scoped-api-backend", "x-scoped-api-public"


class OpenApiArgs(TypedDict):
    """An OpenAPI 3 document whose operations become routes.

    An operation's `security` names its scopes, each in an alternative of its own: API Gateway
    lets a token in that has any one. `x-scoped-api-backend` names an operation's backend,
    `x-scoped-api-public` says why anyone may call it. Required query parameters, headers and
    JSON bodies are checked by API Gateway; what JSON schema, draft 4, does not know (`if`,
    `prefixItems`, …) it does not check. Keys that cannot be a route are a mistake.
    """

    file: str
    """The document, YAML or JSON, from the program's folder."""
    backend: NotRequired[str]
    """The backend of operations that name none. Not needed where there is only one."""


def read_routes(args: OpenApiArgs, mistakes: Mistakes, where: str) -> dict[str, RouteArgs]:
    """The routes of a document, by where each was written (`openapi[GET/orders]`)."""
    document = _load(args["file"], mistakes, where)
    if document is None:
        return {}
    routes: dict[str, RouteArgs] = {}
    for path, method, item, operation in _operations(document, mistakes, where):
        label = f"{where}[{method}{path}]"
        routes[label] = _route(document, path, method, item, operation, mistakes, label)
        backend = operation.get(BACKEND, args.get("backend"))
        if backend is not None:
            routes[label]["backend"] = str(backend)
    if not routes and not mistakes.within(where):
        mistakes.add(f"{where}.file", f"{args['file']} has no operations. Write some in `paths`.")
    return routes


def _load(file: str, mistakes: Mistakes, where: str) -> Mapping[str, Any] | None:
    """Read a document, YAML or JSON."""
    place = f"{where}.file"
    try:
        document = _parse(Path(file).read_text(encoding="utf-8"))
    except OSError as error:
        mistakes.add(place, f"{file} cannot be read: {error.strerror}. Write the document's path.")
        return None
    except (yaml.YAMLError, ValueError) as error:
        mistakes.add(place, f"{file} is neither YAML nor JSON: {' '.join(str(error).split())}.")
        return None
    version = str(document.get("openapi", "")) if isinstance(document, Mapping) else ""
    if not version.startswith("3."):
        mistakes.add(place, f'{file} is no OpenAPI 3 document: it has no "openapi": "3...." line.')
        return None
    if not isinstance(document.get("paths"), Mapping):
        mistakes.add(place, f"{file} has no `paths`.")
        return None
    return dict(document)


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        # Most JSON is YAML too, but not all: escaped characters beyond the first 65,536.
        return yaml.safe_load(text)


def _operations(
    document: Mapping[str, Any], mistakes: Mistakes, where: str
) -> Iterator[tuple[str, str, Mapping[str, Any], Mapping[str, Any]]]:
    """Path, method, path item and operation of each operation."""
    for path, written in document["paths"].items():
        label = f"{where}[{path}]"
        try:
            item = resolve(document, written, "a path item")
        except DocumentError as error:
            mistakes.add(label, str(error))
            continue
        for key, operation in item.items():
            if key in _OPERATIONS or key == _ANY:
                method = "ANY" if key == _ANY else key.upper()
                if isinstance(operation, Mapping):
                    yield str(path), method, item, operation
                else:
                    mistakes.add(f"{where}[{method}{path}]", "is no operation. Write a mapping.")
            elif key not in _NO_OPERATIONS and not str(key).startswith("x-"):
                mistakes.add(
                    label,
                    f'has "{key}", which cannot be a route. Write one of {", ".join(_OPERATIONS)}, '
                    f"or {_ANY}.",
                )


def _route(
    document: Mapping[str, Any],
    path: str,
    method: str,
    item: Mapping[str, Any],
    operation: Mapping[str, Any],
    mistakes: Mistakes,
    label: str,
) -> RouteArgs:
    route: RouteArgs = {"method": method, "path": path}
    scopes = _scopes(operation.get("security", document.get("security", [])), mistakes, label)
    if PUBLIC in operation:
        route["public"] = str(operation[PUBLIC] or "")
        if "security" in operation and scopes:
            route["scopes"] = scopes
    else:
        route["scopes"] = scopes
    try:
        required = _required_parameters(document, item, operation)
        schema = _body_schema(document, operation)
    except DocumentError as error:
        mistakes.add(label, str(error))
        return route
    if required:
        route["required_parameters"] = required
    if schema is not None:
        route["body_schema"] = schema
    return route


def _scopes(security: Any, mistakes: Mistakes, label: str) -> list[str]:
    """The scopes of which a token needs one. Combinations that API Gateway has not are refused."""
    scopes: list[str] = []
    for alternative in security if isinstance(security, list) else []:
        if not isinstance(alternative, Mapping) or not alternative:
            mistakes.add(
                label,
                "has an empty alternative ({}) in its security, which lets anyone in. Remove it, "
                f"or write {PUBLIC}: <why> instead of security.",
            )
            continue
        if not all(isinstance(listed, (list, type(None))) for listed in alternative.values()):
            mistakes.add(label, "has no list of scopes in its security. Write [<scope>] there.")
            continue
        wanted = [scope for listed in alternative.values() for scope in listed or []]
        if len(alternative) > 1 or len(wanted) > 1:
            each = [scope for key, listed in alternative.items() for scope in listed or [key]]
            written = " and ".join(map(str, each))
            mistakes.add(
                label,
                f"demands {written} together, but API Gateway lets a token in that has any one. "
                "Declare one scope that stands for both, or write each as an alternative of its "
                "own.",
            )
        elif not wanted:
            mistakes.add(
                label,
                f"has an alternative without scopes ({', '.join(map(str, alternative))}) in its "
                "security. Name a scope there.",
            )
        scopes += [str(scope) for scope in wanted if str(scope) not in scopes]
    return scopes


def _required_parameters(
    document: Mapping[str, Any], item: Mapping[str, Any], operation: Mapping[str, Any]
) -> list[str]:
    found: dict[tuple[str, str], bool] = {}
    for owner in (item, operation):
        for written in listing(owner.get("parameters", []), "parameters"):
            parameter = resolve(document, written, "a parameter")
            place, name = str(parameter.get("in")), str(parameter.get("name"))
            # OpenAPI says to ignore these as parameters: security stands for them.
            if place in ("query", "header") and name.lower() not in (
                "authorization",
                "accept",
                "content-type",
            ):
                found[place, name] = bool(parameter.get("required"))
    return [f"{place}.{name}" for (place, name), required in found.items() if required]


def _body_schema(
    document: Mapping[str, Any], operation: Mapping[str, Any]
) -> dict[str, Any] | None:
    body = resolve(document, operation.get("requestBody", {}), "a request body")
    content = mapping(body.get("content", {}), "content")
    schema = mapping(content.get("application/json", {}), "a media type").get("schema")
    return None if schema is None else self_contained(schema, document)

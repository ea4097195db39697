"""Which resource and method a request is for."""

import pytest

from constructs_gw.local.declarations import Method, Resource
from constructs_gw.local.routing import MAX_SEGMENTS, route

RESOURCES = tuple(
    Resource(path, dict.fromkeys(methods.split(), Method()))
    for path, methods in {
        "/": "GET",
        "/orders": "GET",
        "/orders/{id}": "GET DELETE",
        "/orders/new": "POST",
        "/orders/{id}/items/{item}": "GET",
        "/files/{proxy+}": "ANY",
        "/files/fixed": "POST",
        "/{any}": "GET",
        "/{any}/deep": "GET",
        "/api/jobs/{id}": "GET",
        "/api/{proxy+}": "POST",
    }.items()
)


@pytest.mark.parametrize(
    ("request_line", "path"),
    [
        ("GET /", "/"),
        ("GET /orders/", "/orders"),
        ("GET /orders/7", "/orders/{id}"),
        ("POST /orders/new", "/orders/new"),
        ("GET /files/a/b", "/files/{proxy+}"),
        ("GET /files/fixed", "/files/{proxy+}"),
        ("GET /x", "/{any}"),
        ("GET /x/deep", "/{any}/deep"),
        ("POST /api/jobs", "/api/{proxy+}"),
        ("OPTIONS /files/a", "/files/{proxy+}"),
    ],
)
def test_the_most_specific_resource_is_found(request_line: str, path: str) -> None:
    found = route(RESOURCES, *reversed(request_line.split()))
    assert found is not None
    assert found[0].path == path


@pytest.mark.parametrize(
    "request_line",
    [
        "HEAD /orders",  # GET does not bring HEAD
        "OPTIONS /orders",
        "GET /orders/new",  # only a greedy parameter takes over for a method that the resource does not have
        "GET /files",  # the resource is there, as the parent of another, and has no method
        "GET /api",
        "GET /orders/7/items",
        "GET /api/jobs",
        "TRACE /files/a",  # ANY does not cover it
        "ANY /files/a",
        "GET /" + "a/" * (MAX_SEGMENTS + 1),
    ],
)
def test_nothing_is_found(request_line: str) -> None:
    assert route(RESOURCES, *reversed(request_line.split())) is None


def test_path_parameters_are_decoded_once() -> None:
    found = route(RESOURCES, "/orders/a%2Fb/items/%2525", "GET")
    assert found is not None
    assert found[2] == {"id": "a/b", "item": "%25"}


def test_a_greedy_parameter_takes_the_rest() -> None:
    found = route(RESOURCES, "/files/a/b%20c", "PUT")
    assert found is not None
    assert found[2] == {"proxy": "a/b c"}

"""What clients of a stage get."""

from .sample import client_of, template


def test_an_unknown_route_is_answered_as_api_gateway_does() -> None:
    with client_of(template({})) as client:
        answer = client.get("/nope")
    assert answer.status_code == 403
    assert answer.json() == {"message": "Missing Authentication Token"}
    assert answer.headers["x-amzn-ErrorType"] == "MissingAuthenticationTokenException"


def test_headers_are_spelled_as_api_gateway_spells_them() -> None:
    with client_of(template({})) as client:
        names = [name.decode() for name, _ in client.get("/nope").headers.raw]
    assert {"x-amzn-RequestId", "x-amz-apigw-id", "x-amzn-ErrorType", "Content-Type"} <= set(names)

"""The sample request of the API reference's page on PutGatewayResponse gets the sample response, over HTTP."""

import json

import httpx

from .aws_client import an_api, served_to_sdk

HEADERS = {
    "Host": "beta-apigateway.us-east-1.amazonaws.com",
    "Content-Type": "application/json",
    "X-Amz-Date": "20170503T201609Z",
    "Authorization": "AWS4-HMAC-SHA256 Credential={access-key-id}/20170503/us-east-1/apigateway/aws4_request, "
    "SignedHeaders=content-length;content-type;host;x-amz-date, "
    "Signature=15e138ede132fa8c35c665412f407bd23a9993bdc79b3bef22f1ccccc4c6fac1",
    "Cache-Control": "no-cache",
    "Postman-Token": "639177c3-627e-3566-a367-7746659d2360",
}

REQUEST = r"""
{ "statusCode" : "404", "responseParameters" : { "gatewayresponse.header.x-request-path": "method.request.path.petId",
"gatewayresponse.header.Access-Control-Allow-Origin": "'a.b.c'", "gatewayresponse.header.x-request-query":
"method.request.querystring.q", "gatewayresponse.header.x-request-header": "method.request.header.Accept" },
"responseTemplates" : { "application/json": "{\n \"message\": $context.error.messageString,\n \"type\": \"$context.error.responseType\",\n \"stage\": \"$context.stage\",\n \"resourcePath\": \"$context.resourcePath\",\n \"stageVariables.a\": \"$stageVariables.a\",\n \"statusCode\": \"'404'\"\n}" } }
"""  # noqa: E501

RESPONSE = r"""
{ "_links": { "curies": { "href":
"http://docs.aws.amazon.com/apigateway/latest/developerguide/restapi-gatewayresponse-{rel}.html", "name":
"gatewayresponse", "templated": true }, "self": { "href":
"/restapis/o81lxisefl/gatewayresponses/MISSING_AUTHENTICATION_TOKEN" }, "gatewayresponse:delete": { "href":
"/restapis/o81lxisefl/gatewayresponses/MISSING_AUTHENTICATION_TOKEN" }, "gatewayresponse:put": { "href":
"/restapis/o81lxisefl/gatewayresponses/{response_type}", "templated": true }, "gatewayresponse:update": { "href":
"/restapis/o81lxisefl/gatewayresponses/MISSING_AUTHENTICATION_TOKEN" } }, "defaultResponse": false,
"responseParameters": { "gatewayresponse.header.x-request-path": "method.request.path.petId",
"gatewayresponse.header.Access-Control-Allow-Origin": "'a.b.c'", "gatewayresponse.header.x-request-query":
"method.request.querystring.q", "gatewayresponse.header.x-request-header": "method.request.header.Accept" },
"responseTemplates": { "application/json": "{\n \"message\": $context.error.messageString,\n \"type\": \"$context.error.responseType\",\n \"stage\": \"$context.stage\",\n \"resourcePath\": \"$context.resourcePath\",\n \"stageVariables.a\": \"$stageVariables.a\",\n \"statusCode\": \"'404'\"\n}" },
"responseType": "MISSING_AUTHENTICATION_TOKEN", "statusCode": "404" }
"""  # noqa: E501

PATH = "/restapis/o81lxisefl/gatewayresponses/MISSING_AUTHENTICATION_TOKEN"


def test_the_sample_request_gets_the_sample_response() -> None:
    with served_to_sdk(an_api("o81lxisefl")) as (_, url):
        response = httpx.put(url + PATH, content=REQUEST.encode(), headers=HEADERS)
    assert response.status_code == 201
    assert response.headers["Content-Type"] == "application/json"
    assert response.json() == json.loads(RESPONSE)


def test_clients_of_the_stage_see_it_once_it_is_deployed() -> None:
    with served_to_sdk(an_api("o81lxisefl", "test")) as (client, url):
        httpx.put(url + PATH, content=REQUEST.encode(), headers=HEADERS)
        client.create_deployment(restApiId="o81lxisefl", stageName="test", variables={"a": "x"})
        response = httpx.get(f"{url}/_aws/execute-api/o81lxisefl/test/pets?q=1", headers={"Accept": "text/plain"})
    assert response.status_code == 404
    headers = ("Access-Control-Allow-Origin", "x-request-query", "x-request-header", "x-request-path")
    assert [response.headers.get(name) for name in headers] == ["a.b.c", "1", "text/plain", None]
    body = response.json()
    assert (body["message"], body["stageVariables.a"]) == ("Missing Authentication Token", "x")


def test_an_sdk_asks_for_plain_json_and_gets_no_links() -> None:
    with served_to_sdk(an_api("o81lxisefl")) as (_, url):
        data = httpx.get(url + PATH, headers={"Accept": "application/json"}).json()
    assert sorted(data) == ["defaultResponse", "responseParameters", "responseTemplates", "responseType", "statusCode"]


def test_links_of_the_list_are_those_of_its_sample() -> None:
    """API reference, GetGatewayResponses: a type that is not customized has no link to delete it."""
    with served_to_sdk(an_api("o81lxisefl")) as (_, url):
        data = httpx.get(f"{url}/restapis/o81lxisefl/gatewayresponses").json()
    base = "/restapis/o81lxisefl/gatewayresponses"
    assert data["_links"] == {
        "curies": json.loads(RESPONSE)["_links"]["curies"],
        "self": {"href": base},
        "first": {"href": base},
        "gatewayresponse:by-type": {"href": f"{base}/{{response_type}}", "templated": True},
        "item": [{"href": f"{base}/{item['responseType']}"} for item in data["_embedded"]["item"]],
    }
    assert len(data["_embedded"]["item"]) == 21
    assert data["_embedded"]["item"][0] == {
        "_links": {
            "self": {"href": f"{base}/INTEGRATION_FAILURE"},
            "gatewayresponse:put": {"href": f"{base}/{{response_type}}", "templated": True},
            "gatewayresponse:update": {"href": f"{base}/INTEGRATION_FAILURE"},
        },
        "defaultResponse": True,
        "responseParameters": {},
        "responseTemplates": {"application/json": '{"message":$context.error.messageString}'},
        "responseType": "INTEGRATION_FAILURE",
        "statusCode": "504",
    }

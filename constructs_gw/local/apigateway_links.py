"""The links of answers in the Hypertext Application Language (HAL).

The API reference's sample responses have them, and its sample requests no `Accept`. AWS's own SDK for Python sends
`Accept: application/json` to API Gateway alone (botocore, `add_accept_header`): that answers have links unless that is
asked for is inferred from it.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from constructs_gw.local.apigateway_inputs import Input

_CURIES = {
    "href": "http://docs.aws.amazon.com/apigateway/latest/developerguide/restapi-gatewayresponse-{rel}.html",
    "name": "gatewayresponse",
    "templated": True,
}


def wants_links(accept: str) -> bool:
    """Whether a request takes links."""
    return accept.partition(";")[0].strip().lower() != "application/json"


def gateway_response(given: Input, data: Mapping[str, Any]) -> dict[str, Any]:
    """One gateway response, as in the samples of GetGatewayResponse and PutGatewayResponse."""
    linked = _linked(_collection(given), data)
    return {**linked, "_links": {"curies": _CURIES, **linked["_links"]}}


def gateway_responses(given: Input, data: Mapping[str, Any]) -> dict[str, Any]:
    """All of them, as in the sample of GetGatewayResponses."""
    collection = _collection(given)
    items = [_linked(collection, each) for each in data["item"]]
    links = {
        "curies": _CURIES,
        "self": {"href": collection},
        "first": {"href": collection},
        "gatewayresponse:by-type": {"href": f"{collection}/{{response_type}}", "templated": True},
        "item": [each["_links"]["self"] for each in items],
    }
    return {"_links": links, "_embedded": {"item": items}}


def _collection(given: Input) -> str:
    return f"/restapis/{quote(given.path['restapi_id'], safe='')}/gatewayresponses"


def _linked(collection: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """A gateway response with its links; one that is not customized has nothing to delete, as in the samples."""
    own = {"href": f"{collection}/{data['responseType']}"}
    links = {
        "self": own,
        **({} if data["defaultResponse"] else {"gatewayresponse:delete": own}),
        "gatewayresponse:put": {"href": f"{collection}/{{response_type}}", "templated": True},
        "gatewayresponse:update": own,
    }
    return {"_links": links, **data}

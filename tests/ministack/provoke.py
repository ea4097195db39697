"""How to cause each gateway response type, and which MiniStack never answers with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from .provoking_api import STAGE, api_key, template
from .server import REGION, Answer, MiniStack


@dataclass(frozen=True, slots=True)
class ProvokingApi:
    """A deployed provoking API."""

    ministack: MiniStack
    stack_name: str
    rest_api_id: str

    def request(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: str | None = None
    ) -> Answer:
        """Call the API's stage."""
        return self.ministack.request(self.rest_api_id, STAGE, method, path, headers, body)


Headers: TypeAlias = Mapping[str, str] | None
Provoke: TypeAlias = Callable[[ProvokingApi, Headers], Answer]


def deploy(
    ministack: MiniStack,
    stack_name: str,
    gateway_responses: Mapping[str, Mapping[str, Any]],
    **options: Any,
) -> ProvokingApi:
    """Deploy the provoking API with these gateway responses; the options are those of `template`."""
    stack = ministack.deploy(template(gateway_responses, **options), stack_name)
    return ProvokingApi(ministack, stack_name, stack.outputs["RestApiId"])


def unknown_route(api: ProvokingApi, headers: Headers = None) -> Answer:
    """A path that no resource has."""
    return api.request("GET", "/nowhere", headers)


def unknown_method(api: ProvokingApi, headers: Headers = None) -> Answer:
    """A method that the resource does not have."""
    return api.request("DELETE", "/ok", headers)


def unrouted_preflight(api: ProvokingApi, headers: Headers = None) -> Answer:
    """A browser's preflight to a resource without OPTIONS."""
    asked = {"Origin": "https://shop.example.com", "Access-Control-Request-Method": "GET"}
    return api.request("OPTIONS", "/ok", {**asked, **(headers or {})})


def unsigned(api: ProvokingApi, headers: Headers = None) -> Answer:
    """No signature on a method with IAM authorization."""
    return api.request("GET", "/signed", headers)


def no_api_key(api: ProvokingApi, headers: Headers = None) -> Answer:
    """No API key where one is required."""
    return api.request("GET", "/keyed", headers)


def unknown_api_key(api: ProvokingApi, headers: Headers = None) -> Answer:
    """An API key that nobody has."""
    return api.request("GET", "/keyed", {"x-api-key": "nobody-has-this-key-1", **(headers or {})})


def too_fast(api: ProvokingApi, headers: Headers = None) -> Answer:
    """A second request at once, in a usage plan with a burst of one."""
    return _twice(api, "Throttled", headers)


def too_many(api: ProvokingApi, headers: Headers = None) -> Answer:
    """A second request in a usage plan with a quota of one a day."""
    return _twice(api, "Metered", headers)


def invalid_body(api: ProvokingApi, headers: Headers = None) -> Answer:
    """A body without the member that its model requires."""
    return api.request("POST", "/body", headers, "{}")


def missing_parameters(api: ProvokingApi, headers: Headers = None) -> Answer:
    """None of the required query string parameter and header."""
    return api.request("GET", "/parameters", headers)


def unsupported_media_type(api: ProvokingApi, headers: Headers = None) -> Answer:
    """A content type without mapping template, with passthrough NEVER."""
    return api.request("POST", "/media", {"Content-Type": "text/plain", **(headers or {})}, "hello")


def no_token(api: ProvokingApi, headers: Headers = None) -> Answer:
    """No value for the authorizer's identity source."""
    return api.request("GET", "/authorized", headers)


def authorizer_unauthorized(api: ProvokingApi, headers: Headers = None) -> Answer:
    """A Lambda authorizer that raises exactly "Unauthorized"."""
    return _authorize(api, "unauthorized", headers)


def authorizer_deny(api: ProvokingApi, headers: Headers = None) -> Answer:
    """A Lambda authorizer whose policy denies."""
    return _authorize(api, "deny", headers)


def authorizer_allow_elsewhere(api: ProvokingApi, headers: Headers = None) -> Answer:
    """A Lambda authorizer whose policy allows another method only."""
    return _authorize(api, "allow-elsewhere", headers)


def authorizer_throw(api: ProvokingApi, headers: Headers = None) -> Answer:
    """A Lambda authorizer that raises anything else."""
    return _authorize(api, "throw", headers)


def authorizer_malformed(api: ProvokingApi, headers: Headers = None) -> Answer:
    """A Lambda authorizer that returns no policy."""
    return _authorize(api, "malformed", headers)


def authorizer_missing(api: ProvokingApi, headers: Headers = None) -> Answer:
    """An authorizer whose function does not exist."""
    return api.request("GET", "/unreachable", {"Authorization": "anything", **(headers or {})})


def integration_missing(api: ProvokingApi, headers: Headers = None) -> Answer:
    """A Lambda proxy integration whose function does not exist."""
    return api.request("GET", "/no-function", headers)


def endless_schema(api: ProvokingApi, headers: Headers = None) -> Answer:
    """A request model that refers to itself without end."""
    return api.request("POST", "/loop", headers, "{}")


def wrong_signature(api: ProvokingApi, headers: Headers = None) -> Answer:
    """A signature made with another secret key."""
    session = _session_token(api, seconds=3600)
    return _signed(api, Credentials(session.access_key, "another-secret-key", session.token), headers)


def expired_session(api: ProvokingApi, headers: Headers = None) -> Answer:
    """A good signature with a session token that has expired."""
    return _signed(api, _session_token(api, seconds=-1), headers)


def unknown_access_key(api: ProvokingApi, headers: Headers = None) -> Answer:
    """A signature with an access key that nobody has."""
    return _signed(api, Credentials("AKIAIOSFODNN7EXAMPLE", "nobody-has-this-secret"), headers)


def bearer_on_iam(api: ProvokingApi, headers: Headers = None) -> Answer:
    """A bearer token on a method with IAM authorization."""
    return api.request("GET", "/signed", {"Authorization": "Bearer abc", **(headers or {})})


PROVOKE: dict[str, Provoke] = {
    "ACCESS_DENIED": authorizer_deny,
    "API_CONFIGURATION_ERROR": integration_missing,
    "AUTHORIZER_CONFIGURATION_ERROR": authorizer_missing,
    "AUTHORIZER_FAILURE": authorizer_throw,
    "BAD_REQUEST_BODY": invalid_body,
    "BAD_REQUEST_PARAMETERS": missing_parameters,
    "DEFAULT_4XX": unknown_access_key,
    "DEFAULT_5XX": endless_schema,
    "EXPIRED_TOKEN": expired_session,
    "INVALID_API_KEY": no_api_key,
    "INVALID_SIGNATURE": wrong_signature,
    "MISSING_AUTHENTICATION_TOKEN": unknown_route,
    "QUOTA_EXCEEDED": too_many,
    "THROTTLED": too_fast,
    "UNAUTHORIZED": authorizer_unauthorized,
    "UNSUPPORTED_MEDIA_TYPE": unsupported_media_type,
}

OTHER_WAYS: dict[Provoke, str] = {
    authorizer_allow_elsewhere: "ACCESS_DENIED",
    authorizer_malformed: "AUTHORIZER_CONFIGURATION_ERROR",
    bearer_on_iam: "DEFAULT_4XX",
    no_token: "UNAUTHORIZED",
    unknown_api_key: "INVALID_API_KEY",
    unknown_method: "MISSING_AUTHENTICATION_TOKEN",
    unrouted_preflight: "MISSING_AUTHENTICATION_TOKEN",
    unsigned: "MISSING_AUTHENTICATION_TOKEN",
}

NOT_RAISED: dict[str, str] = {
    "INTEGRATION_FAILURE": "an unreachable HTTP backend raises API_CONFIGURATION_ERROR, a failing Lambda function gets"
    " a fixed 502 or 504 (_invoke_http_proxy_v1, _invoke_lambda_proxy_v1, _invoke_lambda_custom_v1)",
    "INTEGRATION_TIMEOUT": "a timeout takes the same ways as a failure; timeoutInMillis is stored and never read",
    "REQUEST_TOO_LARGE": "no payload limit is applied to the data plane",
    "RESOURCE_NOT_FOUND": "an unknown route is always MISSING_AUTHENTICATION_TOKEN (_execute_in_scope)",
    "WAF_FILTERED": "web ACLs are not consulted by the data plane (_execute_in_scope)",
}


def _authorize(api: ProvokingApi, token: str, headers: Headers) -> Answer:
    return api.request("GET", "/authorized", {"Authorization": token, **(headers or {})})


def _twice(api: ProvokingApi, plan: str, headers: Headers) -> Answer:
    sent = {"x-api-key": api_key(api.stack_name, plan), **(headers or {})}
    api.request("GET", "/keyed", sent)
    return api.request("GET", "/keyed", sent)


def _session_token(api: ProvokingApi, *, seconds: int) -> Credentials:
    sts = api.ministack.client("sts", parameter_validation=False)  # botocore refuses less than 900 seconds
    made = sts.get_session_token(DurationSeconds=seconds)["Credentials"]
    return Credentials(made["AccessKeyId"], made["SecretAccessKey"], made["SessionToken"])


def _signed(api: ProvokingApi, credentials: Credentials, headers: Headers) -> Answer:
    url = f"{api.ministack.api_url(api.rest_api_id, STAGE)}/signed"
    request = AWSRequest("GET", url, headers=dict(headers or {}))
    SigV4Auth(credentials, "execute-api", REGION).add_auth(request)
    return api.request("GET", "/signed", dict(request.headers.items()))

"""The `$context` variables of APIG's error responses, and what each variable of API Gateway is called there.

Names are written without the leading `$context.`, as in `error.message`. Nothing says that APIG escapes the text of a
variable inside JSON (undetermined), so every text is taken to be pasted as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from constructs_gw.context_variables import JsonSafety, find_context_variable
from constructs_gw.evidence import Evidence, Fact


@dataclass(frozen=True, slots=True)
class ApigVariable:
    """One variable of `$context` in APIG."""

    name: str
    json_safety: Fact[JsonSafety]
    """What becomes of it between the quotes of a JSON string, where nothing escapes it."""
    sample: str | None
    """A value as a client would see it; None where an error may have none."""


_METHOD_TOKEN = Fact(JsonSafety.SAFE, Evidence.STANDARD, "RFC 9110, 9.1: a method is a token, which has no quotes")
_CODE = Fact(JsonSafety.SAFE, Evidence.DOCUMENTED, "Open Telekom Cloud APIG API Reference, Error Codes: APIG.0101 etc.")
_SAFE = Fact(JsonSafety.SAFE, Evidence.INFERRED, "made by the gateway of letters, digits and a few marks")
_UNSAFE = Fact(JsonSafety.UNSAFE, Evidence.INFERRED, "can hold text of the request or of an authorizer")
_UNKNOWN = Fact(JsonSafety.UNDETERMINED, Evidence.UNDETERMINED)

_TABLE: dict[str, tuple[Fact[JsonSafety], str | None]] = {
    "apiId": (_SAFE, "a1b2c3d4e5f60718293a4b5c6d7e8f90"),
    "apiName": (_UNKNOWN, None),
    "appId": (_SAFE, None),
    "appName": (_UNKNOWN, None),
    "authorizer.backend.*": (_UNSAFE, None),
    "authorizer.frontend.*": (_UNSAFE, None),
    "error.code": (_CODE, None),
    "error.message": (_UNSAFE, None),
    "error.type": (_SAFE, None),
    "reqMethod": (_METHOD_TOKEN, "GET"),
    "reqPath": (_UNSAFE, None),
    "reqUri": (_UNSAFE, None),
    "requestId": (_SAFE, "0f1e2d3c4b5a69788796a5b4c3d2e1f0"),
    "sourceIp": (_SAFE, "203.0.113.7"),
    "stage": (_SAFE, "RELEASE"),
}

VARIABLES: Mapping[str, ApigVariable] = MappingProxyType(
    {name: ApigVariable(name, safety, sample) for name, (safety, sample) in _TABLE.items()}
)
"""Every variable by its name; `.*` at its end stands for one name more.

Documented: Huawei Cloud APIG User Guide (2025), Customizing Error Response for APIs.
"""


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What a variable of API Gateway is called in APIG."""

    name: str
    differs: str = ""
    """How its text differs from what API Gateway puts there; empty where it says the same."""

    @property
    def spelling(self) -> str:
        """As a body of APIG has it."""
        return f"$context.{self.name}"

    @property
    def json_safety(self) -> JsonSafety:
        """What becomes of it between the quotes of a JSON string."""
        found = find_variable(self.name)
        return found.json_safety.value if found else JsonSafety.UNDETERMINED


COUNTERPARTS: Mapping[str, Counterpart] = MappingProxyType(
    {
        "apiId": Counterpart("apiId"),
        "authorizer.*": Counterpart("authorizer.frontend.*"),
        "authorizer.principalId": Counterpart("authorizer.frontend.principalId", "only what the authorizer names so"),
        "error.message": Counterpart("error.message"),
        "error.messageString": Counterpart("error.message"),
        "error.responseType": Counterpart("error.type", "an error type of APIG, such as AUTH_FAILURE"),
        "httpMethod": Counterpart("reqMethod"),
        "identity.apiKeyId": Counterpart("appId", "the ID of the calling app"),
        "identity.sourceIp": Counterpart("sourceIp"),
        "path": Counterpart("reqPath", "the path without the stage"),
        "requestId": Counterpart("requestId"),
        "stage": Counterpart("stage", "the environment, such as RELEASE"),
    }
)
"""By the name in API Gateway; inferred from what the two clouds say that each variable holds. All others have none."""


def find_variable(name: str) -> ApigVariable | None:
    """The catalog's entry for a name such as `requestId` or `authorizer.frontend.tenant`; None for an unknown name."""
    return None if name.endswith("*") else VARIABLES.get(name) or VARIABLES.get(f"{name.rpartition('.')[0]}.*")


def counterpart(name: str) -> Counterpart | None:
    """What a `$context` variable of API Gateway is called in APIG; None where APIG has no such value.

    >>> counterpart("error.responseType").name, counterpart("authorizer.tenant").name, counterpart("accountId")
    ('error.type', 'authorizer.frontend.tenant', None)
    """
    found = find_context_variable(name)
    meant = COUNTERPARTS.get(found.name) if found else None
    if meant is None or not meant.name.endswith("*"):
        return meant
    return Counterpart(meant.name[:-1] + name.rpartition(".")[2], meant.differs)


def is_apig_only(name: str) -> bool:
    """Whether a name is a variable of APIG and none of API Gateway, which would print or drop it."""
    return find_context_variable(name) is None and find_variable(name) is not None

"""The errors of APIG's control plane: status, code and message, as the clouds document them.

Three documents have them: the pages of the eight operations, with examples; the table of error codes in Open Telekom
Cloud's API Reference; and Huawei Cloud's API Request Signing Guide for codes that begin with `APIGW`, which come from
the gateway before every service. Which of them a mistake gets is not always documented.
"""

from dataclasses import dataclass
from enum import Enum, unique

from constructs_gw.evidence import Evidence, Fact

PAGES = "Open Telekom Cloud APIG API Reference, pages of the operations"
CODES = "Open Telekom Cloud APIG API Reference, Error Codes"
SIGNING = "Huawei Cloud API Request Signing Guide"
PROVIDER = "terraform-provider-huaweicloud, resource_huaweicloud_apig_response.go"


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """One row of the table: what a client gets."""

    status: int
    code: str
    message: str
    """With `{}` where the value stands that it is about."""
    when: Fact[str]
    """What leads to it, and how well it is known that this does."""


class ApigError(Exception):
    """Raised for a call that the control plane answers with an error."""

    def __init__(self, error: "Errors", value: str = "") -> None:
        self.status = error.value.status
        self.code = error.value.code
        self.message = error.value.message.format(value)
        super().__init__(f"{self.code} {self.message}")


def _row(status: int, code: str, message: str, when: str, evidence: Evidence, source: str) -> ErrorRow:
    return ErrorRow(status, code, message, Fact(when, evidence, source))


_INVALID = "Invalid parameter value,parameterName:{}. Please refer to the support documentation"
_IAM = "Incorrect IAM authentication information: "


@unique
class Errors(Enum):
    """Every error that this control plane answers with."""

    PARAMETER_ERROR = _row(400, "APIG.2000", "Parameter error.",
                           "the body is not a JSON object", Evidence.INFERRED, CODES)  # fmt: skip
    MISSING_PARAMETER = _row(400, "APIG.2001", "The parameters must be specified",
                             "a response has no body; the code is inferred", Evidence.OBSERVED, PROVIDER)  # fmt: skip
    INVALID_IN_BODY = _row(400, "APIG.2011", _INVALID,
                           "a parameter of the body is invalid; the example is name",
                           Evidence.DOCUMENTED, PAGES)  # fmt: skip
    INVALID_IN_URL = _row(400, "APIG.2012", _INVALID,
                          "a parameter of the URL is invalid, such as an error type; the example is group_id",
                          Evidence.INFERRED, PAGES)  # fmt: skip
    NAME_EXISTS = _row(400, "APIG.3216", "The response name already exists.",
                       "another response of the group has the name", Evidence.DOCUMENTED, CODES)  # fmt: skip
    TOKEN_MISSING = _row(401, "APIG.1000", "Token missing. Log in again or try again later.",
                         "there is neither a token nor a signature", Evidence.DOCUMENTED, CODES)  # fmt: skip
    INCORRECT_TOKEN = _row(401, "APIG.1002", "Incorrect token or token resolution failed",
                           "the token is not one that was issued", Evidence.DOCUMENTED, PAGES)  # fmt: skip
    MALFORMED_SIGNATURE = _row(401, "APIGW.0301", _IAM + "signature information error: {}",
                               "Authorization cannot be read; the code is documented, the wording is not",
                               Evidence.UNDETERMINED, SIGNING)  # fmt: skip
    UNKNOWN_ACCESS_KEY = _row(401, "APIGW.0301", _IAM + "Get secretKey failed,ak:{},err:ak not exist",
                              "there is no such access key", Evidence.DOCUMENTED, SIGNING)  # fmt: skip
    WRONG_SIGNATURE = _row(401, "APIGW.0301", _IAM + "verify aksk signature fail,canonicalRequest:{}",
                           "the signature is not that of the request", Evidence.DOCUMENTED, SIGNING)  # fmt: skip
    SIGNATURE_EXPIRED = _row(401, "APIGW.0301", _IAM + "calc ak sk signature fail:signature expired",
                             "X-Sdk-Date is more than 15 minutes off", Evidence.DOCUMENTED,
                             "Huawei Cloud SIS FAQ; VPC Endpoint API Reference, Authentication")  # fmt: skip
    FORBIDDEN = _row(403, "APIG.1005", "No permissions to request this method",
                     "the caller's policies do not allow it; the table of codes says 401",
                     Evidence.DOCUMENTED, PAGES)  # fmt: skip
    OTHER_PROJECT = _row(403, "APIC.7130", "No permissions to access gateways in other projects.",
                         "the project is not the caller's", Evidence.INFERRED, CODES)  # fmt: skip
    TOO_MANY_RESPONSES = _row(403, "APIG.3136", "The number of responses exceeds the maximum allowed limit.",
                              "four responses were added to the group already", Evidence.DOCUMENTED, CODES)  # fmt: skip
    NO_OPERATION = _row(404, "APIGW.0101", "The API does not exist or has not been published in the environment.",
                        "no operation has this path", Evidence.DOCUMENTED, SIGNING)  # fmt: skip
    NO_METHOD = _row(404, "APIGW.0101", "The API does not exist.",
                     "no operation of this path has this method", Evidence.DOCUMENTED, SIGNING)  # fmt: skip
    NO_INSTANCE = _row(404, "APIG.3030", "The instance does not exist;id:{}",
                       "there is no such gateway", Evidence.DOCUMENTED, PAGES)  # fmt: skip
    NO_GROUP = _row(404, "APIG.3001", "API group {} does not exist",
                    "there is no such API group", Evidence.DOCUMENTED, PAGES)  # fmt: skip
    NO_RESPONSE = _row(404, "APIG.3007", "The configuration does not exist.",
                       "there is no such response: 404 is inferred, the code is the nearest in the table",
                       Evidence.UNDETERMINED, CODES)  # fmt: skip
    DEFAULT_DELETED = _row(409, "APIG.3491", "The default response cannot be deleted.",
                           "the group's default response is deleted", Evidence.DOCUMENTED, CODES)  # fmt: skip
    DEFAULT_RENAMED = _row(409, "APIG.3492", "The default response name cannot be modified.",
                           "the group's default response is renamed", Evidence.DOCUMENTED, CODES)  # fmt: skip
    TOO_LARGE = _row(413, "APIGW.0201", "Request entity too large.",
                     "the body is larger than 12 MB", Evidence.DOCUMENTED, SIGNING)  # fmt: skip
    SYSTEM_ERROR = _row(500, "APIG.9999", "System error",
                        "the service fails", Evidence.DOCUMENTED, PAGES)  # fmt: skip

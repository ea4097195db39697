"""A customization as API Gateway itself keeps it, and lists it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from constructs_gw.customization import Customization
from constructs_gw.customization_set import DEFAULT_TEMPLATES
from constructs_gw.response_types import ResponseType


@dataclass(frozen=True, slots=True)
class GatewayResponse:
    """A customization of a response type: all that was put, path and query string parameters included."""

    status_code: str | None = None
    """None for the type's own."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    """Empty for API Gateway's default."""

    @classmethod
    def of(cls, customization: Customization) -> "GatewayResponse":
        """What putting a customization leaves in API Gateway."""
        return cls(customization.status_code, customization.response_parameters, dict(customization.templates))

    def customization(self, response_type: ResponseType) -> Customization:
        """What it customizes; raises GatewayResponseError for what API Gateway would reject."""
        return Customization.parse(
            response_type,
            status_code=self.status_code,
            response_parameters=self.parameters,
            response_templates=self.templates,
        )

    def parts(self, response_type: ResponseType) -> dict[str, str]:
        """Each part by what it is called in a difference, with the defaults that API Gateway fills in (recorded).

        Bodies that are JSON are spelled alike; header names keep their spelling.
        """
        status = self.status_code or response_type.default_status
        return {
            **({"statusCode": str(status)} if status else {}),
            **{f"responseParameters.{key}": value for key, value in sorted(self.parameters.items())},
            **{
                f"responseTemplates.{media_type}": _spelled(body)
                for media_type, body in sorted((self.templates or DEFAULT_TEMPLATES).items())
            },
        }


def _spelled(body: str) -> str:
    """A body in the one spelling of its JSON; any other as it is."""
    try:
        return json.dumps(json.loads(body), ensure_ascii=False)
    except (ValueError, RecursionError):
        return body

"""Ready-made answers to combine in any order: each preset is a function that gives a plain `Preset` value."""

from constructs_gw.presets.challenge import challenge
from constructs_gw.presets.cors import cors
from constructs_gw.presets.error_body import error_body
from constructs_gw.presets.hints import hints
from constructs_gw.presets.not_found import not_found
from constructs_gw.presets.problem_details import problem_details
from constructs_gw.presets.redirect import redirect
from constructs_gw.presets.request_id import request_id
from constructs_gw.presets.retry_after import retry_after
from constructs_gw.presets.security_headers import security_headers
from constructs_gw.presets.status import status
from constructs_gw.presets.validation_errors import validation_errors

__all__ = [
    "challenge",
    "cors",
    "error_body",
    "hints",
    "not_found",
    "problem_details",
    "redirect",
    "request_id",
    "retry_after",
    "security_headers",
    "status",
    "validation_errors",
]

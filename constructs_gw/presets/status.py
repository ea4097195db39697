"""Other status codes for some response types."""

from collections.abc import Mapping

from constructs_gw.customization import Customization
from constructs_gw.errors import attempt, dict_problems
from constructs_gw.preset import Contribution, Preset, customizable_type, raise_of
from constructs_gw.response_types import ResponseType


def status(codes: Mapping[ResponseType | str, int | str]) -> Preset:
    """Answer with other status codes: `status({"INVALID_API_KEY": 401})`.

    A code for DEFAULT_4XX or DEFAULT_5XX is set on each type of that class that has none of its own here, one
    resource each, and not on DEFAULT_* itself: sources disagree on what it does there. Raises GatewayResponseError
    for an unknown response type or a code that is not from 100 to 599.

    Examples:
        >>> from constructs_gw import compose
        >>> from constructs_gw.render import render
        >>> render(compose([status({"INVALID_API_KEY": 401})]), "INVALID_API_KEY").status
        401
    """
    problems = dict_problems(codes, 'give a dict by response type, such as {"UNAUTHORIZED": 403}')
    raise_of("status", problems)
    checked: dict[ResponseType, str] = {}
    for kind, code in codes.items():
        entry = attempt(problems, _status_only, kind, code)
        if entry is not None and entry.status_code is not None:
            checked[entry.response_type] = entry.status_code
    raise_of("status", problems)

    def contribute(kind: ResponseType) -> Contribution | None:
        code = checked.get(kind) or (checked.get(kind.fallback) if kind.fallback else None)
        return Contribution(status_code=code) if code and not kind.is_default else None

    return Preset.of("status", contribute)


def _status_only(kind: ResponseType | str, code: int | str) -> Customization:
    return Customization(customizable_type(kind), status_code=code)

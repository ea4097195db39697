"""What a source leaves to its deployment, which a live API can neither be given nor be compared with."""

from collections.abc import Iterable, Iterator, Mapping

from constructs_gw.errors import Problem
from constructs_gw.gateway_response import GatewayResponse
from constructs_gw.sync import Difference
from constructs_gw.tokens import TOKEN, has_token


def unknown_parts(declared: Mapping[str, GatewayResponse]) -> Iterator[Problem]:
    """Each part that only the deployment knows."""
    for kind, response in declared.items():
        for part, value in response.parts(kind).items():
            if has_token(part + value):
                fix = "deploy the stack, or write the value itself in a source to push"
                yield Problem(f"{part} is known only at deployment: {value}", fix, kind)


def is_certain(difference: Difference) -> bool:
    """Whether a difference stays one whatever the deployment makes of what it alone knows."""
    declared, live = difference.declared, difference.live
    return declared is None or live is None or not _may_be(TOKEN.split(declared)[::2], live)


def uncertain(found: Iterable[Difference]) -> Iterator[str]:
    """What to say of the parts that cannot be compared."""
    for difference in found:
        if not is_certain(difference):
            what = f"{difference.response_type}: {difference.part} is compared only as far as it is known before"
            yield f"{what} deployment: {difference.declared} may be {difference.live}"


def _may_be(known: list[str], text: str) -> bool:
    """Whether a text has the known parts of another one in their order, with anything between them."""
    first, *rest = known
    if not rest:
        return first == text
    position, end = len(first), len(text) - len(rest[-1])
    for part in rest[:-1]:
        found = text.find(part, position, end)
        if found < 0:
            return False
        position = found + len(part)
    return position <= end and text.startswith(first) and text.endswith(rest[-1])

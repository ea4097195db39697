"""What `compile_responses` is given, checked: every problem is said, with the nearest name."""

from collections.abc import Iterable, Mapping

from constructs_gw.apig.counterparts import sources_of
from constructs_gw.apig.decisions import Preference
from constructs_gw.apig.error_types import ErrorType
from constructs_gw.customization import Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.errors import GatewayResponseError, Problem, attempt, dict_problems, raise_all
from constructs_gw.response_types import ResponseType


def customization_set(given: object) -> CustomizationSet:
    """Customizations as a set; raises GatewayResponseError for anything else."""
    if isinstance(given, CustomizationSet):
        return given
    if isinstance(given, Customization):
        message = "customizations is a Customization alone"
        raise GatewayResponseError(Problem(message, "write customizations=[Customization(...)]"))
    if isinstance(given, str) or not isinstance(given, Iterable):
        fix = "give Customization(...) values, or compose([presets])"
        raise GatewayResponseError(Problem(f"customizations={given!r} is no list", fix))
    return CustomizationSet(given)


def offered_types(names: object) -> list[ErrorType]:
    """The error types of these names; raises GatewayResponseError for names that do not exist."""
    if isinstance(names, str):
        raise GatewayResponseError(Problem(f"offered={names!r} is no list", f"write offered=[{names!r}]"))
    if not isinstance(names, Iterable):
        raise GatewayResponseError(Problem(f"offered={names!r} is no list", "write offered=[...], or leave it out"))
    problems: list[Problem] = []
    found = [attempt(problems, ErrorType.of, name) for name in names]
    raise_all(problems)
    return [each for each in found if each is not None]


def preferences(prefer: object) -> dict[ErrorType, Preference]:
    """The response types whose answer error types get; raises GatewayResponseError for what cannot be chosen."""
    raise_all(dict_problems(prefer, 'write prefer={"NOT_FOUND": "RESOURCE_NOT_FOUND"}'))
    assert isinstance(prefer, Mapping)
    problems: list[Problem] = []
    found = [attempt(problems, _preference, *item) for item in prefer.items()]
    raise_all(problems)
    return dict(each for each in found if each is not None)


def _preference(error_type: object, preferred: object) -> tuple[ErrorType, Preference]:
    problems: list[Problem] = []
    names = [*preferred] if isinstance(preferred, tuple | list) else [preferred]
    wanted = attempt(problems, ErrorType.of, error_type)
    found = [attempt(problems, ResponseType.of, name) for name in names]
    raise_all(problems)
    assert wanted is not None
    kinds = tuple(kind for kind in found if kind is not None)
    sources = sources_of(wanted)
    fix = f"use one of {', '.join(sources)}" if sources else f"leave {wanted} out"
    raise_all(Problem(f"{kind} is not what {wanted} means", fix) for kind in kinds if kind not in sources)
    return wanted, kinds if isinstance(preferred, tuple | list) else kinds[0]

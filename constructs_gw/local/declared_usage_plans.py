"""The usage plans of stages and their API keys."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from constructs_gw.identities import Identity
from constructs_gw.local.declarations import Quota, Throttle, UsagePlan
from constructs_gw.local.declared_resources import DeclaredResource, DeclaredResources, number, plain
from constructs_gw.template import as_list, as_mapping, text_of

LOCAL_KEY = "local"
"""The id and value of an API key for a stage that asks for one while the template has none for it."""

_Named: TypeAlias = tuple[Identity, DeclaredResource, Mapping[str, Any]]
"""A usage plan and what it says of one stage."""

_ANY_DECLARED: Identity = ("any stage that is a resource",)


class UsagePlans:
    """The usage plans of templates by the API that they are for."""

    def __init__(self, resources: DeclaredResources) -> None:
        self._resources = resources
        self._by_stage: dict[tuple[Identity, str | Identity], dict[int, _Named]] = defaultdict(dict)
        self._plans: dict[Identity, UsagePlan] = {}
        for position, (identity, plan, named) in enumerate(_all_named(resources)):
            api = resources.of(plan, named.get("ApiId"))
            for stage in self._named_stages(plan, named.get("Stage")):
                self._by_stage[api, stage][position] = identity, plan, named

    def of_stage(self, api: Identity, stage: Identity | None, name: str, *, needs_key: bool) -> tuple[UsagePlan, ...]:
        """The usage plans of a stage; `needs_key` makes sure that there is a key."""
        names = (name,) if stage is None else (name, stage, _ANY_DECLARED)
        entries = {at: one for each in names for at, one in self._by_stage.get((api, each), {}).items()}
        found = tuple(self._plan(*entries[at]) for at in sorted(entries))
        return found if not needs_key or any(plan.keys for plan in found) else _with_key(found)

    def _named_stages(self, plan: DeclaredResource, stage: Any) -> tuple[str | Identity, ...]:
        """What a plan calls a stage; SAM lets `!Ref Orders.Stage` stand for the stage that it makes of `Orders`."""
        match stage:
            case {"Ref": str(reference)} if reference.endswith(".Stage"):
                return (_ANY_DECLARED,)
        return plan.scope.text(stage), self._resources.of(plan, stage)

    def _plan(self, identity: Identity, plan: DeclaredResource, named: Mapping[str, Any]) -> UsagePlan:
        """A plan for one stage; all but its throttles of methods is the same for each."""
        if identity not in self._plans:
            self._plans[identity] = UsagePlan(
                plan.text("UsagePlanName") or plan.logical_id,
                dict(self._keys(identity)),
                throttle_of(plan.plain("Throttle")),
                _quota(as_mapping(plan.plain("Quota"))),
            )
        throttles = dict(_method_throttles(as_mapping(plain(plan.scope, named.get("Throttle")))))
        return replace(self._plans[identity], method_throttles=throttles)

    def _keys(self, plan: Identity) -> Iterator[tuple[str, str]]:
        """The API keys of a plan by logical id, which is also the value of one without a value of its own.

        A key that no usage plan has counts for nothing, whatever its StageKeys say (undetermined: CloudFormation calls
        them deprecated in favour of usage plans). A key that does not say so is enabled (undetermined).
        """
        for _, member in self._resources.that_name("UsagePlanKey", "UsagePlanId").get(plan, ()):
            key = self._resources.get(self._resources.target(member, "KeyId"), "ApiKey")
            if key and key.text("Enabled", "true").lower() != "false":
                yield key.logical_id, key.text("Value") or key.logical_id


def _all_named(resources: DeclaredResources) -> Iterator[_Named]:
    for identity, plan in resources.all("UsagePlan"):
        for named in map(as_mapping, as_list(plan.scope.value(plan.properties.get("ApiStages")))):
            yield identity, plan, named


def _with_key(plans: tuple[UsagePlan, ...]) -> tuple[UsagePlan, ...]:
    """The usage plans with a key that stands for those which are made elsewhere."""
    first, *others = plans or (UsagePlan(LOCAL_KEY),)
    return (replace(first, keys={LOCAL_KEY: LOCAL_KEY}), *others)


def throttle_of(given: Any) -> Throttle | None:
    """A throttle as usage plans have it."""
    members = as_mapping(given)
    return throttle(members.get("RateLimit"), members.get("BurstLimit"))


def throttle(rate: Any, burst: Any) -> Throttle | None:
    """A throttle with both limits or one of them; None without any."""
    per_second, at_once = number(rate), number(burst)
    if per_second is None and at_once is None:
        return None
    per_second = float("inf") if per_second is None else per_second
    return Throttle(per_second, max(1.0, per_second) if at_once is None else at_once)


def _method_throttles(given: Mapping[str, Any]) -> Iterable[tuple[str, Throttle]]:
    return ((path, found) for path, value in given.items() if (found := throttle_of(value)))


def _quota(given: Mapping[str, Any]) -> Quota | None:
    limit = number(given.get("Limit"))
    return None if limit is None else Quota(int(limit), (text_of(given.get("Period")) or "DAY").upper())

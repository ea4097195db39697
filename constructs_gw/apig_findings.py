"""What is lost when the REST APIs of templates go to APIG, as findings at the customizations that lose it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from constructs_gw.apig import Diagnostic, compile_responses
from constructs_gw.apig.compiling import Preferred
from constructs_gw.apig.kinds import all_kinds
from constructs_gw.places import Place
from constructs_gw.response_types import ResponseType
from constructs_gw.rest_api_view import RestApiView, read_rest_apis
from constructs_gw.template import Template, as_mapping
from constructs_gw.validate import Finding, OtherFindings

REST_API = "AWS::ApiGateway::RestApi"


def apig_findings(provider: str, prefer: Preferred | None = None) -> OtherFindings:
    """What `validate` has to find for a cloud's APIG besides what its rules find.

    Raises GatewayResponseError for a provider or a preferred type that does not exist.
    """
    compile_responses((), provider, prefer=prefer)

    def find(templates: Sequence[Template]) -> Iterator[Finding]:
        readable = [each for each in templates if isinstance(each.data.get("Resources"), Mapping)]
        declared = {each.name: each for each in readable}
        for api in read_rest_apis(readable):
            compilation = compile_responses(api.customizations, provider, prefer=prefer)
            yield from _findings(api, _owner(api, declared), compilation.diagnostics)

    return OtherFindings(find, all_kinds())


def _findings(api: RestApiView, owner: Place | None, diagnostics: Iterable[Diagnostic]) -> Iterator[Finding]:
    for said in diagnostics:
        for place in _places(api, said.response_types):
            yield Finding(said.rule, place, said.severity, said.message, said.fix, api=api.rest_api_id, owner=owner)


def _owner(api: RestApiView, templates: Mapping[str, Template]) -> Place | None:
    """The RestApi, where a template declares it."""
    match api.identity:
        case ("resource", str(template), str(logical_id)) if template in templates:
            found = as_mapping(templates[template].resources.get(logical_id)).get("Type") == REST_API
            return Place(template, ("Resources", logical_id)) if found else None
    return None


def _places(api: RestApiView, kinds: Iterable[ResponseType]) -> list[Place]:
    """Where the customizations stand that response types answer with; where they have none, the first of the API."""
    sources = dict.fromkeys(kind if kind in api.places else api.customizations.effective(kind).source for kind in kinds)
    found = [place for kind in sources if kind for place in api.places.get(kind, ())]
    return found or [places[0] for places in [*api.places.values()][:1]]

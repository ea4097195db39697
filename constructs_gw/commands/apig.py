"""Give API groups of Huawei Cloud and Open Telekom Cloud (APIG) the answers that a template declares.

Credentials are those of the cloud's own SDK. docs/how-to/huawei.md has them, and the actions that each verb needs.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from constructs_gw.apig.error_types import Provider
from constructs_gw.commands import OTHER_SERVER, add_prefer
from constructs_gw.commands._live import add_format, add_push, add_source, add_writing

EXAMPLES = (
    "constructs-gw apig diff cdk.out --provider huaweicloud --region eu-west-101 --instance-id ID --group-id ID",
    "constructs-gw apig push cdk.out --provider opentelekomcloud --cloud otc --instance-id ID --group-id ID",
    "constructs-gw apig pull --provider opentelekomcloud --cloud otc --instance-id ID --group-id ID -o responses.json",
    "constructs-gw apig emit cdk.out --provider huaweicloud -o responses.tf.json",
    "constructs-gw apig render cdk.out --provider huaweicloud --type NOT_FOUND",
)

_IDS = {"instance-id": "of the dedicated gateway", "group-id": "of the API group in it"}


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    _add_pull(verbs.add_parser("pull", help="write the responses of a group to a file"))
    _add_diff(verbs.add_parser("diff", help="compare what is declared with what is live"))
    _add_push(verbs.add_parser("push", help="put what is declared and differs"))
    _add_reset(verbs.add_parser("reset", help="give error types APIG's own answer again"))
    _add_emit(verbs.add_parser("emit", help="write the responses as Terraform JSON"))
    _add_render(verbs.add_parser("render", help="show what a client of APIG receives"))


def run(options: Namespace) -> int:
    """Do what the verb says."""
    code: int = options.run_verb(options)
    return code


def _verb(module: str, name: str) -> Callable[[Namespace], int]:
    """A verb of a module that is imported when it runs, as it may need an extra."""

    def run_verb(options: Namespace) -> int:
        code: int = getattr(import_module(f"constructs_gw.commands.{module}"), name)(options)
        return code

    return run_verb


def _add_pull(pull: ArgumentParser) -> None:
    pull.add_argument("-o", "--output", type=Path, metavar="FILE", help="standard output unless given")
    _add_gateway(pull, is_required=True)
    pull.set_defaults(run_verb=_verb("_apig_live", "pull"))


def _add_diff(diff: ArgumentParser) -> None:
    _add_declared(diff)
    add_format(diff)
    _add_gateway(diff, is_required=True)
    diff.set_defaults(run_verb=_verb("_apig_live", "diff"))


def _add_push(push: ArgumentParser) -> None:
    _add_declared(push)
    add_push(push)
    _add_gateway(push, is_required=False)
    push.set_defaults(run_verb=_verb("_apig_live", "push"))


def _add_reset(reset: ArgumentParser) -> None:
    reset.add_argument("--type", dest="types", action="append", metavar="ERROR_TYPE",
                       help="only this one; every customized one unless given (repeatable)")  # fmt: skip
    add_writing(reset)
    _add_gateway(reset, is_required=True)
    reset.set_defaults(run_verb=_verb("_apig_live", "reset"))


def _add_emit(emit: ArgumentParser) -> None:
    _add_declared(emit)
    _add_provider(emit, is_required=True)
    emit.add_argument("--name", help="of the gateway response that Terraform makes; gateway-responses unless given")
    emit.add_argument("--provider-source", metavar="ADDRESS",
                      help="where the provider comes from: huawei.com/provider/huaweicloud for Huawei RFS, Terraform's "
                      "registry unless given")  # fmt: skip
    emit.add_argument("--allow-loss", action="store_true", help="write it without what the provider has no words for")
    emit.add_argument("-o", "--output", type=Path, metavar="FILE", help="standard output unless given")
    emit.set_defaults(run_verb=_verb("_apig_emit", "emit"))


def _add_render(render: ArgumentParser) -> None:
    _add_declared(render)
    _add_provider(render, is_required=True)
    render.add_argument("--type", dest="types", action="append", metavar="ERROR_TYPE", help="only this error type")
    render.add_argument("--format", choices=("text", "json", "http"), default="text", help="text unless given")
    render.set_defaults(run_verb=_verb("_apig_render", "render"))


def _add_declared(verb: ArgumentParser) -> None:
    """What is compiled."""
    add_source(verb)
    add_prefer(verb)


def _add_provider(verb: ArgumentParser, *, is_required: bool) -> None:
    verb.add_argument("--provider", required=is_required, choices=[str(each) for each in Provider], help="the cloud")


def _add_gateway(verb: ArgumentParser, *, is_required: bool) -> None:
    """Which gateway response, and how it is reached."""
    _add_provider(verb, is_required=is_required)
    for name, what in _IDS.items():
        verb.add_argument(f"--{name}", required=is_required, metavar="ID", help=what)
    verb.add_argument("--response", metavar="NAME", help="the gateway response of the group; default unless given")
    verb.add_argument("--region", help="such as eu-west-101")
    verb.add_argument("--project-id", metavar="ID", help="that of the credentials unless given")
    verb.add_argument("--cloud", metavar="NAME", help="the entry of clouds.yaml; with opentelekomcloud only")
    verb.add_argument("--endpoint-url", metavar="URL", help=OTHER_SERVER)

"""Live REST APIs of API Gateway, with a boto3 client: `pull`, `diff`, `push` and `restore`.

Needs the `[aws]` extra.

    client = boto3.client("apigateway")
    push(client, "a1b2c3d4e5", compose([cors(allow_origin="*")]), backup="before.json", deploy="prod")
    restore(client, "before.json", deploy="prod")
"""

from constructs_gw.extras import missing
from constructs_gw.sync import StoppedError, WriteInterrupt

try:
    from constructs_gw.aws.rest_api import RestApiGateway
    from constructs_gw.aws.verbs import diff, pull, push, restore
except ModuleNotFoundError as error:
    raise missing(__name__, "aws", error) from None

__all__ = ["RestApiGateway", "StoppedError", "WriteInterrupt", "diff", "pull", "push", "restore"]

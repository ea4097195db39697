"""Live REST APIs of API Gateway, with a boto3 client: `pull`, `diff`, `push` and `restore`.

Needs the `[aws]` extra.

    client = boto3.client("apigateway")
    push(client, "a1b2c3d4e5", compose([cors(allow_origin="*")]), backup="before.json", deploy="prod")
    restore(client, "before.json", deploy="prod")
"""

from constructs_gw.aws.rest_api import RestApiGateway
from constructs_gw.aws.verbs import diff, pull, push, restore
from constructs_gw.sync import StoppedError, WriteInterrupt

__all__ = ["RestApiGateway", "StoppedError", "WriteInterrupt", "diff", "pull", "push", "restore"]

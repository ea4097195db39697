"""Live REST APIs of API Gateway, with a boto3 client: `pull`, `diff`, `push` and `restore`.

Needs the `[aws]` extra.
"""

from constructs_gw.aws.rest_api import RestApiGateway
from constructs_gw.aws.verbs import diff, pull, push, restore

__all__ = ["RestApiGateway", "diff", "pull", "push", "restore"]

"""Live API groups of Huawei Cloud and Open Telekom Cloud: `pull`, `diff`, `push`, `restore` and `reset`.

Needs the `[huawei]` or the `[otc]` extra, which each is imported for its own cloud only.

    client = connect("opentelekomcloud", instance_id, group_id, cloud="otc")
    push(client, compose([cors(allow_origin="*")]), backup="before.json")
    restore(client, "before.json")
"""

from constructs_gw.apig.live.client import GroupClient
from constructs_gw.apig.live.clouds import connect
from constructs_gw.apig.live.errors import ApigRequestError
from constructs_gw.apig.live.group_response import GroupResponseGateway
from constructs_gw.apig.live.verbs import diff, pull, push, reset, restore
from constructs_gw.sync import StoppedError, WriteInterrupt

__all__ = [
    "ApigRequestError",
    "GroupClient",
    "GroupResponseGateway",
    "StoppedError",
    "WriteInterrupt",
    "connect",
    "diff",
    "pull",
    "push",
    "reset",
    "restore",
]

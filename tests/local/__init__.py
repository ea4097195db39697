"""The local gateway, over HTTP."""

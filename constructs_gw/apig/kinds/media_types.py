"""A customization has bodies of several media types, and APIG has one for all clients.

## Why is this bad?

Clients that ask for another media type get JSON.

## What to do instead

Nothing, if every client takes JSON. Otherwise keep this API where it is.

## Source

Open Telekom Cloud APIG API Reference, Creating a Group Response: `body` is one text (documented).
"""

from constructs_gw.severity import Severity

SEVERITY = Severity.WARNING

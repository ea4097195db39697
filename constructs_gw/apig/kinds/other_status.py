"""Clients get another status code than from API Gateway.

## Why is this bad?

A client that tells errors by their status has to know both. The error types of APIG have statuses of their own, and a
customization without a status keeps them.

## What to do instead

Give the customization a status code if both clouds are to answer with it.

## Source

Open Telekom Cloud APIG API Reference, Creating a Group Response; API Gateway Developer Guide,
supported-gateway-response-types (documented).
"""

from constructs_gw.severity import Severity

SEVERITY = Severity.INFO

"""Huawei Cloud and Open Telekom Cloud API Gateway (APIG): its error types, which are not AWS's response types."""

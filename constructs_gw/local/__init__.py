"""The error answers of an API on this machine: a page that shows them, and a server that gives them.

Needs the `[local]` extra.
"""

"""Headers of answers, and what a script of another origin reads: a table of the Fetch standard's algorithms.

https://fetch.spec.whatwg.org/: "CORS check" (4.10), "CORS-safelisted response-header name" and "forbidden
response-header name" (2.2.2), "extract header list values" (2.2), and the exposed names (4.3, "HTTP fetch", step 14).
"""

from typing import NamedTuple

TYPE_ERROR = None
"""`fetch` rejects: there is no answer at all for the script."""


class Case(NamedTuple):
    """`ORIGIN` in a header stands for the origin of the page."""

    id: str
    headers: dict[str, str]
    read: set[str] | None
    """The headers that are read after a request without credentials."""
    read_with_credentials: set[str] | None
    source: str


ALLOW = "Access-Control-Allow-Origin"
CREDENTIALS = "Access-Control-Allow-Credentials"
EXPOSE = "Access-Control-Expose-Headers"
TYPE = {"Content-Type"}
OTHERS = {"X-A": "1", "X-B": "2"}
BOTH = {ALLOW: "ORIGIN", CREDENTIALS: "true", **OTHERS}
CHECK = "CORS check"
EXPOSED = "HTTP fetch: CORS-exposed header-name list"

CASES = [
    Case("nothing", {}, TYPE_ERROR, TYPE_ERROR, f"{CHECK}: origin is null, return failure"),
    Case("credentials-alone", {CREDENTIALS: "true"}, TYPE_ERROR, TYPE_ERROR, f"{CHECK}: origin is null"),
    Case("wildcard", {ALLOW: "*"}, TYPE, TYPE_ERROR, f"{CHECK}: credentials mode is not include and origin is `*`"),
    Case("wildcard-with-credentials", {ALLOW: "*", CREDENTIALS: "true"}, TYPE, TYPE_ERROR, f"{CHECK}: the same"),
    Case("origin", {ALLOW: "ORIGIN"}, TYPE, TYPE_ERROR, f"{CHECK}: credentials is not `true`, return failure"),
    Case("origin-with-credentials", {ALLOW: "ORIGIN", CREDENTIALS: "true"}, TYPE, TYPE, f"{CHECK}: success"),
    Case("true-in-capitals", {ALLOW: "ORIGIN", CREDENTIALS: "True"}, TYPE, TYPE_ERROR, f"{CHECK}: `true` alone"),
    Case("names-in-lower-case", {ALLOW.lower(): "ORIGIN", CREDENTIALS.lower(): "true"}, TYPE, TYPE, "header names"),
    Case("slash", {ALLOW: "ORIGIN/"}, TYPE_ERROR, TYPE_ERROR, f"{CHECK}: byte-serializing a request origin is not it"),
    Case("path", {ALLOW: "ORIGIN/shop"}, TYPE_ERROR, TYPE_ERROR, f"{CHECK}: the same"),
    Case("two-origins", {ALLOW: "ORIGIN, https://b.example"}, TYPE_ERROR, TYPE_ERROR, f"{CHECK}: the same"),
    Case("capital-scheme", {ALLOW: "HTTPS://SHOP.EXAMPLE"}, TYPE_ERROR, TYPE_ERROR, f"{CHECK}: the same, bytes"),
    Case("empty", {ALLOW: ""}, TYPE_ERROR, TYPE_ERROR, f"{CHECK}: the same"),
    Case("not-exposed", BOTH, TYPE, TYPE, "CORS-safelisted response-header name"),
    Case("safelisted", {**BOTH, "Cache-Control": "no-store", "Expires": "0", "Pragma": "x", "Content-Language": "en",
         "Last-Modified": "x", "Retry-After": "1"},
         {*TYPE, "Cache-Control", "Expires", "Pragma", "Content-Language", "Last-Modified"},
         {*TYPE, "Cache-Control", "Expires", "Pragma", "Content-Language", "Last-Modified"},
         "CORS-safelisted response-header name"),
    Case("exposed", {**BOTH, EXPOSE: "x-a"}, {*TYPE, "X-A"}, {*TYPE, "X-A"}, EXPOSED),
    Case("exposed-with-gaps", {**BOTH, EXPOSE: " X-A ,, X-B,"}, {*TYPE, "X-A", "X-B"}, {*TYPE, "X-A", "X-B"},
         "extract header list values: #field-name"),
    Case("exposed-no-name", {**BOTH, EXPOSE: "X-A, X B"}, TYPE, TYPE, "extract header list values: failure"),
    Case("all-exposed", {**BOTH, EXPOSE: "*"}, {*TYPE, *BOTH, EXPOSE}, TYPE, f"{EXPOSED}: `*` unless include"),
    Case("all-and-one", {**BOTH, EXPOSE: "X-A, *"}, {*TYPE, *BOTH, EXPOSE}, {*TYPE, "X-A"}, f"{EXPOSED}: the same"),
    Case("cookie-exposed", {**BOTH, "Set-Cookie": "a=b", EXPOSE: "Set-Cookie, X-A"}, {*TYPE, "X-A"}, {*TYPE, "X-A"},
         "forbidden response-header name"),
]  # fmt: skip

"""For every response type, combination of presets and hostile value: the body is JSON, and nothing is injected."""

from constructs_gw.response_types import ResponseType
from proof.hostile_values.alone import try_arguments, try_headers, try_variables
from proof.hostile_values.combinations import try_combinations
from proof.hostile_values.faults import Tally
from proof.hostile_values.preset_options import PRESETS
from proof.hostile_values.values import HOSTILE
from proof.section import Section

MOST = 50
"""So many faults are told."""

ATTEMPTS = {
    f"combinations of the {len(PRESETS)} presets x {len(ResponseType)} types x {len(HOSTILE)} values": try_combinations,
    "arguments of presets x values": try_arguments,
    "variables of bodies x places x values": try_variables,
    "headers from each source x values": try_headers,
}
HEAD = ("what", "cases", "rendered", "faults")
TEXT = """A fault is a body that is not JSON (RFC 8259, no name twice), that has other members than the presets
promise or another message than API Gateway's, or a header with a line break. Values are {values} texts:
quotes, backslashes, every control character, line separators, astral characters, escapes of lone surrogates
(HTTP has no bytes for one), 10 kB, and what looks like a variable, VTL, HTML, JSON or a CDK token. Each
request brings one wherever it can stand: raw where a client or an authorizer writes the text, without what
JSON escapes where neither does (`$context.stage` holds no quote), and quoted for
`$context.error.messageString`, as API Gateway does.

- Every subset of the {presets} presets is composed, and each further option of a preset in every subset that has it.
  `error_body` holds each variable that a body may hold. A combination is refused if, and only if, two of its presets
  set the same thing; of the rest, every type is rendered with every value. An answer whose body and headers were both
  rendered for the same type is not rendered again: neither depends on the other.
- DEFAULT_4XX and DEFAULT_5XX, which no client meets, are rendered as a type that has nothing of its own gets them.
- Each argument that takes text is given each value: it is refused, or does no harm.
- Each variable of the catalog is put at each place of a body: it is refused, or does no harm.
- Each source of a header is given each value; here the local gateway's answer is looked at, as nobody has measured
  what API Gateway does to a line break in a decoded parameter.

Not covered: several options that are not the usual ones at once, variables that an author accepts although nobody has
measured them (`accept_undetermined=`), bodies written as text without `ResponseTemplate.json`, and API Gateway
itself: what it puts in for a variable is taken from the catalog's sources. `python -m proof hostile_values` repeats
it."""


def run() -> Section:
    """Try all of it."""
    rows, failures = [], []
    for what, attempt in ATTEMPTS.items():
        tally = Tally()
        attempt(tally)
        refused = f", of which {tally.refused:,} are refused" if tally.refused else ""
        rows.append((what, f"{tally.cases:,}{refused}", f"{tally.renders:,}", f"{len(tally.failures):,}"))
        failures += tally.failures
    return Section("Hostile values", TEXT.format(values=len(HOSTILE), presets=len(PRESETS)), HEAD, tuple(rows),
                   tuple(failures[:MOST]))  # fmt: skip

"""The Terraform JSON is larger than Resource Formation Service takes.

## Why is this bad?

Huawei Cloud's Resource Formation Service (RFS) refuses the template; Terraform itself takes it.

## What to do instead

Shorten the bodies, or use Terraform.

## Source

Resource Formation Service User Guide, Constraints and Limitations: 1 MB for a template at a URL, 50 KB for one in the
request itself (documented; read in the edition of Open Telekom Cloud).
"""

from constructs_gw.severity import Severity

SEVERITY = Severity.WARNING

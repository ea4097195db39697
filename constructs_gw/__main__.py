"""`python -m constructs_gw` is the `constructs-gw` command."""

import sys

from constructs_gw.cli import main

sys.exit(main())

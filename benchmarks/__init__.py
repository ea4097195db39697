"""What this library costs, beside what the same costs without it: `make bench` writes docs/performance.md."""

import os
import sys
from pathlib import Path

# jsii starts the first node on PATH when aws_cdk is imported: the one that is installed with this interpreter.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
os.environ.setdefault("CDK_VALIDATION", "false")  # it would take most of every synth, with and without this library

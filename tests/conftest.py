"""What every test needs to be quick and to say the same everywhere."""

import os
import sys
from pathlib import Path

os.environ["CDK_VALIDATION"] = "false"  # the built-in validation costs most of a synthesis and is not tested here
os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # the Node of this environment

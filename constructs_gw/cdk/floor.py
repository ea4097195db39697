"""The oldest aws-cdk-lib that has everything used here, checked before anything of it is imported."""

from importlib.metadata import PackageNotFoundError, version

FLOOR = (2, 262, 0)
"""The oldest aws-cdk-lib that the `[cdk]` extra takes."""

INSTALL = "pip install 'constructs-gw[cdk]'"


def require_aws_cdk() -> None:
    """Raise ImportError, in one sentence with the command to run, where aws-cdk-lib is missing or too old."""
    try:
        found = version("aws-cdk-lib")
    except PackageNotFoundError:
        raise ImportError(f"constructs_gw.cdk needs aws-cdk-lib: {INSTALL}") from None
    if tuple(int(part) for part in found.split(".")[:3] if part.isdigit()) < FLOOR:
        needed = ".".join(map(str, FLOOR))
        raise ImportError(f"constructs_gw.cdk needs aws-cdk-lib {needed} or newer, found {found}: {INSTALL}")


require_aws_cdk()

"""Command line of constructs_gw."""


def main() -> int:
    """Say that there is nothing to render yet."""
    print("constructs-gw: nothing to render yet")
    return 0

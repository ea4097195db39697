"""What to say where a package's extra is not installed."""


def missing(package: str, extra: str, error: ModuleNotFoundError) -> ModuleNotFoundError:
    """The error of an import, with the command to run; one of our own modules stays as it is."""
    if error.name is None or error.name.startswith("constructs_gw"):
        return error
    return ModuleNotFoundError(f"{package} needs {error.name}: pip install 'constructs-gw[{extra}]'", name=error.name)

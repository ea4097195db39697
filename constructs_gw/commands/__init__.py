"""The commands: one file each, named as the command is, with `EXAMPLES`, `add_arguments` and `run`.

A file's docstring is what `constructs-gw COMMAND --help` says of it, the first line what `constructs-gw --help` says.
"""

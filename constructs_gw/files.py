"""Writing files so that nothing is lost: all of it or nothing, and what was there is kept."""

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from constructs_gw.errors import GatewayResponseError, Problem


def replace_file(path: Path, content: bytes) -> Path:
    """Give a file new content, at once and with its permissions and owner; where its former content is kept.

    Raises GatewayResponseError for a file that cannot be written, and leaves it as it is.
    """
    target = path.resolve()  # what a link leads to, which stays a link
    try:
        backup = Path(tempfile.mkdtemp(prefix="constructs-gw-")) / target.name
        with target.open("r+b"):  # one that is read-only could be replaced, which its owner does not want
            shutil.copy2(target, backup)
        descriptor, name = tempfile.mkstemp(prefix=".constructs-gw-", dir=target.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            _own_alike(target, name)
            shutil.copymode(target, name)
            os.replace(name, target)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as error:
        raise GatewayResponseError(Problem(f"{path}: {error.strerror}", "make it writable")) from None
    return backup


def _own_alike(file: Path, other: str) -> None:
    """Give another file the owner that a file has, where the system has owners and lets one do so."""
    found = file.stat()
    with suppress(AttributeError, OSError):
        os.chown(other, found.st_uid, found.st_gid)

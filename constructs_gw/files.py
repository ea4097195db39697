"""Writing files so that nothing is lost: all of it or nothing, and what was there is kept."""

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import TextIO

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


def write_file(path: Path, content: bytes) -> None:
    """Write a file that a tool makes, at once; one that is there is replaced and keeps its permissions.

    Raises GatewayResponseError for a file that cannot be written, and leaves it as it is.
    """
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            target.write_bytes(content)  # a pipe or a device is written to, and a folder is an error
            return
        new = target.with_name(f".constructs-gw-{token_hex(8)}")
        try:
            with new.open("xb") as file:
                file.write(content)
            if target.exists():
                with target.open("r+b"):  # as in replace_file
                    shutil.copymode(target, new)
            os.replace(new, target)
        finally:
            new.unlink(missing_ok=True)
    except (OSError, RuntimeError, ValueError) as error:  # RuntimeError: a loop of links; ValueError: a NUL
        raise GatewayResponseError(
            Problem(f"{path}: {reason_of(error)}", "name a file in a folder that is there")
        ) from None


def reason_of(error: Exception) -> str:
    """Why a file can be neither read nor written, without its name."""
    return str(getattr(error, "strerror", None) or error)


def refuse_existing(path: Path) -> None:
    """Raise GatewayResponseError for a file that is there already, and is somebody's."""
    if path.exists():
        raise GatewayResponseError(_is_there(path))


def _is_there(path: Path) -> Problem:
    return Problem(f"{path} is there already", "name another file, or move this one")


def new_file(path: Path, text: str) -> None:
    """Write a file that is there to stay; raises GatewayResponseError for one that is there already."""
    try:
        with path.open("x", encoding="utf-8") as file:
            _fill(path, file, text)
    except FileExistsError:
        raise GatewayResponseError(_is_there(path)) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL
        raise GatewayResponseError(Problem(f"{path}: {reason_of(error)}", "name a file that can be written")) from None


def _fill(path: Path, file: TextIO, text: str) -> None:
    """Write all of it, to the disk; no half of a file stays."""
    try:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    except BaseException:
        path.unlink()
        raise


def _own_alike(file: Path, other: str) -> None:
    """Give another file the owner that a file has, where the system has owners and lets one do so."""
    found = file.stat()
    with suppress(AttributeError, OSError):
        os.chown(other, found.st_uid, found.st_gid)

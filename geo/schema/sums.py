"""The committed list of SHA-256 of the fact files: what the pipeline wrote, and what lies there now.

The list has the form of ``sha256sum``, so ``cd data/facts && sha256sum --check SHA256SUMS`` says the same without this
project. It is written by whoever writes facts on purpose; a build refuses facts that it does not name.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from pathlib import Path

from geo.errors import SourceError
from geo.schema.columns import Storage
from geo.schema.files import write_whole

SUMS_FILE = "SHA256SUMS"

_LINE = re.compile(r"(?P<digest>[0-9a-f]{64}) [ *](?P<name>[^/\\]+)")


def table_files(folder: Path) -> list[Path]:
    """Return the files in `folder` that look like tables, by name."""
    return sorted(path for storage in Storage for path in folder.glob(f"*.{storage.value}"))


def digest_of(path: Path) -> str:
    """Return the SHA-256 of the bytes of a file, as hexadecimal text."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_sums(folder: Path, names: Collection[str] | None = None) -> Path:
    """Write the list of `folder`; with `names` only the lines of these files, the others stay as they are.

    Raises
    ------
    SourceError
        If the list that is there cannot be read, and `names` asks to keep a part of it.
    EnvironmentFaultError
        If the folder cannot be written.
    """
    target = folder / SUMS_FILE
    held = {path.name: path for path in table_files(folder)}
    digests = _listed(target) if names is not None and target.is_file() else {}
    wanted = held.keys() if names is None else [name for name in names if name in held]
    digests.update({name: digest_of(held[name]) for name in wanted})
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))
    write_whole(target, lambda part: part.write_text(lines, encoding="utf-8"))
    return target


def sum_findings(folder: Path) -> list[str]:
    """Return every file of `folder` that is not as its list says: changed, missing or not listed."""
    path = folder / SUMS_FILE
    if not path.is_file():
        return [f"{path} is missing; restore it with 'git checkout {path}' or write all facts anew with 'make facts'"]
    try:
        listed = _listed(path)
    except SourceError as exc:
        return [str(exc)]
    held = {file.name: file for file in table_files(folder)}
    findings = []
    for name in sorted(listed.keys() | held.keys()):
        file = folder / name
        if name not in held:
            findings.append(f"{file} is listed in {SUMS_FILE} and missing; {_restore(file)}")
        elif name not in listed:
            findings.append(f"{file} is not listed in {SUMS_FILE}; remove it, or list it with 'nearshore facts sums'")
        else:
            try:
                digest = digest_of(file)
            except OSError as exc:
                findings.append(f"{file} cannot be read ({exc.strerror}); {_restore(file)}")
                continue
            if digest != listed[name]:
                findings.append(
                    f"{file} is not the file that {SUMS_FILE} lists: it was changed or damaged; {_restore(file)}. If the "
                    f"change is meant, list it with 'nearshore facts sums {file.stem}'"
                )
    return findings


def _restore(file: Path) -> str:
    return f"restore it with 'git checkout {file}' or write all facts anew with 'make facts'"


def _listed(path: Path) -> dict[str, str]:
    """Return digest by file name.

    Raises
    ------
    SourceError
        If a line has another form, or a file stands twice.
    """
    digests: dict[str, str] = {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as exc:
        message = f"{path} cannot be read ({exc}); restore it with 'git checkout {path}'"
        raise SourceError(message) from exc
    for number, line in enumerate(lines, start=1):
        match = _LINE.fullmatch(line)
        if match is None or match["name"] in digests:
            wrong = "has not the form 'SHA-256  file name'" if match is None else f"names {match['name']} again"
            message = f"{path} line {number} {wrong}; restore it with 'git checkout {path}'"
            raise SourceError(message)
        digests[match["name"]] = match["digest"]
    return digests

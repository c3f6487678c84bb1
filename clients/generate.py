"""Generate the Python client from the OpenAPI document: `make client`."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "clients" / "python"
PACKAGE = "digitsite_client"


def generate(package: Path) -> None:
    """Write the client; what the document does not describe any more goes.

    Args:
        package: folder of the package.
    """
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "openapi.json"
        write_document(document)
        document.write_text(json.dumps(simplify(json.loads(document.read_text()))))
        command = ["openapi-python-client", "generate", "--meta", "none"]
        command += ["--path", str(document), "--config", str(FOLDER / "generator.yaml")]
        command += ["--output-path", str(package), "--overwrite", "--fail-on-warning"]
        run(command)
    (package / "py.typed").touch()


def write_document(path: Path) -> None:
    """Write the OpenAPI document of the site with its default settings."""
    command = [sys.executable, "manage.py", "spectacular", "--format", "openapi-json"]
    run([*command, "--file", str(path)], DJANGO_DEBUG="1")


def simplify(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document without what the generator makes wrong code of.

    Which fields of a form exclude each other is left to the server. Error codes are
    texts, as a site may have more of them than a client that was made before. Where a
    token is not necessary, a client without one is a right type.
    """
    for operations in document["paths"].values():
        for operation in operations.values():
            forms = operation.get("requestBody", {}).get("content", {})
            form = forms.get("multipart/form-data", {}).get("schema", {})
            for rule in ("anyOf", "dependentSchemas", "oneOf"):
                form.pop(rule, None)
            if {} in operation["security"]:
                operation["security"] = []
    schemas = document["components"]["schemas"]
    for codes in (schemas["Error"]["properties"]["code"], schemas["CodeEnum"]):
        del codes["enum"]
    return document


def run(command: list[str], **variables: str) -> None:
    """Run a command of this environment; print what it says only if it fails."""
    tools = str(Path(sys.executable).parent)
    variables["PATH"] = f"{tools}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        sys.exit(done.stdout)


if __name__ == "__main__":
    generate(FOLDER / PACKAGE)

"""``make manifests-check``: the Kubernetes manifests against the schemas of what they name, and against each other.

A field that no schema knows is an error here; the cluster's own API server may drop it in silence.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

import kubernetes_validate
import yaml
from pydantic import ValidationError

from config.settings import PREFIX, Settings
from tests.containers.keda import ScaledObject

FOLDER: Final = Path(__file__).resolve().parents[2] / "deploy" / "kubernetes"

#: What a Kustomization of ours may say. Source: kustomize's reference, kustomize.config.k8s.io/v1beta1.
KUSTOMIZATION: Final = {
    "apiVersion",
    "kind",
    "namespace",
    "labels",
    "configMapGenerator",
    "resources",
    "images",
    "patches",
}

Document: TypeAlias = Mapping[str, Any]


def main() -> int:
    """Print what is wrong, one line each; 0 if nothing is."""
    drawn = rendered()
    wrong = [*schemas(documents()), *schemas(drawn), *references(), *settings(), *confinement(drawn), *names(drawn)]
    for line in wrong:
        print(line)
    counts = f"{len(list(documents()))} documents, {len(drawn)} as kubectl renders them, {len(wrong)} faults"
    print(f"{counts}; Kubernetes {kubernetes_validate.latest_version()}")
    return 1 if wrong else 0


def documents() -> Iterator[tuple[Path, Document]]:
    """Every document of every manifest, in order, but for patches, which are parts of documents."""
    found = [
        (path.relative_to(FOLDER), document)
        for path in sorted(FOLDER.rglob("*.yaml"))
        for document in yaml.safe_load_all(path.read_text(encoding="utf-8"))
    ]
    patches = {path.parent / patch["path"] for path, document in found for patch in document.get("patches", ())}
    yield from (one for one in found if one[0] not in patches)


def rendered() -> Sequence[tuple[Path, Document]]:
    """What a cluster is given: both Kustomizations as kubectl itself puts them together."""
    kubectl = Path(sys.executable).with_name("kubectl")
    found: list[tuple[Path, Document]] = []
    for name in ("base", "example"):
        done = subprocess.run([kubectl, "kustomize", FOLDER / name], capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"kubectl kustomize {name}: {done.stderr}")
        found += [(Path(f"{name} (rendered)"), document) for document in yaml.safe_load_all(done.stdout)]
    return found


def schemas(several: Iterable[tuple[Path, Document]]) -> Iterator[str]:
    """Documents that are not what their kind says."""
    for path, document in several:
        kind = document["kind"]
        try:
            if kind == "Kustomization":
                yield from (f"{path}: {key} is unknown" for key in document.keys() - KUSTOMIZATION)
                yield from (
                    f"{path}: {name} is not there"
                    for name in document["resources"]
                    if not (FOLDER / path).parent.joinpath(name).exists()
                )
            elif kind == "ScaledObject":
                ScaledObject.model_validate(document)
            else:
                kubernetes_validate.validate(document, kubernetes_validate.latest_version(), strict=True)
        except (kubernetes_validate.ValidationError, ValidationError) as error:
            yield f"{path}: {kind}: {' '.join(str(error).split())[:200]}"


def references() -> Iterator[str]:
    """What names something that is not there, and what nobody names."""
    there = {(document["kind"], document.get("metadata", {}).get("name")) for _, document in documents()}
    deployments = {name for kind, name in there if kind == "Deployment"}
    for path, document in documents():
        name, spec = document.get("metadata", {}).get("name"), document.get("spec", {})
        if document["kind"] == "ScaledObject" and spec.get("scaleTargetRef", {"name": name})["name"] not in deployments:
            yield f"{path}: scales what is not there"
        if document["kind"] in {"PodDisruptionBudget", "Service"} and name not in deployments:
            yield f"{path}: {document['kind']} {name} has no deployment"
        if document["kind"] == "Deployment" and ("PodDisruptionBudget", name) not in there:
            yield f"{path}: {name} has no budget for disruptions"
    listed = {name for _, document in documents() for name in document.get("resources", ())}
    for path, document in documents():
        if document["kind"] != "Kustomization" and path.name not in listed:
            yield f"{path}: no Kustomization lists it"


def settings() -> Iterator[str]:
    """Variables that are no settings of ours, and secrets among those that are for everybody to read."""
    fields = {f"{PREFIX}{name.upper()}": field for name, field in Settings.model_fields.items()}
    literals = (
        entry.partition("=")[0]
        for _, document in documents()
        for generator in document.get("configMapGenerator", ())
        for entry in generator.get("literals", ())
    )
    lines = (FOLDER / "base" / "settings.env").read_text(encoding="utf-8").splitlines()
    for name in [*literals, *(line.partition("=")[0] for line in lines)]:
        if name not in fields:
            yield f"{name} is no setting"
        elif "Secret" in str(fields[name].annotation):
            yield f"{name} is a secret"


def names(drawn: Iterable[tuple[Path, Document]]) -> Iterator[str]:
    """What is asked for by a name that rendering gave to nothing: settings of a pod, labels of a selector."""
    maps = {(path, one["metadata"]["name"]) for path, one in drawn if one["kind"] == "ConfigMap"}
    for path, document in drawn:
        pod = document.get("spec", {}).get("template", {}).get("spec", {"containers": ()})
        for container in pod["containers"]:
            for source in container["envFrom"]:
                asked = source.get("configMapRef", {}).get("name")
                if asked is not None and (path, asked) not in maps:
                    yield f"{path}: {document['kind']} {document['metadata']['name']} asks for settings {asked}"
        selector = document.get("spec", {}).get("selector", {})
        labels = document.get("spec", {}).get("template", {}).get("metadata", {}).get("labels")
        if labels is not None and not selector.get("matchLabels", {}).items() <= labels.items():
            yield f"{path}: {document['metadata']['name']} does not select its own pods"


def confinement(drawn: Iterable[tuple[Path, Document]]) -> Iterator[str]:
    """Pods that may do more than they have to."""
    for path, document in drawn:
        pod = document.get("spec", {}).get("template", {}).get("spec")
        if pod is None:
            continue
        for container in pod["containers"]:
            rules = container["securityContext"]
            if rules != {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }:
                yield f"{path}: {container['name']} is not confined"
            if "memory" not in container["resources"]["limits"]:
                yield f"{path}: {container['name']} has no limit of memory"
        if not pod["securityContext"]["runAsNonRoot"] or pod["automountServiceAccountToken"]:
            yield f"{path}: the pod may be root, or asks for a token"


if __name__ == "__main__":
    sys.exit(main())

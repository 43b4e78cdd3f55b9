"""The house as its source says it is: modules, what they import, what they do when imported. Nothing is imported."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGES: Final = ("config", "pipeline", "workers", "web", "stack")


@dataclass(frozen=True, kw_only=True)
class Import:
    """One import statement's target."""

    #: Module as written, ``pipeline.domain.page``; for ``from a import b`` where ``a.b`` is a module, ``a.b``.
    target: str
    line: int
    #: Whether it stands inside a function and runs only when that is called.
    late: bool


@dataclass(frozen=True, kw_only=True)
class Module:
    """One source file."""

    #: Dotted name; of a package, the package's own.
    name: str
    path: Path

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_bytes(), filename=str(self.path))

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        return tuple(ast.walk(self.tree))

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        late = {
            id(inner)
            for node in self.nodes
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            for inner in ast.walk(node)
            if isinstance(inner, ast.Import | ast.ImportFrom)
        }
        return tuple(
            Import(target=target, line=node.lineno, late=id(node) in late)
            for node in self.nodes
            if isinstance(node, ast.Import | ast.ImportFrom)
            for target in _targets(node)
        )

    @cached_property
    def inner_imports(self) -> tuple[Import, ...]:
        """The imports of the house's own modules."""
        return tuple(item for item in self.imports if item.target.split(".")[0] in PACKAGES)

    @cached_property
    def vendors(self) -> frozenset[str]:
        """Top-level names of packages that are neither ours nor of the standard library."""
        tops = {item.target.split(".")[0] for item in self.imports}
        return frozenset(tops - set(PACKAGES) - sys.stdlib_module_names)

    def is_in(self, *packages: str) -> bool:
        """Whether this is one of these modules or packages, or stands inside one."""
        return any(self.name == package or self.name.startswith(f"{package}.") for package in packages)


def _targets(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    source = node.module or ""
    return [f"{source}.{alias.name}" if _is_module(f"{source}.{alias.name}") else source for alias in node.names]


@cache
def _is_module(name: str) -> bool:
    if name.split(".")[0] not in PACKAGES:
        return False
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


@lru_cache(maxsize=1)
def modules() -> tuple[Module, ...]:
    """All modules of the house, by name. Migrations are left out: alembic runs them, nobody imports them."""
    return tuple(sorted(_found(), key=lambda module: module.name))


def _found() -> Iterator[Module]:
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if "migrations" in parts[:-1]:
                continue
            yield Module(name=".".join(parts[:-1] if parts[-1] == "__init__" else parts), path=path)


def reached_from(name: str) -> set[str]:
    """All modules and vendors that are imported when this module is, late imports left out."""
    by_name = {module.name: module for module in modules()}
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current in reached:
            continue
        reached.add(current)
        parent = current.rpartition(".")[0]
        waiting += [parent] if parent in by_name else []
        if current in by_name:
            waiting += [item.target for item in by_name[current].imports if not item.late]
    return {entry if entry in by_name else entry.split(".")[0] for entry in reached}

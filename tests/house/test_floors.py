"""The floors of the house: imports point down, one door for each vendor, nothing happens at import."""

from __future__ import annotations

import ast
from collections import defaultdict

import pytest

from tests.house.source import Module, modules, reached_from

#: From the ground up; a module may import its own floor's and those below. A name covers what stands inside it.
FLOORS = (
    ("pipeline.errors",),
    ("pipeline.domain",),
    ("pipeline.ports", "pipeline.keys", "pipeline.records"),
    ("pipeline.stages", "pipeline.tools", "pipeline.stores"),
    (
        "pipeline.flow",
        "pipeline.isolated",
        "pipeline.delivery",
        "pipeline.inbox",
        "pipeline.quarantine",
        "pipeline.scrub",
        "pipeline.rebuild",
        "pipeline.imports",
        "pipeline.closed",
    ),
    ("pipeline.assembly",),
    ("pipeline.cli", "workers", "web"),
)

#: Siblings that never import one another.
SIBLINGS = (("pipeline.stages", "pipeline.tools", "pipeline.stores"), ("pipeline.cli", "workers", "web"))

#: Who may read settings: entry points and the assembly.
READS_SETTINGS = ("config", "pipeline.assembly", "pipeline.cli", "workers", "web")

#: Vendors that are a language rather than a door: spoken wherever that helps.
EVERYWHERE = {"numpy", "pydantic", "click", "rich", "structlog", "rapidfuzz"}

#: Vendors with one door that is a whole package.
PACKAGE_DOORS = {
    "dramatiq": "workers",
    "fastapi": "web",
    "starlette": "web",
    "jinja2": "web",
    "uvicorn": "web",
    "itsdangerous": "web",
}

#: Packages so wide that being in the same one is not "one door".
WIDE = {"", "config", "pipeline", "pipeline.cli", "pipeline.domain", "pipeline.stages", "pipeline.stores"}
WIDE |= {"pipeline.tools", "pipeline.assembly"}

#: Calls that reach outside, or read the clock, by the last name of the callee.
REACHES_OUT = {"open", "read_text", "read_bytes", "write_text", "mkdir", "connect", "run", "Popen", "getenv", "load"}
REACHES_OUT |= {"now", "today", "cwd", "getcwd", "glob", "rglob", "iterdir", "system", "uuid4", "time", "monotonic"}

#: Modules that a value has no use for.
NOT_IN_DOMAIN = {"os", "io", "subprocess", "socket", "time", "random", "tempfile", "logging", "urllib", "sqlite3"}


def _floor(module: str) -> int | None:
    for height, names in enumerate(FLOORS):
        if any(module == name or module.startswith(f"{name}.") for name in names):
            return height
    return None


def _covering(module: str, names: tuple[str, ...]) -> str | None:
    return next((name for name in names if module == name or module.startswith(f"{name}.")), None)


def test_imports_point_down():
    upwards = [
        f"{module.path}:{item.line} imports {item.target}"
        for module in modules()
        for item in module.inner_imports
        if (here := _floor(module.name)) is not None and (there := _floor(item.target)) is not None and there > here
    ]
    assert not upwards


def test_siblings_never_import_one_another():
    across = [
        f"{module.path}:{item.line} imports {item.target}"
        for module in modules()
        for item in module.inner_imports
        for siblings in SIBLINGS
        if (here := _covering(module.name, siblings)) and (there := _covering(item.target, siblings)) and here != there
    ]
    assert not across


def test_the_flow_knows_no_tool_and_no_store():
    known = [
        f"{module.path}:{item.line} imports {item.target}"
        for module in modules()
        if module.is_in("pipeline.flow")
        for item in module.inner_imports
        if _covering(item.target, ("pipeline.tools", "pipeline.stores"))
    ]
    assert not known


def test_only_entry_points_and_the_assembly_read_settings():
    readers = [
        f"{module.path}:{item.line}"
        for module in modules()
        if not module.is_in(*READS_SETTINGS)
        for item in module.inner_imports
        if _covering(item.target, ("config.settings",))
    ]
    assert not readers


def test_the_stack_uses_the_house_as_a_person_would():
    inside = [
        f"{m.path}:{i.line}" for m in modules() if m.is_in("stack") for i in m.inner_imports if i.target[:5] != "stack"
    ]
    users = [
        f"{m.path}:{i.line}"
        for m in modules()
        if not m.is_in("stack")
        for i in m.inner_imports
        if i.target[:5] == "stack"
    ]

    assert not inside
    assert not users


def test_no_module_imports_itself_by_a_detour():
    arrows = {
        module.name: {item.target for item in module.inner_imports if not item.late and item.target != module.name}
        for module in modules()
    }
    finished: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, f"a cycle: {' → '.join((*trail[trail.index(name) :], name))}"
        if name not in finished:
            for target in arrows.get(name, ()):
                visit(target, (*trail, name))
            finished.add(name)

    for name in arrows:
        visit(name, ())


def test_each_vendor_has_one_door():
    doors = defaultdict(set)
    for module in modules():
        for vendor in module.vendors - EVERYWHERE:
            doors[vendor].add(module.name)

    crowded = {vendor: sorted(names) for vendor, names in doors.items() if not _is_one_door(vendor, names)}
    assert not crowded


def _is_one_door(vendor: str, names: set[str]) -> bool:
    if vendor in PACKAGE_DOORS:
        return all(name == PACKAGE_DOORS[vendor] or name.startswith(f"{PACKAGE_DOORS[vendor]}.") for name in names)
    if len(names) == 1:
        return True
    packages = {module.name for module in modules() if module.path.name == "__init__.py"} - WIDE
    return any(all(name == package or name.startswith(f"{package}.") for name in names) for package in packages)


def test_the_domain_is_values_only():
    impure = [
        f"{module.path}:{item.line} imports {item.target}"
        for module in modules()
        if module.is_in("pipeline.domain", "pipeline.errors")
        for item in module.imports
        if item.target.split(".")[0] in NOT_IN_DOMAIN
    ]
    vendors = {
        module.name: sorted(module.vendors)
        for module in modules()
        if module.is_in("pipeline.domain") and module.vendors
    }

    assert not impure
    assert not vendors


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_nothing_happens_at_import(module: Module):
    acts = [f"{module.path}:{call.lineno}" for call in _calls_at_import(module) if _last_name(call.func) in REACHES_OUT]
    environment = [
        f"{module.path}:{node.lineno}"
        for node in _at_import(module)
        if isinstance(node, ast.Attribute) and node.attr == "environ"
    ]

    assert not acts
    assert not environment


def _calls_at_import(module: Module) -> list[ast.Call]:
    return [node for node in _at_import(module) if isinstance(node, ast.Call)]


def _at_import(module: Module) -> list[ast.AST]:
    """What runs when the module is imported: not the bodies of functions, nor of ``if __name__ == "__main__"``."""
    if module.path.name == "__main__.py":
        return []
    found: list[ast.AST] = []
    waiting: list[ast.AST] = [statement for statement in module.tree.body if not _is_main_guard(statement)]
    while waiting:
        node = waiting.pop()
        found.append(node)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            waiting += [*node.decorator_list, *node.args.defaults, *[d for d in node.args.kw_defaults if d]]
        elif not isinstance(node, ast.Lambda):
            waiting += ast.iter_child_nodes(node)
    return found


def _is_main_guard(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.If) and "__main__" in ast.unparse(statement.test)


def _last_name(callee: ast.expr) -> str:
    if isinstance(callee, ast.Attribute):
        return callee.attr
    return callee.id if isinstance(callee, ast.Name) else ""


def test_only_outermost_frames_catch_everything():
    """Of a worker, of the web, and of a child process, whose life is isolation's."""
    caught = [
        f"{module.path}:{node.lineno}"
        for module in modules()
        if not module.is_in("workers", "web", "pipeline.tools.isolation")
        for node in module.nodes
        if isinstance(node, ast.ExceptHandler) and _catches_everything(node)
    ]
    assert not caught


def _catches_everything(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or _last_name(kind) in {"Exception", "BaseException"} for kind in kinds)


def test_no_two_modules_take_the_same_lock_of_the_database():
    taken = [
        (node.value.value, module.name)
        for module in modules()
        for node in module.nodes
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and isinstance(node.value, ast.Constant)
        and "_LOCK" in {_last_name(target) for target in getattr(node, "targets", [getattr(node, "target", None)])}
    ]
    assert len(taken) > 4
    assert len({lock for lock, _ in taken}) == len(taken), sorted(taken)


def test_imports_are_not_hidden_in_functions():
    """Late imports are how a command, or a door that may be missing, is loaded only when asked for; nowhere else."""
    hidden = [
        f"{module.path}:{item.line} imports {item.target}"
        for module in modules()
        if not module.is_in("pipeline.cli", "pipeline.assembly")
        for item in module.imports
        if item.late
    ]
    assert not hidden


def test_modules_have_names_of_the_trade():
    vague = {"utils", "util", "helpers", "helper", "manager", "common", "base", "misc", "core"}

    assert not [module.name for module in modules() if vague & set(module.name.split("."))]


def test_reading_files_loads_no_service():
    """``sohoa read`` starts without a broker, an SQL driver, an S3 client or a web framework."""
    reading = {module.name for module in modules()} & {"pipeline.cli.reading", "pipeline.cli"}
    services = {
        "psycopg",
        "psycopg_pool",
        "sqlalchemy",
        "alembic",
        "dramatiq",
        "redis",
        "minio",
        "fastapi",
        "starlette",
    }

    for name in reading:
        assert not reached_from(name) & services

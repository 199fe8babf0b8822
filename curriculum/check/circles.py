"""Circles: roles that extend each other, modules that wait for each other or succeed each other, managers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from curriculum import codes
from curriculum.check.known import Check, Found
from curriculum.check.reach import Reach, Wait
from curriculum.diagnostics import Diagnostic, Position
from curriculum.graph import ancestors, cycles
from curriculum.model import Workspace

Edge = tuple[Position, str]  # where it is written, and what it says


def _report(circle: Sequence[str], what: str, edge: Callable[[str, str], Edge]) -> Diagnostic:
    """CYCLE at its first edge, with the path in the message and every edge as a related place."""
    edges = [edge(a, b) for a, b in zip(circle, [*circle[1:], circle[0]], strict=True)]
    path = " -> ".join([*circle, circle[0]])
    return Diagnostic.of(codes.CYCLE, edges[0][0], f"{what}: {path}", "break one of these links", edges)


def circles_of_roles(ws: Workspace) -> Found:
    """No role extends itself, directly or over others."""
    places = {(id, str(parent)): parent.at for id, role in ws.roles.items() for parent in role.extends}
    edges = {id: [str(p) for p in role.extends if p in ws.roles] for id, role in ws.roles.items()}
    for circle in cycles(edges):
        yield _report(circle, "roles extend each other", lambda a, b: (places[a, b], f"'{a}' extends '{b}'"))


def circles_of_successors(ws: Workspace) -> Found:
    """No module succeeds itself, directly or over others."""
    after = {id: m.successor for id, m in ws.modules.items() if m.successor is not None and m.successor in ws.modules}
    for circle in cycles({id: [str(successor)] for id, successor in after.items()}):
        yield _report(circle, "modules succeed each other", lambda a, b: (after[a].at, f"'{b}' succeeds '{a}'"))


def circles_of_managers(ws: Workspace) -> Found:
    """Nobody is their own manager, directly or over others."""
    people = {p.id: p for p in ws.people}
    edges = {p.id: [m] for p in ws.people if p.manager and (m := ws.merged.get(p.manager, p.manager)) in people}
    for circle in cycles(edges):
        yield _report(
            circle,
            "people report to each other",
            lambda a, b: (people[a].at("manager"), f"'{a}' reports to '{b}'"),
        )


def unreachable_modules(ws: Workspace) -> Found:
    """Every active module can be started: what it waits for can be had before it."""
    reach = Reach(ws)
    possible = reach.done(reach.active)
    assumed: set[str] = set()
    for id, waits in reach.waits.items():
        for wait in waits:
            if not wait.any_of & possible:
                assumed.add(id)
                yield _unreachable(id, wait, ws)
    while stuck := possible - (done := reach.done(assumed)):
        edges, words = _waiting(reach, stuck, done)
        yield from _innermost(edges, words, assumed)


def _unreachable(id: str, wait: Wait, ws: Workspace) -> Diagnostic:
    retired = [m for m in wait.any_of if m in ws.modules]
    if wait.words.startswith("module"):
        why, hint = "is retired", "name the module that takes its place"
    elif retired:
        why, hint = "is taught only by retired modules", "lower the level, or add a module that teaches it"
    else:
        why, hint = "is taught by no other module", "lower the level, or add a module that teaches it"
    message = f"module '{id}' can never be started: {wait.words} {why}"
    return Diagnostic.of(codes.UNREACHABLE_MODULE, wait.at, message, hint)


def _waiting(
    reach: Reach, stuck: set[str], done: set[str]
) -> tuple[Mapping[str, Sequence[str]], Mapping[tuple[str, str], Edge]]:
    """Who waits for whom among the modules that cannot be started, and the words for each edge."""
    words: dict[tuple[str, str], Edge] = {}
    for id in (i for i in reach.waits if i in stuck):
        for wait in reach.waits[id]:
            if wait.any_of & done:
                continue
            for other in sorted(wait.any_of & stuck):
                teaches = "" if wait.words == f"module '{other}'" else f", which '{other}' gives"
                words.setdefault((id, other), (wait.at, f"'{id}' waits for {wait.words}{teaches}"))
    for swap in reach.swaps:
        for other in (c for c in swap.counts_as if c in stuck):
            for completed in (c for c in swap.completed if c in stuck):
                edge = (completed.at, f"'{completed}' counts as '{other}'")
                words.setdefault((str(other), str(completed)), edge)
    edges: dict[str, list[str]] = {id: [] for id in reach.taught if id in stuck}
    for a, b in words:
        edges[a].append(b)
    return edges, words


def _innermost(edges: Mapping[str, Sequence[str]], words: Mapping[tuple[str, str], Edge], assumed: set[str]) -> Found:
    """The circle that waits for nobody outside it. Its modules are then assumed, to find the circles around it."""
    circles = cycles(edges)
    reached = [ancestors(circle[0], lambda id: edges.get(id, ())) for circle in circles]
    smallest = min(range(len(circles)), key=lambda n: len(reached[n]))
    assumed.update(reached[smallest])
    yield _report(circles[smallest], "modules wait for each other", lambda a, b: words[a, b])


RULES: Final[tuple[Check, ...]] = (circles_of_roles, circles_of_successors, circles_of_managers, unreachable_modules)

"""Orders and circles: the level scale, who comes before whom, and every circle with its edges."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def ranks(levels: Sequence[str]) -> dict[str, int]:
    """Level id → rank, lowest 1. 0 is kept for "nothing"."""
    return {level: rank for rank, level in enumerate(levels, 1)}


def cycles(edges: Mapping[Node, Sequence[Node]]) -> list[list[Node]]:
    """Each circle once, as the nodes along it, first node not repeated; found in the order of `edges`.

    One circle per strongly connected part (Tarjan 1972), the shortest through its first node: enough to mend it.
    """
    return [_shortest_circle(part, edges) for part in _strong_parts(edges) if _is_circular(part, edges)]


def _is_circular(part: set[Node], edges: Mapping[Node, Sequence[Node]]) -> bool:
    return len(part) > 1 or any(n in edges.get(n, ()) for n in part)


def _shortest_circle(part: set[Node], edges: Mapping[Node, Sequence[Node]]) -> list[Node]:
    start = next(n for n in edges if n in part)
    came: dict[Node, Node] = {}
    queue = [start]
    for node in queue:
        for after in edges.get(node, ()):
            if after == start:
                return _trace(came, start, node)
            if after in part and after not in came:
                came[after] = node
                queue.append(after)
    raise AssertionError("a strongly connected part has a circle through each of its nodes")


def _trace(came: Mapping[Node, Node], start: Node, last: Node) -> list[Node]:
    path = [last]
    while path[-1] != start:
        path.append(came[path[-1]])
    return path[::-1]


def _strong_parts(edges: Mapping[Node, Sequence[Node]]) -> Iterator[set[Node]]:
    """Strongly connected parts, without recursion: chains may be long."""
    index: dict[Node, int] = {}
    low: dict[Node, int] = {}
    stack: list[Node] = []
    on_stack: set[Node] = set()
    for root in edges:
        if root in index:
            continue
        work: list[tuple[Node, Iterator[Node]]] = [(root, iter(edges[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, followers = work[-1]
            for after in followers:
                if after not in index:
                    index[after] = low[after] = len(index)
                    stack.append(after)
                    on_stack.add(after)
                    work.append((after, iter(edges.get(after, ()))))
                    break
                if after in on_stack:
                    low[node] = min(low[node], index[after])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    part: set[Node] = set()
                    while node not in part:
                        part.add(stack.pop())
                    on_stack -= part
                    yield part


def ancestors(start: Node, parents: Callable[[Node], Iterable[Node]]) -> list[Node]:
    """The start and all it descends from, nearest first, each once; circles are walked once."""
    found: dict[Node, None] = {start: None}
    queue = [start]
    for node in queue:
        for parent in parents(node):
            if parent not in found:
                found[parent] = None
                queue.append(parent)
    return list(found)


def expected_ranks(taught: Mapping[str, Sequence[tuple[str, int, int | None]]]) -> dict[tuple[str, str], int]:
    """The rank a learner must hold before each module, per (module, competency) it teaches.

    `taught` holds, for each active module, (competency, rank reached, declared `from` rank or None). Without a
    declared rank it is the next lower rank that any active module reaches for that competency, else 0. A module
    that teaches several levels of a competency starts with the lowest of them.
    """
    reached: dict[str, set[int]] = {}
    for teachings in taught.values():
        for competency, rank, _ in teachings:
            reached.setdefault(competency, set()).add(rank)
    found: dict[tuple[str, str], int] = {}
    for module, teachings in taught.items():
        for competency, rank, declared in teachings:
            lower = max((r for r in reached[competency] if r < rank), default=0)
            before = lower if declared is None else declared
            found[module, competency] = min(before, found.get((module, competency), before))
    return found

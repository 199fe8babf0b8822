"""The plain rules as a competent analyst would write them for Polars. Leaves out what analyst_duckdb.sql leaves out.

Both work by signature (equal cells of the roster) and take off what people hold. The simpler way, joins of people and
all they need, takes five to ten times as long.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl


def answer(root: Path, day: str, rules: dict[str, Any]) -> list[tuple[int, int, int]]:
    """(level, likely minutes, people) with training to take."""
    t = {
        name: pl.DataFrame(rows, schema=[c.split()[0] for c in columns.split(", ")], orient="row")
        for name, (columns, rows) in rules.items()
    }
    roster = pl.read_csv(root / "people/roster.csv", infer_schema=False).with_row_index("person")
    roster = roster.filter(
        (pl.col("ends_on").is_null() | (pl.col("ends_on") >= day))
        & (pl.col("starts_on").is_null() | (pl.col("starts_on") <= day))
    )
    sigs = roster.select("access", "department", "job_title", "roles").unique().with_row_index("sig")
    people = roster.join(sigs, on=["access", "department", "job_title", "roles"], nulls_equal=True).select(
        "id", "person", "sig"
    )
    held = (
        pl.scan_csv(root / "people/evidence.csv", infer_schema=False)
        .filter(pl.col("outcome").is_in(["completed", "passed"]) & (pl.col("on") <= day))
        .select("person", "on", "module")
        .join(t["teaches"].lazy(), on="module")
        .filter(pl.col("on") >= pl.col("counts_from"))
        .join(people.lazy().select(pl.col("id").alias("person"), n="person"), on="person")
        .group_by("n", "competency")
        .agg(pl.col("rank").max().alias("held"))
        .rename({"n": "person"})
        .collect()
    )
    roles = (
        sigs.select("sig", role=pl.col("roles").fill_null("").str.split(";"))
        .explode("role")
        .with_columns(pl.col("role").str.strip_chars())
    )
    by_rule = sigs.join(t["held_by"], on=["department", "job_title"]).select("sig", "role")
    required = (
        pl.concat(
            [
                pl.concat([roles, by_rule]).join(t["role_requires"], on="role").select("sig", "competency", "rank"),
                sigs.join(t["floor_requires"].filter(pl.col("access") != "*"), on="access").select(
                    "sig", "competency", "rank"
                ),
                sigs.join(t["floor_requires"].filter(pl.col("access") == "*"), how="cross").select(
                    "sig", "competency", "rank"
                ),
            ]
        )
        .group_by("sig", "competency")
        .agg(pl.col("rank").max())
    )
    base, waits = _of_nobody(required, t)
    return _totals(base, _removed(base, waits, held, people), people)


def _of_nobody(required: pl.DataFrame, t: dict[str, pl.DataFrame]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The steps of who holds nothing, by signature; and for those that only prerequisites ask for, which steps do."""
    on = ["sig", "competency"]
    need = new = required
    while len(new):
        asked = new.join(t["waits"].rename({"rank": "more"}), on="competency").filter(pl.col("step") <= pl.col("rank"))
        pulled = asked.group_by("sig", competency="needs").agg(rank=pl.col("more").max())
        higher = pl.col("rank") > pl.col("rank_right").fill_null(0)
        new = pulled.join(need, on=on, how="left").filter(higher).drop("rank_right")
        need = pl.concat([need, new]).group_by(on).agg(pl.col("rank").max())
    base = need.join(t["ladder"], on="competency").filter(pl.col("step") <= pl.col("rank")).drop("rank")
    waits = (
        base.select(*on, "step")
        .join(t["waits"], on=["competency", "step"])
        .join(base.select("sig", needs="competency", lower="step"), on=["sig", "needs"])
        .filter(pl.col("lower") <= pl.col("rank"))
        .join(required.select("sig", needs="competency", own="rank"), on=["sig", "needs"], how="left")
        .filter(pl.col("lower") > pl.col("own").fill_null(0))
        .select(*on, "step", "needs", "lower")
        .unique()
        .with_columns(waiting=pl.len().over("sig", "needs", "lower"))
    )
    return base, waits


def _removed(base: pl.DataFrame, waits: pl.DataFrame, held: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """The steps that people need not take: what they hold, and what nothing waits for any more. Grows round by round."""
    key = ["person", "sig", "competency", "step"]
    removed = (
        held.join(people.select("person", "sig"), on="person")
        .join(base.select("sig", "competency", "step"), on=["sig", "competency"])
        .filter(pl.col("step") <= pl.col("held"))
        .select(key)
    )
    while True:
        new = (
            removed.join(waits, on=["sig", "competency", "step"])
            .group_by("person", "sig", competency="needs", step="lower")
            .agg(pl.len(), pl.col("waiting").first())
            .filter(pl.col("len") == pl.col("waiting"))
            .select(key)
            .join(removed, on=key, how="anti")
        )
        if not len(new):
            return removed
        removed = pl.concat([removed, new])


def _totals(base: pl.DataFrame, removed: pl.DataFrame, people: pl.DataFrame) -> list[tuple[int, int, int]]:
    """Of everybody as if they held nothing, less what is removed: no table of people and modules is ever made."""
    number = people.group_by("sig").agg(people=pl.len())
    modules = base.group_by("sig", "module", "level", "minutes").agg(steps=pl.len())
    gone = (
        removed.join(base, on=["sig", "competency", "step"])
        .group_by("person", "sig", "module")
        .agg(pl.len(), pl.col("level").first(), pl.col("minutes").first())
        .join(modules.select("sig", "module", "steps"), on=["sig", "module"])
        .filter(pl.col("len") == pl.col("steps"))
    )
    levels = modules.group_by("sig", "level").agg(pl.col("minutes").sum(), modules=pl.len()).join(number, on="sig")
    free = (
        gone.group_by("person", "sig", "level")
        .agg(pl.len())
        .join(levels, on=["sig", "level"])
        .filter(pl.col("len") == pl.col("modules"))
    )
    everybody = levels.group_by("level").agg((pl.col("minutes") * pl.col("people")).sum(), pl.col("people").sum())
    less = gone.group_by("level").agg(less=pl.col("minutes").sum())
    found = (
        everybody.join(less, on="level", how="left")
        .join(free.group_by("level").agg(free=pl.len()), on="level", how="left")
        .select(
            "level",
            pl.col("minutes") - pl.col("less").fill_null(0),
            pl.col("people").cast(pl.Int64) - pl.col("free").fill_null(0).cast(pl.Int64),
        )
        .sort("level")
    )
    return [tuple(row) for row in found.rows()]

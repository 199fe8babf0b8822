"""The plain rules as a competent analyst would write them for Polars. Leaves out what analyst_duckdb.sql leaves out."""

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
    need = people.select("person", "sig").join(required, on="sig").drop("sig")
    new = need
    while len(new):
        pulled = (
            new.join(held, on=["person", "competency"], how="left")
            .join(t["waits"].rename({"rank": "more"}), on="competency")
            .filter((pl.col("step") <= pl.col("rank")) & (pl.col("step") > pl.col("held").fill_null(0)))
            .select("person", competency="needs", rank="more")
            .group_by("person", "competency")
            .agg(pl.col("rank").max())
        )
        new = (
            pulled.join(need, on=["person", "competency"], how="left")
            .filter(pl.col("rank") > pl.col("rank_right").fill_null(0))
            .drop("rank_right")
        )
        need = pl.concat([need, new]).group_by("person", "competency").agg(pl.col("rank").max())
    path = (
        need.join(held, on=["person", "competency"], how="left")
        .join(t["ladder"], on="competency")
        .filter((pl.col("step") <= pl.col("rank")) & (pl.col("step") > pl.col("held").fill_null(0)))
        .unique(["person", "module"])
    )
    found = path.group_by("level").agg(pl.col("minutes").sum(), pl.col("person").n_unique()).sort("level")
    return [tuple(row) for row in found.rows()]

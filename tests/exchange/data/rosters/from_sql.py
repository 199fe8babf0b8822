"""Made the CSV files of this folder from two sample databases, as a person with a database would with a query.

    python from_sql.py oracle hr_populate.sql oracle-hr.csv
    python from_sql.py testdb dataset_small/ testdb.csv [last id: only people up to it, and the heads]

One row for each period of a person: a job of the past, or the job of today without a last day. Oracle's sample does not
say since when somebody has the job of today, so these rows begin with the day of hire, as a plain join would give it.
"""

import csv
import re
import sys
from pathlib import Path

_ROW = re.compile(r"\(((?:[^()']|'(?:[^']|'')*'|TO_DATE\([^()]*\))*)\)")
_CELL = re.compile(r"TO_DATE\('(\d\d)-(\d\d)-(\d{4})'[^)]*\)|'((?:[^']|'')*)'|([^,\s]+)")


def rows(text, table):
    """The rows that INSERT statements put into a table: lists of texts; NULL is empty."""
    for insert in re.finditer(rf"INSERT INTO [`\"]?{table}[`\"]?\s+VALUES((?:[^;']|'(?:[^']|'')*')*);", text, re.I):
        for row in _ROW.finditer(insert[1]):
            yield [_text(cell) for cell in _CELL.finditer(row[1])]


def _text(cell):
    if cell[1]:
        return f"{cell[3]}-{cell[2]}-{cell[1]}"
    if cell[5] is not None:
        return "" if cell[5].upper() == "NULL" else cell[5]
    return cell[4].replace("''", "'")


def oracle(source):
    """Employees joined with JOB_HISTORY, JOBS and DEPARTMENTS."""
    text = source.read_text(encoding="utf-8")
    jobs = {row[0]: row[1] for row in rows(text, "jobs")}
    departments = {row[0]: row[1] for row in rows(text, "departments")}
    yield "EMPLOYEE_ID FIRST_NAME LAST_NAME EMAIL HIRE_DATE JOB_TITLE SALARY MANAGER_ID DEPARTMENT FROM TO".split()
    past = list(rows(text, "job_history"))
    for id, first, last, email, _, hired, job, salary, _, manager, department in rows(text, "employees"):
        person = [id, first, last, email, hired]
        yield [*person, jobs[job], salary, manager, departments.get(department, ""), hired, ""]
        for _, begin, end, old, place in (row for row in past if row[0] == id):
            yield [*person, jobs[old], "", manager, departments[place], begin, end]


def testdb(source):
    """Employees joined with their dated titles; department and its head as of the last day of the title."""
    table = {path.stem.removeprefix("load_"): path.read_text(encoding="utf-8") for path in source.glob("*.sql")}
    departments = dict(rows(table["department"], "department"))
    heads = {row[1]: row[0] for row in rows(table["dept_manager"], "dept_manager") if row[3].startswith("9999")}
    places, titles = {}, {}
    for id, department, begin, _ in rows(table["dept_emp"], "dept_emp"):
        places.setdefault(id, []).append((begin, department))
    for id, *title in rows(table["title"], "title"):
        titles.setdefault(id, []).append(title)
    yield "emp_no first_name last_name hire_date dept_name manager title from_date to_date".split()
    for id, _, first, last, _, hired in rows(table["employee"], "employee"):
        for title, begin, end in titles.get(id, ()):
            known = [department for since, department in sorted(places[id]) if since < end] or [min(places[id])[1]]
            head = heads.get(known[-1], "")
            yield [id, first, last, hired, departments[known[-1]], head if head != id else "", title, begin, end]


if __name__ == "__main__":
    kind, source, target, *last = sys.argv[1:]
    head, *found = (oracle if kind == "oracle" else testdb)(Path(source))
    if last:
        heads = {row[head.index("manager")] for row in found}
        found = [row for row in found if row[0] in heads or int(row[0]) <= int(last[0])]
    with Path(target).open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([head, *found])

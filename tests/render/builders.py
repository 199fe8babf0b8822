"""A small programme in Python: two roles, three modules, four languages. No files, no people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from curriculum.model import (
    Access,
    Calendar,
    Catalog,
    Competency,
    Contact,
    Floor,
    Glossary,
    Lesson,
    Level,
    Minutes,
    Module,
    Prerequisite,
    Program,
    Ref,
    Requirement,
    Role,
    Task,
    Teaching,
    Term,
    Text,
    Unit,
    UnitKind,
    Wave,
)
from curriculum.render.handbook import Handbooks, HandbookStep, ReasonKind, StepReason
from tests.render.questions import CHECKS

LANGUAGES = ("en", "ar", "fa", "he")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def text(en: str, ar: str = "", fa: str = "", he: str = "") -> Text:
    """Words in up to four languages."""
    return Text({la: words for la, words in zip(LANGUAGES, (en, ar, fa, he), strict=True) if words})


def unit(id: str, title: Text, minutes: Minutes, *objectives: Text, kind: UnitKind = UnitKind.LESSON) -> Unit:
    return Unit(id=Ref(id), title=title, minutes=minutes, kind=kind, objectives=objectives)


def teaching(competency: str, level: str) -> Teaching:
    return Teaching(competency=Ref(competency), level=Ref(level))


PROGRAM = Program(
    title=text("CRM roll-out", "إطلاق نظام إدارة علاقات العملاء", "راه‌اندازی CRM", "הטמעת CRM"),
    summary=text(
        "Everybody learns what their own work needs, before the system goes live.",
        "يتعلم كل موظف ما يحتاجه عمله قبل التشغيل الفعلي للنظام.",
        "هر کس پیش از آغاز بهره‌برداری، همان چیزی را یاد می‌گیرد که کارش به آن نیاز دارد.",
        "כל אחד לומד את מה שעבודתו דורשת, לפני העלייה לאוויר.",
    ),
    languages=LANGUAGES,
    calendars={"ar": Calendar.HIJRI, "he": Calendar.HEBREW},
    feedback="mailto:training@example.com",
    site_id=Ref("crm"),
    levels=(
        Level(id=Ref("beginner"), title=text("Beginner", "مبتدئ", "مقدماتی", "מתחילים")),
        Level(id=Ref("intermediate"), title=text("Intermediate", "متوسط", "متوسطه", "ביניים")),
        Level(id=Ref("advanced"), title=text("Advanced", "متقدم", "پیشرفته", "מתקדמים")),
    ),
    everybody=(Requirement(competency=Ref("privacy-and-security"), level=Ref("beginner")),),
    access={Access.READ: Floor(requires=(Requirement(competency=Ref("reports"), level=Ref("beginner")),))},
    waves=(
        Wave(
            id=Ref("wave-1"),
            title=text("Sales and marketing", "المبيعات والتسويق", "فروش و بازاریابی", "מכירות ושיווק"),
            go_live_on=dt.date(2027, 2, 1),
        ),
        Wave(
            id=Ref("wave-2"),
            title=text("Everybody else", "بقية الموظفين", "بقیهٔ کارکنان", "כל השאר"),
            go_live_on=dt.date(2027, 4, 5),
        ),
    ),
    contacts=(
        Contact(
            title=text("CRM help desk", "مكتب مساعدة النظام", "میز کمک CRM", "מוקד התמיכה"),
            text=text(
                "When something does not work.", "عندما لا يعمل شيء ما.", "وقتی چیزی کار نمی‌کند.", "כשמשהו לא עובד."
            ),
            link="mailto:crm-help@example.com",
        ),
    ),
)

ROLES = (
    Role(
        id=Ref("sales-representative"),
        title=text("Sales representative", "مندوب مبيعات", "کارشناس فروش", "נציג מכירות"),
        summary=text(
            "Looks after customers and deals, from the first call to the order.",
            "يعتني بالعملاء والصفقات من أول مكالمة حتى الطلب.",
            "به مشتریان و معاملات رسیدگی می‌کند، از نخستین تماس تا سفارش.",
            "מטפל בלקוחות ובעסקאות, מהשיחה הראשונה ועד ההזמנה.",
        ),
        access=Access.WRITE,
        benefits=(
            text(
                "You stop typing the same customer twice.",
                "لن تكتب بيانات العميل نفسه مرتين.",
                "دیگر یک مشتری را دو بار ثبت نمی‌کنید.",
                "לא תקלידו עוד את אותו לקוח פעמיים.",
            ),
            text("Your forecast is ready before the meeting."),
        ),
        career=text(
            "Senior representative, then team leader.",
            "مندوب أول، ثم قائد فريق.",
            "کارشناس ارشد و سپس سرپرست تیم.",
            "נציג בכיר, ואחר כך ראש צוות.",
        ),
        tasks=(
            Task(
                id=Ref("find-a-customer"),
                title=text("Find a customer", "البحث عن عميل", "پیدا کردن یک مشتری", "מציאת לקוח"),
                how_often=text("before every visit", "قبل كل زيارة", "پیش از هر بازدید", "לפני כל ביקור"),
                lessons=(Ref("contacts-basics/find-and-enter"),),
            ),
            Task(
                id=Ref("read-my-figures"),
                title=text("Read my figures", "قراءة أرقامي", "خواندن ارقام خودم", "קריאת הנתונים שלי"),
                lessons=(Ref("reading-dashboards/find-the-number"), Ref("reading-dashboards/trust-the-number")),
            ),
        ),
        requires=(Requirement(competency=Ref("contacts-and-accounts"), level=Ref("intermediate")),),
        ask=(Ref("finance-controller"),),
    ),
    Role(
        id=Ref("finance-controller"),
        title=text("Finance controller", "مراقب مالي", "کنترلر مالی", "בקר כספים"),
        summary=text("Reads the figures.", "يقرأ الأرقام.", "ارقام را می‌خواند.", "קורא את הנתונים."),
        access=Access.READ,
    ),
)

COMPETENCIES = (
    Competency(
        id=Ref("privacy-and-security"),
        title=text("Privacy and security", "الخصوصية والأمن", "حریم خصوصی و امنیت", "פרטיות ואבטחה"),
    ),
    Competency(
        id=Ref("contacts-and-accounts"),
        title=text("Contacts and accounts", "جهات الاتصال والحسابات", "مخاطبان و حساب‌ها", "אנשי קשר ולקוחות"),
    ),
    Competency(id=Ref("reports"), title=text("Reports", "التقارير", "گزارش‌ها", "דוחות")),
)

MODULES = (
    Module(
        id=Ref("privacy-basics"),
        title=text(
            "Privacy in daily work", "الخصوصية في العمل اليومي", "حریم خصوصی در کار روزانه", "פרטיות בעבודה היומיומית"
        ),
        teaches=(teaching("privacy-and-security", "beginner"),),
        units=(
            unit(
                "what-is-personal",
                text("What is personal", "ما هي البيانات الشخصية", "چه چیزی شخصی است", "מה אישי"),
                Minutes(10, 10, 10),
            ),
        ),
    ),
    Module(
        id=Ref("reading-dashboards"),
        title=text("Reading dashboards", "قراءة لوحات المعلومات", "خواندن داشبوردها", "קריאת לוחות מחוונים"),
        summary=text(
            "Find a number, and know whether to trust it.",
            "جد الرقم واعرف متى تثق به.",
            "عدد را پیدا کنید و بدانید آیا قابل اعتماد است.",
            "למצוא מספר ולדעת אם לסמוך עליו.",
        ),
        teaches=(teaching("reports", "beginner"),),
        units=(
            unit(
                "find-the-number",
                text("Find the number", "جد الرقم", "عدد را پیدا کنید", "למצוא את המספר"),
                Minutes(15, 20, 30),
                text(
                    "open the dashboard of your team",
                    "فتح لوحة فريقك",
                    "داشبورد تیم خود را باز کنید",
                    "לפתוח את הלוח של הצוות",
                ),
                text("filter it by month", "تصفيتها حسب الشهر", "آن را بر اساس ماه پالایش کنید", "לסנן אותו לפי חודש"),
            ),
            unit(
                "trust-the-number",
                text("Trust the number", "ثق بالرقم", "به عدد اعتماد کنید", "לסמוך על המספר"),
                Minutes(10, 15, 20),
            ),
            unit("exercise", text("Exercise", "تمرين", "تمرین", "תרגיל"), Minutes(10, 10, 15), kind=UnitKind.EXERCISE),
        ),
    ),
    Module(
        id=Ref("contacts-basics"),
        title=text("Contacts and accounts: from A to Z"),
        teaches=(teaching("contacts-and-accounts", "intermediate"),),
        prerequisites=(
            Prerequisite(module=Ref("privacy-basics")),
            Prerequisite(competency=Ref("reports"), level=Ref("beginner")),
        ),
        units=(
            unit(
                "find-and-enter",
                text("Find, then enter", "ابحث ثم أدخل", "اول جست‌وجو، بعد ثبت", "לחפש ואז להזין"),
                Minutes(30, 45, 75),
            ),
            unit(
                "check",
                text("Check yourself", "اختبر نفسك", "خودتان را بیازمایید", "בדקו את עצמכם"),
                Minutes(10, 10, 10),
                kind=UnitKind.CHECK,
            ),
        ),
    ),
)

EN_LESSON = """# Find the number

A dashboard answers *one* question. Open **Reports**, then choose your team.
It shows the pipeline.

![The dashboard](dashboard.png)

## Open it

1. Choose **Sales › This month**.
2. Press ++ctrl+f++ or `Ctrl+F`.

- [ ] I found my team
- [x] I know the month

## What the columns say {#columns}

| Column | Meaning | Who enters it | When it changes | What it is not |
|---|---|---|---|---|
| Open | deals not yet won or lost | the representative | at once | a promise |
| Won | signed this month | the system, from the order | at night | paid invoices |

#### A detail

See [the next lesson](trust-the-number), [privacy](../privacy-basics/what-is-personal.md#s-1),
the [glossary](glossary#pipeline) and [another module](forecasting/intro). Not `[a](b)`.

!!! tip "Remember"
    A number without a date says nothing.

```sql
# not a heading
SELECT sum(amount) FROM deals WHERE stage = 'won'; -- a long line that does not fit on a phone and scrolls in its box
```

<script>alert(1)</script> and {{ 7*7 }} and [bad](javascript:alert(1)).
"""

AR_LESSON = """# جد الرقم

تجيب لوحة المعلومات عن سؤال *واحد*. افتح **التقارير** ثم اختر فريقك في CRM.
ويظهر فيها مسار المبيعات.

## افتحها

1. اختر **المبيعات › هذا الشهر**.
2. اضغط `Ctrl+F`.

## ماذا تقول الأعمدة {#columns}

| العمود | المعنى | من يدخله | متى يتغير | ما ليس هو |
|---|---|---|---|---|
| مفتوحة | صفقات لم تُحسم بعد | المندوب | فورًا | وعدًا |

#### تفصيل

انظر [الدرس التالي](trust-the-number).
"""

LESSONS = {
    ("reading-dashboards", "find-the-number", "en"): EN_LESSON,
    ("reading-dashboards", "find-the-number", "ar"): AR_LESSON,
    ("reading-dashboards", "find-the-number", "he"): "## פתחו אותו\n\nלוח מחוונים עונה על שאלה אחת: צנרת מכירות.\n",
    ("reading-dashboards", "trust-the-number", "en"): "Ask who entered it, and when.\n",
    ("privacy-basics", "what-is-personal", "en"): "# Title\n\n## Names\n\nA name is personal.\n",
    ("contacts-basics", "find-and-enter", "en"): "First search.\n\nThen enter.\n",
}

GLOSSARY = Glossary(
    terms=(
        Term(
            id=Ref("pipeline"),
            title=text("Pipeline", "مسار المبيعات", "قیف فروش", "צנרת מכירות"),
            meaning=text(
                "All open deals, by stage.",
                "كل الصفقات المفتوحة حسب المرحلة.",
                "همهٔ معاملات باز، به تفکیک مرحله.",
                "כל העסקאות הפתוחות לפי שלב.",
            ),
        ),
        Term(
            id=Ref("account"),
            title=text("Account", "حساب", "حساب", "לקוח"),
            meaning=text(
                "A company you deal with.", "شركة تتعامل معها.", "شرکتی که با آن کار می‌کنید.", "חברה שאתם עובדים איתה."
            ),
        ),
    )
)

_PRIVACY = HandbookStep(
    module="privacy-basics",
    level=1,
    reasons=(StepReason(kind=ReasonKind.EVERYBODY, competency="privacy-and-security", level="beginner"),),
)
PATHS: dict[str, tuple[HandbookStep, ...]] = {
    "sales-representative": (
        _PRIVACY,
        HandbookStep(
            module="reading-dashboards",
            level=1,
            reasons=(StepReason(kind=ReasonKind.PREREQUISITE, module="contacts-basics"),),
        ),
        HandbookStep(
            module="contacts-basics",
            level=2,
            reasons=(
                StepReason(
                    kind=ReasonKind.ROLE,
                    role="sales-representative",
                    competency="contacts-and-accounts",
                    level="intermediate",
                    why=text(
                        "A colleague must be able to go on where you stopped.",
                        "يجب أن يتمكن زميلك من المتابعة من حيث توقفت.",
                        "همکارتان باید بتواند از همان جا که شما ماندید ادامه دهد.",
                        "עמית חייב להיות מסוגל להמשיך מהמקום שבו עצרתם.",
                    ),
                ),
            ),
        ),
    ),
    "finance-controller": (
        _PRIVACY,
        HandbookStep(
            module="reading-dashboards",
            level=1,
            reasons=(StepReason(kind=ReasonKind.ACCESS, competency="reports", level="beginner"),),
        ),
    ),
}


def picture(module: str, name: str) -> bytes | None:
    return PNG if (module, name) == ("reading-dashboards", "dashboard.png") else None


def handbooks(
    languages: tuple[str, ...] = LANGUAGES, lessons: Mapping[tuple[str, str, str], str] = LESSONS
) -> Handbooks:
    """The small programme, in some of its languages and with other lessons if wanted."""
    program = replace(PROGRAM, languages=languages)
    return Handbooks(
        program=program,
        roles={role.id: role for role in ROLES},
        catalog=Catalog(competencies=COMPETENCIES, modules=tuple(m.id for m in MODULES)),
        modules={module.id: module for module in MODULES},
        glossary=GLOSSARY,
        lessons={
            key: Lesson(module=key[0], unit=key[1], language=key[2], text=words)
            for key, words in lessons.items()
            if key[2] in languages
        },
        paths=PATHS,
        checks={key: check for key, check in CHECKS.items() if key[1] in languages},
        picture=picture,
    )

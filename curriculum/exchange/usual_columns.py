"""Names that columns of rosters usually have, in the languages of our readers, and what they are here."""

from __future__ import annotations

from typing import Final

from curriculum.load.spelling import column_name

_NAMES: Final = {
    "id": """id, employee id, employee_id, employeeid, employee number, employee no, employee no., emp id, emp no,
        emp_no, empno, emp_id, staff id, staff number, student id,
        student number, personnel number, person id, worker id, payroll number, user id,
        personalnummer, mitarbeiternummer, osobní číslo, matricule, رقم الموظف, الرقم الوظيفي,
        الرقم الجامعي, شماره پرسنلی, کد پرسنلی,
        מספר עובד, מס עובד""",
    "name": """name, full name, display name, employee name, worker, mitarbeiter, jméno, اسم الموظف, الاسم, نام,
        نام و نام خانوادگی, שם, שם מלא, שם העובד""",
    "first_name": "first name, given name, firstname, givenname, vorname, křestní jméno, prénom, الاسم الأول, שם פרטי",
    "last_name": """last name, surname, family name, lastname, familyname, nachname, příjmení, nom, اسم العائلة,
        نام خانوادگی, שם משפחה""",
    "email": """email, e-mail, mail, work email, email address, e-mail address, primary email, e-mail-adresse,
        البريد الإلكتروني, ایمیل, رایانامه, דואל, דוא"ל, אימייל""",
    "manager": """manager, manager id, manager_id, managerid, supervisor, supervisor id, reports to, line manager,
        manager employee id, manager email, mgr, vorgesetzter, nadřízený, المدير, رقم المدير, مدير, مدیر, کد مدیر, מנהל,
        מספר מנהל""",
    "department": """department, department name, dept, dept name, dept_name, division, org unit, business unit,
        organization, organisation, faculty, college, fakultät,
        fakulta, abteilung, oddělení, service, القسم, الإدارة, الكلية, واحد, بخش, מחלקה, אגף""",
    "job_title": """job title, title, job, position, position title, job name, function, stellenbezeichnung, funktion,
        pracovní pozice, fonction, المسمى الوظيفي, الوظيفة, سمت, عنوان شغلی, תפקיד, משרה""",
    "workplace": """workplace, location, work location, site, office, city, branch, standort, pracoviště, lieu,
        الموقع, مكان العمل, الفرع, محل کار, אתר, סניף, מקום עבודה""",
    "starts_on": """starts on, start date, hire date, hire_date, hired on, date of joining, joining date, joined,
        eintrittsdatum, eintritt, datum nástupu, تاريخ التعيين, تاريخ المباشرة, تاریخ استخدام, תאריך תחילת עבודה,
        תאריך התחלה""",
    "ends_on": """ends on, end date, termination date, last day, leaving date, contract end, austrittsdatum, austritt,
        datum ukončení, تاريخ انتهاء الخدمة, تاریخ پایان, תאריך סיום""",
    "language": "language, lang, preferred language, locale, sprache, jazyk, langue, اللغة, زبان, שפה",
    "employment": "employment, employment type, contract type, worker type, employee type, نوع التوظيف, סוג העסקה",
    "share": "share, fte %, percent, part time share, beschäftigungsgrad",
    "access": "access, access level",
    "roles": "roles",
    "leave": "leave",
    "wave": "wave",
}  # fmt: skip

ROSTER_COLUMNS: Final = {
    column_name(name): ours for ours, names in _NAMES.items() for name in (part.strip() for part in names.split(","))
}

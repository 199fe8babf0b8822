// What a learner has done: kept in this browser under one key a programme, by ids of lessons, and sent to nobody.
// One state serves all languages and roles. Words and the modules of the handbook come from plan.js.
(function () {
  var plan = window.curriculumPlan;
  if (!plan) return;
  var KEY = "curriculum:progress:" + plan.site, SCHEMA = "curriculum-learning-record", VERSION = 1;
  var LESSON = /^[a-z0-9][a-z0-9-]{0,63}\/[a-z0-9][a-z0-9-]{0,63}$/, MODULE = /^[a-z0-9][a-z0-9-]{0,63}$/;
  var DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, LARGEST = 2000000, MOST = 20000;
  var root = new URL("..", document.currentScript.src).href;
  var isKept = true, memory = null;

  function all(where, selector) { return Array.from(where.querySelectorAll(selector)); }

  // ── the state: {lessons: {id: day}, checks: {module: {passed_on, right, questions}}, minutes: {module: n}} ──

  function empty() { return { lessons: {}, checks: {}, minutes: {} }; }

  // Only what has the right form is taken, from the browser's store as from a file.
  function sound(found) {
    var made = empty();
    function each(part, take) { Object.keys(Object(found && found[part])).slice(0, MOST).forEach(function (id) { take(id, found[part][id]); }); }
    function whole(n, most) { return Number.isInteger(n) && n >= 0 && n <= most; }
    each("lessons", function (id, day) { if (LESSON.test(id) && DAY.test(day)) made.lessons[id] = day; });
    each("checks", function (id, c) {
      if (MODULE.test(id) && c && DAY.test(c.passed_on) && whole(c.right, 500) && whole(c.questions, 500)) {
        made.checks[id] = { passed_on: c.passed_on, right: c.right, questions: c.questions };
      }
    });
    each("minutes", function (id, n) { if (MODULE.test(id) && whole(n, 6000) && n) made.minutes[id] = n; });
    return made;
  }

  function read() {
    try { return sound(JSON.parse(localStorage.getItem(KEY) || "{}")); } catch (error) { return memory || empty(); }
  }

  function write(state) {
    memory = state;
    try { localStorage.setItem(KEY, JSON.stringify(state)); } catch (error) { isKept = false; }
    show();
    document.dispatchEvent(new CustomEvent("curriculum:progress", { detail: state }));
  }

  function change(edit) { var state = read(); edit(state); write(state); }

  function today() {
    var now = new Date();
    function two(n) { return (n < 10 ? "0" : "") + n; }
    return now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
  }

  // ── words ──

  function fill(pattern, values) {
    return pattern.replace(/\{(\w+)\}/g, function (m, name) { return name in values ? values[name] : m; });
  }
  function say(name, values) { return fill(plan.words[name], values || {}); }
  // In words: where one reads from right to left, nobody knows which side of a slash is the whole.
  function counted(n, total) { return say("of", { n: digits(n), total: digits(total) }); }
  function digits(text) { return String(text).replace(/[0-9]/g, function (d) { return plan.wording.digits[d]; }); }

  function duration(minutes) {
    var w = plan.wording, h = Math.floor(minutes / 60), m = minutes % 60;
    function form(n) { return Number(w.forms[n < 200 ? n : 100 + n % 100]); }
    function part(patterns, n) { return fill(patterns[form(n)], { n: digits(n) }); }
    if (!h || !m) return h ? part(w.hours, h) : part(w.minutes, m);
    var last = part(w.minutes, m), begin = (last.match(/[\p{L}\p{N}]/u) || [" "])[0];
    return fill(w.letters.indexOf(begin) < 0 ? w.pair_other : w.pair, { first: part(w.hours, h), last: last });
  }

  function rounded(minutes) { return minutes > 60 ? 5 * Math.round(minutes / 5) : minutes; }

  // Days and years of the Hebrew calendar in letters, where the language has them: 15 → ט״ו, 5787 → תשפ״ז.
  function hebrew(number) {
    if (!plan.wording.hebrew_letters) return digits(number);
    var left = Number(number) % 1000, made = "";
    [[400, "ת"], [300, "ש"], [200, "ר"], [100, "ק"], [90, "צ"], [80, "פ"], [70, "ע"], [60, "ס"], [50, "נ"], [40, "מ"], [30, "ל"], [20, "כ"],
      [16, "טז"], [15, "טו"], [10, "י"], [9, "ט"], [8, "ח"], [7, "ז"], [6, "ו"], [5, "ה"], [4, "ד"], [3, "ג"], [2, "ב"], [1, "א"]]
      .forEach(function (pair) {
        var isWhole = pair[0] === 15 || pair[0] === 16; // written otherwise: 17 is 10 and 7
        for (; isWhole ? left === pair[0] : left >= pair[0]; left -= pair[0]) made += pair[1];
      });
    return made.length > 1 ? made.slice(0, -1) + "״" + made.slice(-1) : made + "׳";
  }

  // The second calendar comes from the browser; its months have our names.
  function local(day) {
    var w = plan.wording, calendar = { jalali: "persian", hijri: "islamic-umalqura" }[w.second];
    try {
      var parts = {};
      if (w.second === "hebrew") {
        new Intl.DateTimeFormat(plan.language + "-u-nu-latn-ca-hebrew", { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" })
          .formatToParts(day).forEach(function (p) { parts[p.type] = p.value.replace(/^ב/, ""); });
        return fill(w.local, { day: hebrew(parts.day), month: parts.month, year: hebrew(parts.year) });
      }
      new Intl.DateTimeFormat("en-u-nu-latn-ca-" + calendar, { timeZone: "UTC", day: "numeric", month: "numeric", year: "numeric" })
        .formatToParts(day).forEach(function (p) { parts[p.type] = parseInt(p.value, 10); });
      return fill(w.local, { day: digits(parts.day), month: w.local_months[parts.month - 1], year: digits(parts.year) });
    } catch (error) { return null; }
  }

  function date(iso) {
    var w = plan.wording, part = iso.split("-").map(Number);
    var gregorian = fill(w.date, { day: digits(part[2]), month: w.months[part[1] - 1], year: digits(part[0]) });
    var second = w.second === "gregorian" ? null : local(new Date(Date.UTC(part[0], part[1] - 1, part[2])));
    return second ? fill(w.both, { local: second, gregorian: gregorian }) : gregorian;
  }

  // ── what the state means for this handbook ──

  function isDone(state, module, unit) { return (module.id + "/" + unit.id) in state.lessons; }

  // The day a module was finished, or null.
  function finished(state, module) {
    var days = module.units.map(function (u) { return state.lessons[module.id + "/" + u.id]; });
    if (module.check) days.push((state.checks[module.id] || {}).passed_on);
    return days.every(Boolean) ? days.sort()[days.length - 1] : null;
  }

  function required() { return plan.modules.filter(function (m) { return m.required; }); }

  // The first thing not done: of what is required, then of what is recommended.
  function nextStep(state) {
    var order = required().concat(plan.modules.filter(function (m) { return !m.required; }));
    for (var i = 0; i < order.length; i++) {
      var module = order[i], unit = module.units.find(function (u) { return !isDone(state, module, u); });
      if (unit) return { title: unit.title, page: unit.page, required: module.required };
      if (module.check && !state.checks[module.id]) {
        return { title: say("check", { module: module.title }), page: module.check, required: module.required };
      }
    }
    return null;
  }

  function minutesLeft(state) {
    return required().reduce(function (sum, module) {
      return sum + module.units.reduce(function (s, u) { return s + (isDone(state, module, u) ? 0 : u.minutes); }, 0);
    }, 0);
  }

  function allDone(state) { return required().length > 0 && required().every(function (m) { return finished(state, m); }); }

  // ── showing it ──

  function set(where, name, text) { all(where, '[data-say="' + name + '"]').forEach(function (e) { e.textContent = text; }); }

  function showCounts(box, state) {
    var must = required(), done = must.filter(function (m) { return finished(state, m); });
    set(box, "modules", say("modules", { n: digits(done.length), total: digits(must.length) }));
    set(box, "left", allDone(state) ? say("all_done") : say("left", { time: duration(rounded(minutesLeft(state))) }));
    all(box, "[data-level]").forEach(function (row) {
      var own = must.filter(function (m) { return String(m.level) === row.dataset.level; });
      var ready = own.filter(function (m) { return finished(state, m); });
      var bar = row.querySelector("progress");
      bar.max = own.length || 1;
      bar.value = ready.length;
      set(row, "level", counted(ready.length, own.length));
    });
    var badge = box.querySelector(".progress-badge");
    if (badge) badge.hidden = !allDone(state);
  }

  function showHome(box, state) {
    var begun = Object.keys(state.lessons).length + Object.keys(state.checks).length > 0;
    box.hidden = !begun;
    var button = document.querySelector(".actions .md-button--primary"), step = nextStep(state);
    if (!begun || !button) return;
    if (step) { button.textContent = say("go_on", { lesson: step.title }); button.href = step.page; }
    button.hidden = !step;
    showCounts(box, state);
  }

  function showLesson(box, state) {
    var day = state.lessons[box.dataset.lesson], step = nextStep(state), link = box.querySelector(".progress-next");
    box.hidden = false;
    box.querySelector("button").setAttribute("aria-pressed", day ? "true" : "false");
    box.querySelector(".progress-said").textContent = !isKept ? say("not_kept") : day ? say("done_on", { date: date(day) }) : "";
    link.hidden = !day || !step;
    if (step) { link.href = root + step.page; link.textContent = say("next", { lesson: step.title }); }
  }

  function showRecord(box, state) {
    all(box, ".progress-live").forEach(function (part) { part.hidden = false; });
    box.querySelector(".progress-noscript").hidden = true;
    var step = nextStep(state), link = box.querySelector('[data-say="next"]');
    link.hidden = !step;
    if (step) { link.href = step.page; link.textContent = say("go_on", { lesson: step.title }); }
    showCounts(box, state);
    plan.modules.forEach(function (module) {
      var row = box.querySelector('tr[data-module="' + module.id + '"]'), day = finished(state, module);
      if (!row) return;
      var done = module.units.filter(function (u) { return isDone(state, module, u); }).length;
      var passed = (state.checks[module.id] || {}).passed_on, input = row.querySelector("input");
      set(row, "lessons", counted(done, module.units.length));
      set(row, "done", (day ? date(day) : "") + (passed ? (day ? " · " : "") + say("passed_on", { date: date(passed) }) : ""));
      input.disabled = !done;
      if (document.activeElement !== input) input.value = state.minutes[module.id] || "";
    });
  }

  function showBadge(box, state) {
    var done = allDone(state), days = required().map(function (m) { return finished(state, m) || ""; }).sort();
    box.querySelector('[data-badge="not-yet"]').hidden = done;
    box.querySelector('[data-badge="done"]').hidden = !done;
    if (done) set(box, "date", date(days[days.length - 1]));
  }

  function showPath(state) {
    plan.modules.forEach(function (module) {
      var station = document.getElementById(module.id), day = finished(state, module);
      if (!station || !station.classList.contains("step")) return;
      station.classList.toggle("is-done", Boolean(day));
      var mark = station.querySelector(".step-done");
      if (mark) mark.remove();
      if (day) {
        mark = document.createElement("span");
        mark.className = "step-done";
        mark.textContent = " ✓ " + say("done");
        station.append(mark);
      }
    });
  }

  var SHOW = { home: showHome, lesson: showLesson, record: showRecord, badge: showBadge };
  function show() {
    var state = read();
    all(document, "[data-progress]").forEach(function (box) { SHOW[box.dataset.progress](box, state); });
    showPath(state);
  }

  // ── the record as a file ──

  function record(state, person) {
    var made = {
      schema: SCHEMA, version: VERSION, self_reported: true, programme: plan.site, role: plan.role,
      language: plan.language, exported_on: today(), lessons: [], checks: [], modules: []
    };
    if (person) made.person = person;
    Object.keys(state.lessons).sort().forEach(function (id) {
      made.lessons.push({ lesson: id, module: id.split("/")[0], done_on: state.lessons[id] });
    });
    Object.keys(state.checks).sort().forEach(function (id) { made.checks.push(Object.assign({ module: id }, state.checks[id])); });
    plan.modules.forEach(function (module) {
      var day = finished(state, module);
      if (!day) return;
      var row = { module: module.id, version: module.version, completed_on: day };
      if (state.minutes[module.id]) row.minutes = state.minutes[module.id];
      made.modules.push(row);
    });
    // Minutes of modules that are begun, or that belong to another role's handbook, stay in the file too.
    made.minutes = state.minutes;
    return made;
  }

  function save(box) {
    var person = box.querySelector("#progress-person").value.trim(), name = "learning-record-" + plan.site + ".json";
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(record(read(), person), null, 1) + "\n"], { type: "application/json" }));
    link.download = name;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
    return say("saved", { file: "\u2068" + name + "\u2069" });
  }

  // The file's text joins what is here: of two days of a lesson, the earlier. Returns what to say.
  function join(text) {
    var found;
    try { found = JSON.parse(text); } catch (error) { return say("not_json"); }
    if (!found || found.schema !== SCHEMA || !Array.isArray(found.lessons) || !Array.isArray(found.checks)) return say("not_json");
    if (found.version !== VERSION) return say("other_version");
    if (found.programme !== plan.site) return say("other_site", { programme: String(found.programme).slice(0, 64) });
    var raw = empty();
    found.lessons.slice(0, MOST).forEach(function (l) { if (l) raw.lessons[l.lesson] = l.done_on; });
    found.checks.slice(0, MOST).forEach(function (c) { if (c) raw.checks[c.module] = c; });
    raw.minutes = found.minutes;
    var taken = sound(raw);
    change(function (state) {
      Object.keys(taken.lessons).forEach(function (id) {
        if (!(state.lessons[id] <= taken.lessons[id])) state.lessons[id] = taken.lessons[id];
      });
      Object.keys(taken.checks).forEach(function (id) {
        if (!state.checks[id] || state.checks[id].passed_on > taken.checks[id].passed_on) state.checks[id] = taken.checks[id];
      });
      Object.keys(taken.minutes).forEach(function (id) { if (!state.minutes[id]) state.minutes[id] = taken.minutes[id]; });
    });
    return say("opened", { n: digits(Object.keys(taken.lessons).length) });
  }

  function startRecord(box) {
    var file = box.querySelector(".progress-file"), said = box.querySelector(".progress-said");
    box.addEventListener("click", function (event) {
      var what = (event.target.closest("[data-do]") || { dataset: {} }).dataset.do;
      if (what === "save") said.textContent = save(box);
      if (what === "open") file.click();
      if (what === "print") window.print();
      if (what === "delete" && window.confirm(say("ask"))) {
        try { localStorage.removeItem(KEY); } catch (error) { /* nothing was kept */ }
        memory = null;
        show();
        document.dispatchEvent(new CustomEvent("curriculum:progress", { detail: empty() }));
        said.textContent = say("deleted");
      }
    });
    file.addEventListener("change", function () {
      var chosen = file.files[0];
      file.value = "";
      if (!chosen) return;
      if (chosen.size > LARGEST) { said.textContent = say("too_large"); return; }
      chosen.text().then(function (text) { said.textContent = join(text); }, function () { said.textContent = say("not_json"); });
    });
    box.addEventListener("change", function (event) {
      var row = event.target.closest("tr[data-module]");
      if (!row) return;
      var minutes = Math.min(6000, Math.max(0, Math.round(Number(event.target.value)) || 0));
      change(function (state) {
        if (minutes) state.minutes[row.dataset.module] = minutes; else delete state.minutes[row.dataset.module];
      });
    });
  }

  all(document, '[data-progress="lesson"]').forEach(function (box) {
    box.querySelector("button").addEventListener("click", function () {
      change(function (state) {
        if (box.dataset.lesson in state.lessons) delete state.lessons[box.dataset.lesson];
        else state.lessons[box.dataset.lesson] = today();
      });
    });
  });
  all(document, '[data-progress="record"]').forEach(startRecord);
  all(document, '[data-progress="badge"]').forEach(function (box) {
    box.querySelector("input").addEventListener("input", function (event) { set(box, "name", event.target.value); });
    box.querySelector("[data-do=print]").addEventListener("click", function () { window.print(); });
  });

  // A knowledge check that was passed (checks.js says so) marks itself, and the unit whose page carries it.
  document.addEventListener("curriculum:passed", function (event) {
    var match = location.pathname.match(/lessons\/([a-z0-9-]+)\/([a-z0-9-]+)\.html$/);
    if (!match) return;
    change(function (state) {
      var before = state.checks[match[1]];
      if (!before) state.checks[match[1]] = { passed_on: today(), right: event.detail.right, questions: event.detail.questions };
      var module = plan.modules.find(function (m) { return m.id === match[1]; });
      var isUnit = module && module.units.some(function (u) { return u.id === match[2]; });
      var id = match[1] + "/" + match[2];
      if (isUnit && !state.lessons[id]) state.lessons[id] = today();
    });
  });

  window.addEventListener("storage", function (event) { if (event.key === KEY || event.key === null) show(); });
  window.addEventListener("pageshow", function (event) { if (event.persisted) show(); });
  window.curriculumProgress = { read: read, record: record, duration: duration, date: date }; // for packages and our tests
  show();
})();

// The launch page of a package: holds the handbook in a frame and alone talks to the learning system.
// Pages of the handbook come and go; this page stays, so the session begins once and ends once.
// window.curriculumPackage: {standard, pages: [[key, path, isLesson]], checks: {path: key}, mastery, words}
(function () {
  "use strict";
  var plan = window.curriculumPackage;
  var frame = document.querySelector("iframe");
  var base = location.pathname.replace(/[^/]*$/, "");
  var state = { page: "", visited: {}, checks: {}, order: [] };
  var began = Date.now(), ended = false;
  var DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  var lessons = plan.pages.filter(function (p) { return p[2]; }).map(function (p) { return p[0]; });
  var checkKeys = Object.keys(plan.checks).map(function (path) { return plan.checks[path]; });

  // ── state ↔ text. Keys, not positions, while they fit: then lessons may move. Else a mask, with a hash of the list.

  function encode(limit) {
    var keyed = 5 * lessons.length + 7 * checkKeys.length < limit / 2;
    var parts = [keyed ? "k1" : "p1" + plan.hash, state.page, keyed ? keyedVisits() : mask(), keyed ? keyedScores() : scores()];
    var text = parts.join("~") + "~";
    state.order.forEach(function (key) {
      var more = key + "=" + state.checks[key].answers.join(".") + ";";
      if (text.length + more.length <= limit) text += more;
    });
    return text.length <= limit ? text : text.slice(0, text.lastIndexOf("~") + 1).slice(0, limit);
  }

  function keyedVisits() { return lessons.filter(function (k) { return state.visited[k]; }).join(","); }

  function mask() {
    var text = "";
    for (var i = 0; i < lessons.length; i += 5) {
      var bits = 0;
      for (var j = 0; j < 5; j += 1) if (state.visited[lessons[i + j]]) bits |= 1 << j;
      text += DIGITS[bits];
    }
    return text;
  }

  function score(check) { return DIGITS[Math.round(check.score * 60)] + DIGITS[Math.min(check.attempts, 61)]; }

  function keyedScores() {
    return checkKeys.filter(function (k) { return state.checks[k]; }).map(function (k) {
      return k + ":" + score(state.checks[k]) + (state.checks[k].passed ? "+" : "-");
    }).join(",");
  }

  function scores() {
    return checkKeys.map(function (k) {
      var check = state.checks[k];
      return check ? DIGITS[Math.min(59, Math.floor(check.score * 59)) + (check.passed ? 1 : 0)] : "-";
    }).join("");
  }

  function decode(text) {
    var parts = (text || "").split("~");
    if (parts.length < 5) return;
    state.page = parts[1];
    if (parts[0] === "k1") {
      parts[2].split(",").forEach(function (k) { if (k) state.visited[k] = true; });
      parts[3].split(",").forEach(function (item) {
        var found = /^([^:]+):(.)(.)([+-])$/.exec(item);
        if (found) put(found[1], DIGITS.indexOf(found[2]) / 60, DIGITS.indexOf(found[3]), found[4] === "+");
      });
    } else if (parts[0] === "p1" + plan.hash) {
      lessons.forEach(function (k, i) {
        if (DIGITS.indexOf(parts[2][Math.floor(i / 5)]) >> (i % 5) & 1) state.visited[k] = true;
      });
      checkKeys.forEach(function (k, i) {
        var digit = DIGITS.indexOf(parts[3][i]);
        if (digit >= 0) put(k, digit / 60, 1, digit >= 60);
      });
    }
    parts[4].split(";").forEach(function (item) {
      var at = item.indexOf("="), key = item.slice(0, at);
      if (at > 0 && state.checks[key]) { state.checks[key].answers = item.slice(at + 1).split("."); state.order.push(key); }
    });
  }

  function put(key, value, attempts, passed) {
    if (checkKeys.indexOf(key) >= 0) state.checks[key] = { score: value, attempts: attempts, passed: passed, answers: [] };
  }

  // ── pages of the handbook

  function pageOf(path) {
    return plan.pages.find(function (p) { return p[1] === path; });
  }

  function loaded() {
    var doc = frame.contentDocument;
    if (!doc || ended) return;
    var path = decodeURI(frame.contentWindow.location.pathname);
    var root = decodeURI(base);
    path = path.indexOf(root) === 0 ? path.slice(root.length) : "";
    var page = pageOf(path);
    doc.querySelectorAll('a[href^="http:"], a[href^="https:"]').forEach(function (link) {
      if (link.host !== location.host) { link.target = "_blank"; link.rel = "noopener noreferrer"; }
    });
    if (!page) return;
    state.page = page[0];
    if (page[2]) state.visited[page[0]] = true;
    var form = doc.querySelector("form.check"), key = plan.checks[path];
    if (form && key) watch(form, key);
    report();
  }

  function questionsOf(form) { return Array.from(form.querySelectorAll(".check-question")); }

  function ids(box) {
    return Array.from(box.querySelectorAll("input[type=radio], input[type=checkbox]")).map(function (i) { return i.value; }).sort();
  }

  function read(box) {
    if (box.dataset.kind === "short") return "t" + encodeURIComponent(box.querySelector("input").value.slice(0, 60)).replace(/\./g, "%2E").replace(/~/g, "%7E");
    if (box.dataset.kind === "order") {
      return "o" + Array.from(box.querySelectorAll("select")).map(function (s) { return Number(s.value).toString(36); }).join("");
    }
    var all = ids(box);
    return "c" + Array.from(box.querySelectorAll("input:checked")).map(function (i) { return all.indexOf(i.value).toString(36); }).sort().join("");
  }

  function fill(box, text) {
    if (text[0] === "t" && box.dataset.kind === "short") box.querySelector("input").value = decodeURIComponent(text.slice(1));
    if (text[0] === "o") box.querySelectorAll("select").forEach(function (s, n) { s.value = String(parseInt(text[n + 1], 36)); });
    if (text[0] === "c") {
      var all = ids(box);
      var chosen = Array.from(text.slice(1)).map(function (c) { return all[parseInt(c, 36)]; });
      box.querySelectorAll("input").forEach(function (i) { i.checked = chosen.indexOf(i.value) >= 0; });
    }
  }

  function watch(form, key) {
    var boxes = questionsOf(form), saved = state.checks[key], restoring = true;
    form.addEventListener("submit", function () {
      if (!restoring) answered(form, boxes, key);
    });
    if (saved && saved.answers.length === boxes.length) {
      boxes.forEach(function (box, n) { fill(box, saved.answers[n]); });
      for (var i = 0; i < Math.max(1, Math.min(saved.attempts, 20)); i += 1) form.requestSubmit();
    }
    restoring = false;
  }

  function answered(form, boxes, key) {
    var verdicts = boxes.map(function (box) { return box.dataset.verdict; });
    if (verdicts.indexOf("none") >= 0 || verdicts.indexOf(undefined) >= 0) return;
    var right = verdicts.filter(function (v) { return v === "right"; }).length;
    var value = right / boxes.length, old = state.checks[key];
    var passed = value * 100 >= Number(form.dataset.passMark || 80);
    state.checks[key] = {
      score: Math.max(value, old ? old.score : 0), attempts: (old ? old.attempts : 0) + 1,
      passed: passed || Boolean(old && old.passed), answers: boxes.map(read)
    };
    state.order = [key].concat(state.order.filter(function (k) { return k !== key; }));
    boxes.forEach(function (box, n) {
      system.interaction(key + "-" + box.dataset.question, box, verdicts[n] === "right", read(box));
    });
    report();
  }

  // ── what is reported

  function standing() {
    var seen = lessons.every(function (k) { return state.visited[k]; });
    var passed = checkKeys.length > 0 && checkKeys.every(function (k) { return state.checks[k] && state.checks[k].passed; });
    var all = checkKeys.length > 0 && checkKeys.every(function (k) { return state.checks[k]; });
    var sum = checkKeys.reduce(function (n, k) { return n + (state.checks[k] ? state.checks[k].score : 0); }, 0);
    return {
      completed: seen && (passed || !checkKeys.length), passed: seen && passed,
      score: all ? sum / checkKeys.length : null, progress: lessons.length ? Object.keys(state.visited).length / lessons.length : 1
    };
  }

  function report() { system.save(standing()); }

  function end() {
    if (ended) return;
    ended = true;
    system.finish(standing(), Date.now() - began);
  }

  // ── SCORM

  function find(name) {
    var win = window;
    for (var i = 0; i < 20 && win; i += 1) {
      try { if (win[name]) return win[name]; } catch (e) { /* another origin */ }
      if (win.parent && win.parent !== win) win = win.parent;
      else if (win.opener && win.opener !== win) win = win.opener;
      else return null;
    }
    return null;
  }

  function two(n) { return (n < 10 ? "0" : "") + n; }

  function patterns(box, separator) {
    var form = box.closest("form");
    var part = Array.from(form.querySelectorAll(".check-key [data-question]")).find(function (p) { return p.dataset.question === box.dataset.question; });
    var options = part ? Array.from(part.querySelectorAll("[data-option]")) : [];
    var right = options.filter(function (o) { return "right" in o.dataset; }).map(function (o) { return o.dataset.option; });
    return right.join(separator);
  }

  function chosen(box, separator) {
    return Array.from(box.querySelectorAll("input:checked")).map(function (i) { return i.value; }).join(separator);
  }

  function isChoice(box) { return box.dataset.kind === "single" || box.dataset.kind === "multiple"; }

  function Scorm12(api) {
    var RANK = { "": 0, "not attempted": 0, browsed: 0, incomplete: 1, failed: 2, completed: 3, passed: 4 };
    var status = "", number = 0;
    function raise(to) {
      if (RANK[to] > (RANK[status] || 0)) { status = to; api.LMSSetValue("cmi.core.lesson_status", to); }
    }
    return {
      start: function (go) {
        api.LMSInitialize("");
        status = String(api.LMSGetValue("cmi.core.lesson_status") || "");
        number = Number(api.LMSGetValue("cmi.interactions._count")) || 0;
        raise("incomplete");
        go(api.LMSGetValue("cmi.suspend_data"));
      },
      save: function (now) {
        api.LMSSetValue("cmi.suspend_data", encode(4000));
        api.LMSSetValue("cmi.core.lesson_location", state.page.slice(0, 255));
        if (now.score !== null) {
          api.LMSSetValue("cmi.core.score.min", "0");
          api.LMSSetValue("cmi.core.score.max", "100");
          api.LMSSetValue("cmi.core.score.raw", String(Math.round(now.score * 100)));
        }
        if (now.passed) raise("passed");
        else if (now.completed) raise("completed");
        api.LMSCommit("");
      },
      interaction: function (id, box, right) {
        var at = "cmi.interactions." + number + ".", time = new Date();
        api.LMSSetValue(at + "id", id.replace(/[^A-Za-z0-9_-]/g, "-").slice(0, 255));
        api.LMSSetValue(at + "type", isChoice(box) ? "choice" : "fill-in");
        api.LMSSetValue(at + "time", two(time.getHours()) + ":" + two(time.getMinutes()) + ":" + two(time.getSeconds()));
        if (isChoice(box)) {
          if (patterns(box, ",").length <= 255) api.LMSSetValue(at + "correct_responses.0.pattern", letters(box, patterns(box, ",")));
          api.LMSSetValue(at + "student_response", letters(box, chosen(box, ",")));
        } else {
          api.LMSSetValue(at + "student_response", plainAnswer(box).slice(0, 255));
        }
        api.LMSSetValue(at + "result", right ? "correct" : "wrong");
        number += 1;
      },
      finish: function (now, ms) {
        var s = Math.floor(ms / 1000), hours = Math.min(9999, Math.floor(s / 3600));
        api.LMSSetValue("cmi.core.session_time", ("000" + hours).slice(-4) + ":" + two(Math.floor(s / 60) % 60) + ":" + two(s % 60) + ".00");
        api.LMSSetValue("cmi.core.exit", "suspend");
        api.LMSCommit("");
        api.LMSFinish("");
      }
    };
  }

  // SCORM 1.2 takes one letter or digit for each answer.
  function letters(box, text) {
    var all = ids(box);
    return text.split(",").filter(Boolean).map(function (id) { return DIGITS[10 + all.indexOf(id) % 52].toLowerCase(); }).join(",");
  }

  function plainAnswer(box) {
    if (box.dataset.kind === "order") return Array.from(box.querySelectorAll("select")).map(function (s) { return s.value; }).join("-");
    return box.querySelector("input").value;
  }

  function Scorm2004(api) {
    var completion = "", success = "", number = 0;
    return {
      start: function (go) {
        api.Initialize("");
        completion = String(api.GetValue("cmi.completion_status"));
        success = String(api.GetValue("cmi.success_status"));
        number = Number(api.GetValue("cmi.interactions._count")) || 0;
        if (completion !== "completed") api.SetValue("cmi.completion_status", completion = "incomplete");
        go(api.GetValue("cmi.suspend_data"));
      },
      save: function (now) {
        api.SetValue("cmi.suspend_data", encode(60000));
        api.SetValue("cmi.location", state.page.slice(0, 1000));
        api.SetValue("cmi.progress_measure", String(Math.min(1, now.progress).toFixed(4)));
        if (now.score !== null) {
          api.SetValue("cmi.score.min", "0");
          api.SetValue("cmi.score.max", "100");
          api.SetValue("cmi.score.raw", String(Math.round(now.score * 100)));
          api.SetValue("cmi.score.scaled", String(now.score.toFixed(4)));
        }
        if (now.completed && completion !== "completed") api.SetValue("cmi.completion_status", completion = "completed");
        if (now.passed && success !== "passed") api.SetValue("cmi.success_status", success = "passed");
        api.Commit("");
      },
      interaction: function (id, box, right) {
        var at = "cmi.interactions." + number + ".";
        api.SetValue(at + "id", "urn:curriculum:" + id);
        api.SetValue(at + "type", isChoice(box) ? "choice" : "other");
        api.SetValue(at + "timestamp", new Date().toISOString().replace(/\.(\d)\d*Z$/, ".$1Z")); // without a fraction, Z is refused
        if (isChoice(box)) {
          api.SetValue(at + "correct_responses.0.pattern", patterns(box, "[,]"));
          api.SetValue(at + "learner_response", chosen(box, "[,]"));
        } else {
          api.SetValue(at + "learner_response", plainAnswer(box).slice(0, 1000));
        }
        api.SetValue(at + "result", right ? "correct" : "incorrect");
        number += 1;
      },
      finish: function (now, ms) {
        api.SetValue("cmi.session_time", "PT" + Math.max(1, Math.round(ms / 1000)) + "S");
        api.SetValue("cmi.exit", "suspend");
        api.Commit("");
        api.Terminate("");
      }
    };
  }

  // Opened without a learning system (from a folder): everything works, nothing is kept.
  function Nobody() {
    return { start: function (go) { go(""); }, save: function () {}, interaction: function () {}, finish: function () {} };
  }

  function choose() {
    if (plan.standard === "cmi5") {
      return new URLSearchParams(location.search).get("endpoint")
        ? window.curriculumCmi5({ encode: encode, duration: function () { return Date.now() - began; }, plan: plan, chosen: chosen, plainAnswer: plainAnswer, isChoice: isChoice, end: end })
        : Nobody();
    }
    var api = find(plan.standard === "scorm12" ? "API" : "API_1484_11");
    return api ? (plan.standard === "scorm12" ? Scorm12(api) : Scorm2004(api)) : Nobody();
  }

  var system = choose();
  system.start(function (text) {
    try { decode(text); } catch (e) { /* a state that cannot be read is none */ }
    var page = plan.pages.find(function (p) { return p[0] === state.page; }) || plan.pages[0];
    frame.addEventListener("load", loaded);
    frame.src = encodeURI(page[1]);
  });
  window.addEventListener("pagehide", end);
  window.addEventListener("beforeunload", end);
  window.curriculumState = state; // for our tests
})();

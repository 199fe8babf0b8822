// Knowledge checks: compares answers with the key in the page. Answers are not kept, no request to anywhere; that a
// check was passed is told to progress.js, which keeps it in this browser.
// All words stand in the page: in `.check-words`, and in `.check-key`, which is also what readers without a script use.
(function () {
  var spelling = null /* spelling */;

  // Case, blanks, marks, spellings of a letter, digits and punctuation at the end make no difference.
  function fold(text) {
    var bare = Array.from(text.normalize("NFKC")).filter(function (c) { return spelling.dropped.indexOf(c) < 0; }).join("");
    return Array.from(bare.normalize("NFD").replace(/\p{Mn}/gu, "")).map(function (c) {
      if (/[\u0660-\u0669]/.test(c)) return String(c.charCodeAt(0) - 0x660);
      if (/[\u06f0-\u06f9]/.test(c)) return String(c.charCodeAt(0) - 0x6f0);
      return spelling.same[c] || c;
    }).join("").toLowerCase().replace(/\s+/g, "").replace(/[.!?،؛؟,;:]+$/, "");
  }

  function all(where, selector) { return Array.from(where.querySelectorAll(selector)); }

  // A question on the page with its part of the key.
  function Question(box, form) {
    this.box = box;
    this.kind = box.dataset.kind;
    this.feedback = box.querySelector(".check-feedback");
    this.key = all(form, ".check-key [data-question]").find(function (part) {
      return part.dataset.question === box.dataset.question;
    });
    this.options = all(this.key, "[data-option]");
  }

  // Ids of the chosen options, places by option, or the typed text; null without an answer.
  Question.prototype.answer = function () {
    if (this.kind === "short") return this.box.querySelector("input").value.trim() || null;
    if (this.kind === "order") {
      var places = all(this.box, "select").map(function (s) { return [s.dataset.option, Number(s.value)]; });
      return places.every(function (p) { return p[1]; }) ? new Map(places) : null;
    }
    var chosen = all(this.box, "input:checked").map(function (input) { return input.value; });
    return chosen.length ? chosen : null;
  };

  // "right", "wrong" or "part" (nothing wrong was chosen, something right was not).
  Question.prototype.verdict = function (answer) {
    if (this.kind === "short") {
      return all(this.key, "[data-answer]").some(function (a) { return fold(a.textContent) === fold(answer); })
        ? "right" : "wrong";
    }
    if (this.kind === "order") {
      return this.options.every(function (o, n) { return answer.get(o.dataset.option) === n + 1; }) ? "right" : "wrong";
    }
    var right = this.options.filter(function (o) { return "right" in o.dataset; }).map(function (o) { return o.dataset.option; });
    if (answer.some(function (id) { return right.indexOf(id) < 0; })) return "wrong";
    return answer.length === right.length ? "right" : "part";
  };

  // Says what each chosen answer is worth; the explanation, which may give the answer away, only at the end.
  Question.prototype.show = function (verdict, answer, words, last) {
    var parts = [words("verdict", verdict)];
    var chosen = answer && (this.kind === "single" || this.kind === "multiple") ? this.options.filter(function (o) {
      return answer.indexOf(o.dataset.option) >= 0;
    }) : [];
    if (this.kind === "multiple" && chosen.length) {
      parts.push(document.createElement("ul"));
      chosen.forEach(function (option) { parts[1].append(option.cloneNode(true)); });
    } else if (chosen.length && chosen[0].querySelector(".check-why")) {
      parts.push(document.createElement("p"));
      parts[1].append(chosen[0].querySelector(".check-why").cloneNode(true));
    }
    var because = this.key.querySelector(".check-because");
    if (because && (verdict === "right" || last)) parts.push(because.parentElement.cloneNode(true));
    this.feedback.replaceChildren.apply(this.feedback, parts);
    this.box.dataset.verdict = verdict;
  };

  Question.prototype.clear = function () {
    this.feedback.replaceChildren();
    delete this.box.dataset.verdict;
  };

  function start(form) {
    var questions = all(form, ".check-question").map(function (box) { return new Question(box, form); });
    var button = form.querySelector("button"), key = form.querySelector(".check-key");
    var result = form.querySelector(".check-result");
    var limit = Number(form.dataset.attempts) || Infinity, used = 0, over = false;

    function words(kind, which) {
      var found = form.querySelector(".check-words [data-" + kind + '="' + which + '"]').cloneNode(true);
      found.removeAttribute("data-" + kind);
      return found;
    }

    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (over) return;
      var answers = questions.map(function (q) { return q.answer(); });
      var open = answers.filter(function (a) { return a === null; }).length;
      if (open) {
        questions.forEach(function (q, n) { if (answers[n] === null) q.show("none", null, words); else q.clear(); });
        result.replaceChildren(words("missing", open));
        return;
      }
      used += 1;
      var verdicts = questions.map(function (q, n) { return q.verdict(answers[n]); });
      questions.forEach(function (q, n) { q.show(verdicts[n], answers[n], words, used >= limit); });
      var right = verdicts.filter(function (v) { return v === "right"; }).length;
      var sentence = words("result", right), passed = "enough" in sentence.dataset;
      over = used >= limit || right === questions.length;
      if (passed) {
        var counts = { right: right, questions: questions.length };
        document.dispatchEvent(new CustomEvent("curriculum:passed", { detail: counts }));
      }
      result.replaceChildren(sentence);
      if (limit < Infinity && !passed) result.append(words("left", limit - used));
      // The button keeps the focus, so it is not taken away.
      if (over) button.setAttribute("aria-disabled", "true");
      key.hidden = !(over || passed || limit === Infinity);
    });

    // What was said about an answer no longer holds once it is changed: with the first letter, not when the field is
    // left, which would move the button away from under a pointer that presses it.
    form.addEventListener("input", function (event) {
      var question = questions.find(function (q) { return q.box.contains(event.target); });
      if (question && !over) question.clear();
    });

    key.hidden = true;
    button.hidden = false;
  }

  // Questions without right answers: what was chosen is shown as text, and copied where the browser allows it.
  function startOpinions(form) {
    var button = form.querySelector("button"), result = form.querySelector(".check-result");

    function words(which) {
      var found = form.querySelector('.check-words [data-said="' + which + '"]').cloneNode(true);
      found.removeAttribute("data-said");
      return found;
    }

    function show(which, text) {
      var box = document.createElement("textarea");
      box.readOnly = true;
      box.dir = "auto";
      box.rows = text.split("\n").length + 1;
      box.className = "check-text check-copy";
      box.value = text;
      var label = words(which);
      box.setAttribute("aria-label", label.textContent);
      result.replaceChildren(label, box);
      box.style.height = box.scrollHeight + 4 + "px";
    }

    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var lines = [];
      all(form, ".check-question").forEach(function (box) {
        var chosen = box.querySelector("input:checked");
        if (!chosen) return;
        lines.push(box.querySelector("legend .check-said").textContent);
        lines.push("– " + chosen.parentElement.querySelector(".check-said").textContent);
      });
      if (!lines.length) { result.replaceChildren(words("none")); return; }
      var text = lines.join("\n");
      show("shown", text);
      if (navigator.clipboard) navigator.clipboard.writeText(text).then(function () { show("copied", text); }, function () {});
    });

    form.addEventListener("change", function () { result.replaceChildren(); });
    button.hidden = false;
  }

  all(document, "form.check").forEach(function (form) { ("opinions" in form.dataset ? startOpinions : start)(form); });
  window.curriculumFold = fold; // for our tests
})();

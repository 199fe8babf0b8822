// Search in Arabic, Persian and Hebrew: adds other spellings and forms to what is typed (see folding.py).
(function () {
  var table = null /* tables */;
  if (!table) return;

  function fold(word) {
    var bare = Array.from(word.normalize("NFKC")).filter(function (c) { return table.dropped.indexOf(c) < 0; }).join("");
    return Array.from(bare.normalize("NFD").replace(/\p{Mn}/gu, "")).map(function (c) {
      var digit = c.charCodeAt(0) - (c >= "\u06f0" ? 0x6f0 : 0x660);
      if (/[\u0660-\u0669\u06f0-\u06f9]/.test(c)) return String(digit);
      return table.same[c] || c;
    }).join("").toLowerCase();
  }

  function rewritten(word, rules) {
    return rules.flatMap(function (rule) {
      var found = word.match(new RegExp(rule[0]));
      return found ? rule.slice(1).map(function (into) { return into.replace(/\\(\d)/g, function (_, n) { return found[n]; }); }) : [];
    });
  }

  function forms(word) {
    var folded = fold(word);
    if (/^[\u0000-\u024f]*$/.test(folded)) return [folded];
    table.spells.forEach(function (rule) { folded = folded.replace(new RegExp(rule[0], "g"), rule[1]); });
    var bases = [folded].concat(table.begins.map(function (begin) { return folded.replace(new RegExp(begin), ""); }));
    var stems = bases.concat(bases.flatMap(function (base) { return rewritten(base, table.ends); }));
    return Array.from(new Set(stems.concat(stems.flatMap(function (stem) { return rewritten(stem, table.plurals); }))));
  }

  function cut(found) { return found.map(function (form) { return table.cut + form; }); }

  // As typed and folded: also as the beginning of a word. Cut forms: whole words only (a term with ^ gets no star);
  // and so is what ended in a letter that only ends words, which folding makes a letter like others.
  function widen(query) {
    if (/["+:~^*]/.test(query)) return query;
    return query.split(/\s+/).filter(Boolean).map(function (word) {
      if (/^[\u0000-\u024f]*$/.test(word)) return word;
      var found = forms(word), whole = /[ךםןףץ]$/.test(word), more = (whole ? found : found.slice(1)).concat(cut(found));
      return [word].concat(found[0] === word || whole ? [] : [found[0]], more.map(function (form) { return form + "^1"; })).join(" ");
    }).join(" ");
  }

  // Zensical asks with an object and wants all words: each word is "this form or that form". A word it does not know
  // it would replace by one that looks alike; so forms that begin no word of this handbook are not asked for.
  var known = [];
  function either(input) {
    if (/["+:~^*]/.test(input)) return input;
    var words = input.split(/\s+/).filter(Boolean).map(function (word) {
      var latin = /^[\u0000-\u024f]*$/.test(word), each = new Set(latin ? [word.toLowerCase()] : [word].concat(forms(word), cut(forms(word))));
      return operator("or", Array.from(each).filter(begins).map(function (form) {
        return { type: "value", data: { field: "*", value: form } };
      }));
    });
    var found = words.filter(function (word) { return word.data.operands.length; });
    if (!words.length) return input;
    return found.length ? operator("and", found) : operator("or", []);
  }
  function begins(form) {
    var low = 0, high = known.length;
    while (low < high) { var middle = (low + high) >> 1; if (known[middle] < form) low = middle + 1; else high = middle; }
    return low < known.length && known[low].startsWith(form);
  }
  function operator(name, operands) { return { type: "operator", data: { operator: name, operands: operands } }; }

  // Its index has no field of ours, so its worker gets the forms as part of the text; the page shows the text alone.
  function withForms(index) {
    var separator = new RegExp(index.config.separator, "u"), words = new Set();
    index.items.forEach(function (item) {
      [item.title, item.text.replace(/<[^>]*>/g, " "), item.forms || ""].concat(item.path || []).forEach(function (text) {
        text.toLowerCase().split(separator).forEach(function (word) { words.add(word); });
      });
    });
    known = Array.from(words).sort();
    return Object.assign({}, index, { items: index.items.map(function (item) {
      return Object.assign({}, item, { text: item.text + " " + (item.forms || "") });
    }) });
  }

  function changed(message) {
    var data = message && message.data;
    if (!data) return message;
    if (message.type === 2 && typeof data === "string") return { type: 2, data: widen(data) };
    if (message.type === 2 && typeof data.input === "string") {
      return { type: 2, data: Object.assign({}, data, { input: either(data.input) }) };
    }
    if (message.type === 0 && Array.isArray(data.items)) return { type: 0, data: withForms(data) };
    return message;
  }

  var send = window.Worker.prototype.postMessage;
  window.Worker.prototype.postMessage = function (message) {
    arguments[0] = changed(message);
    return send.apply(this, arguments);
  };
  window.curriculumForms = forms; // for our tests
})();

// Search in Arabic, Persian and Hebrew: what is typed becomes the words of this handbook that are meant by it.
// The index brings a table of those (search_words.py); the table here says how words are written (folding.py) and
// what may be cut off them (inflection.py). The index and its worker stay as the engine made them.
(function () {
  var table = null /* tables */;
  if (!table) return;
  var LATIN = /^[\u0000-\u024f]*$/, NUMBER = /^\d+$/, POINTED = /[\u05b0-\u05c7]/, ENDED = /[ךםןףץ]["'״׳”’]?$/;
  var OPERATOR = /["+:~^*]/;

  function fold(word) {
    var bare = Array.from(word.normalize("NFKC")).filter(function (c) { return table.dropped.indexOf(c) < 0; }).join("");
    var folded = Array.from(bare.normalize("NFD").replace(/\p{Mn}/gu, "")).map(function (c) {
      var digit = c.charCodeAt(0) - (c >= "\u06f0" ? 0x6f0 : 0x660);
      if (/[\u0660-\u0669\u06f0-\u06f9]/.test(c)) return String(digit);
      return table.same[c] || c;
    }).join("").toLowerCase();
    return table.doubled.reduce(function (text, pair) { return text.split(pair[0]).join(pair[1]); }, folded);
  }

  // Every way to cut the word, fewest letters first, each remainder once; as inflection.py.
  function cuts(word) {
    var found = new Map();
    [""].concat(Object.keys(table.begins)).forEach(function (begin) {
      if (word.indexOf(begin) !== 0) return;
      var rest = word.slice(begin.length);
      for (var length = 0; length < rest.length; length++) {
        (table.ends[rest.slice(rest.length - length)] || []).forEach(function (place) {
          var remains = rest.slice(0, rest.length - length) + place[0];
          var left = remains.length - (begin && length ? table.both : 0);
          var weak = Number(Boolean(begin) && table.begins[begin] && left < table.sure) +
            Number(place[1] && remains.length <= table.sure);
          if (remains === word || weak > 1 || left < 2 + weak) return;
          var cut = { word: remains, letters: begin.length + length, weak: weak > 0, ended: length > 0 || table.begins[begin] };
          var before = found.get(remains);
          if (!before || cut.weak < before.weak || (cut.weak === before.weak && cut.letters < before.letters)) found.set(remains, cut);
        });
      }
    });
    return Array.from(found.values()).sort(function (one, other) { return one.letters - other.letters; });
  }

  // The handbook. written: how its words are written, by spelling. families: by form the numbers of its families, whose
  // members stand in the handbook; bases: forms that endings may be joined to. unknown: by form the words that may be
  // meant. owned and others: words that look like these and are not. sorted: all forms. bare: forms without vowel letters.
  var separator = /\s+/, written, families, members, bases, unknown, owned, others, sorted, bare;

  function read(index) {
    var words = index.config.words;
    separator = new RegExp(index.config.separator, "u");
    written = new Map(), families = new Map(), unknown = new Map(), bases = new Set(), bare = new Map();
    (index.docs || index.items).forEach(function (item) {
      [item.title, item.text.replace(/<[^>]*>/g, " ")].concat(item.path || []).forEach(function (text) {
        text.toLowerCase().split(separator).forEach(function (word) { written.set(word, ""); });
      });
    });
    var spelled = Array.from(written.keys()).filter(Boolean);
    written = new Map();
    spelled.forEach(function (word) { add(written, fold(word), word); });
    members = words.families.map(function (line, number) {
      return line.split(" ").filter(function (form) {
        if (form[0] !== "-") bases.add(form);
        add(families, form.replace("-", ""), number);
        return written.has(form);
      });
    });
    words.unknown.forEach(function (line) {
      var forms = line.split(" ");
      forms.forEach(function (form) { add(unknown, form, forms[0]); });
    });
    owned = new Set(words.owned.split(" "));
    others = new Set(words.others.split(" "));
    sorted = Array.from(new Set(Array.from(families.keys()).concat(Array.from(unknown.keys())))).sort();
    sorted.forEach(function (form) { if (bases.has(form) || unknown.has(form)) add(bare, consonants(form), form); });
  }
  function add(map, key, value) {
    if (!map.has(key)) map.set(key, new Set());
    map.get(key).add(value);
  }

  // The handbook's words, in one spelling, that are meant by one that is typed. `whole`: it is not still being typed.
  function meant(typed, whole) {
    var found = meantAs(typed, whole);
    return found.length || !/.ء./.test(typed) ? found : meantAs(typed.replace("ء", "ئ"), whole); // without its seat
  }
  function meantAs(typed, whole) {
    var word = fold(typed), found = new Set(written.has(word) ? [word] : []);
    function take(form) {
      (families.get(form) || []).forEach(function (number) { members[number].forEach(found.add, found); });
      (unknown.get(form) || []).forEach(found.add, found);
    }
    take(word);
    if (bases.has(word) || (!found.size && (owned.has(word) || others.has(word)))) return Array.from(found);
    byCutting(word, found, take);
    if (whole || found.size) return Array.from(found);
    if (table.vowels) withVowels(word, POINTED.test(typed)).forEach(take);
    if (!found.size && word.length >= table.typed && !ENDED.test(typed)) {
      for (var at = first(word); at < sorted.length && sorted[at].indexOf(word) === 0; at++) take(sorted[at]);
    }
    return Array.from(found);
  }

  function byCutting(word, found, take) {
    function has(cut) { return (cut.ended ? bases : families).has(cut.word) || unknown.has(cut.word); }
    var ways = cuts(word), sure = ways.filter(function (cut) { return !cut.weak; });
    if (found.size) { // a form that looks like a verb's, or a word that the dictionary does not know
      sure.filter(has).forEach(function (cut) { if (families.has(word) || unknown.has(cut.word)) take(cut.word); });
      return;
    }
    var other = sure.filter(function (cut) { return owned.has(cut.word) && !has(cut); }); // what is left of those is nobody's
    [sure, ways].forEach(function (some) {
      if (!found.size) some.filter(has).forEach(function (cut) {
        if (other.every(function (one) { return cut.letters <= one.letters || cut.word.length >= one.word.length; })) take(cut.word);
      });
    });
  }

  // Hebrew is written with and without vowel letters: fuller spellings of a word that has fewer, one or two more.
  function withVowels(word, pointed) {
    var tries = pointed ? [word].concat(cuts(word).filter(function (cut) { return !cut.weak; }).map(function (cut) { return cut.word; })) : [word];
    return tries.filter(function (form) { return consonants(form).length >= (pointed ? 2 : 3); }).flatMap(function (form) {
      var fuller = new RegExp("^" + Array.from(form).join("[וי]?") + "$");
      return Array.from(bare.get(consonants(form)) || []).filter(function (full) {
        return full.length > form.length && full.length < form.length + 3 && fuller.test(full);
      });
    });
  }
  function consonants(word) { return word.replace(/[וי]/g, ""); }
  function first(word) {
    var low = 0, high = sorted.length;
    while (low < high) { var middle = (low + high) >> 1; if (sorted[middle] < word) low = middle + 1; else high = middle; }
    return low;
  }

  // A query word by word: as typed, and how the handbook writes what is meant (null: Latin, which is not ours).
  // Two words that the handbook writes as one are one.
  var asked = [];
  function ask(query) {
    var words = query.split(separator).filter(Boolean);
    asked = [];
    for (var at = 0; at < words.length; at++) {
      var both = at + 1 < words.length ? words[at] + words[at + 1] : "", word = words[at];
      var found = LATIN.test(both) ? [] : meant(both, true);
      if (found.length) word = both, at++;
      else found = LATIN.test(word) && !NUMBER.test(word) ? null : meant(word);
      asked.push({ typed: word, found: found && found.flatMap(function (one) { return Array.from(written.get(one) || []); }) });
    }
    return asked;
  }

  // Material: words separated by blanks, any of which may be found; ^ keeps it from looking for beginnings of words.
  function forMaterial(query) {
    return ask(query).map(function (word) {
      if (!word.found) return word.typed;
      var spelling = fold(word.typed);
      return (word.found.length ? word.found : [word.typed]).map(function (one) {
        return one + (fold(one) === spelling ? "^3" : "^1");
      }).join(" ");
    }).join(" ");
  }

  // Zensical: an object; all words must be found, each as this word or that.
  function forZensical(query) {
    function value(as) { return { type: "value", data: { field: "*", value: as } }; }
    function operator(name, operands) { return { type: "operator", data: { operator: name, operands: operands } }; }
    return operator("and", ask(query).map(function (word) {
      return word.found ? operator("or", word.found.map(value)) : value({ type: "prefix", data: word.typed.toLowerCase() });
    }));
  }

  function changed(message) {
    var data = message && message.data;
    if (!data) return message;
    if (message.type === 0 && data.config) read(data);
    if (message.type !== 2) return message;
    if (typeof data === "string" && !OPERATOR.test(data)) return { type: 2, data: forMaterial(data) };
    if (typeof data.input === "string" && data.input.trim() && !OPERATOR.test(data.input)) {
      return { type: 2, data: Object.assign({}, data, { input: forZensical(data.input) }) };
    }
    asked = [];
    return message;
  }

  // Material says of each result which words it does not have: of ours only what was typed, and if it has none of them.
  function answered(event) {
    var data = event.data && event.data.type === 3 && event.data.data;
    if (!data || !asked.length) return;
    data.items.flat().forEach(function (item) {
      if (!item.terms) return;
      var terms = item.terms, ours = asked.filter(function (word) { return word.found; });
      ours.forEach(function (word) {
        var has = word.found.some(function (one) { return terms[one]; });
        word.found.forEach(function (one) { if (!terms[one]) delete terms[one]; });
        if (!has) terms[word.typed] = false;
      });
    });
  }

  var worker = window.Worker.prototype, send = worker.postMessage, listen = worker.addEventListener;
  worker.postMessage = function (message) {
    arguments[0] = changed(message);
    return send.apply(this, arguments);
  };
  worker.addEventListener = function (type) {
    if (type === "message" && !this.isTidied) {
      this.isTidied = true;
      listen.call(this, "message", answered);
    }
    return listen.apply(this, arguments);
  };
  window.curriculumSearch = { fold: fold, cuts: cuts, meant: meant }; // for our tests
})();

// Zensical's search panel speaks English and writes in pale grey. It lies in a shadow tree, where neither the theme's
// words nor our style reach: this gives it both. On pages without such a panel it does nothing.
(function () {
  var words = null /* words */;
  var style = ":host * { letter-spacing: 0 !important }" +
    "dialog { --alpha-light: .92 !important; --alpha-lighter: .8 !important }" +
    "menu, menu li, [role=status] { color: rgb(var(--color-foreground)) !important; opacity: 1 !important }" +
    "button[aria-controls$=-filters], [id$=-filters] { display: none !important }"; // there are no tags to filter by

  var taken = new Set();

  function said(text) {
    if (words[text]) return words[text];
    var found = /^([\d,]+) results?$/.exec(text);
    if (!found) return text;
    var number = found[1].replace(/\D/g, "").replace(/\d/g, function (digit) { return words.digits[digit]; });
    return words.count.replace("{n}", number);
  }

  function translate(root) {
    root.querySelectorAll("[aria-label], [placeholder]").forEach(function (element) {
      ["aria-label", "placeholder"].forEach(function (name) {
        var old = element.getAttribute(name);
        if (old && said(old) !== old) element.setAttribute(name, said(old));
      });
    });
    // A result is named by all of its words, not by its title alone: who sees it may say any of them.
    root.querySelectorAll("[role=option][aria-labelledby]").forEach(function (option) {
      option.removeAttribute("aria-labelledby");
    });
    root.querySelectorAll("[role=status]").forEach(function (status) {
      var old = status.firstChild;
      if (old && old.nodeType === 3 && said(old.data) !== old.data) old.data = said(old.data);
    });
  }

  function take(host) {
    var root = host.shadowRoot;
    if (!root || taken.has(root)) return;
    taken.add(root);
    var sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = root.adoptedStyleSheets.concat(sheet);
    translate(root);
    new MutationObserver(function () { translate(root); })
      .observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
  }

  // The panel is made when the page is ready, as a child of the body.
  function look() { Array.from(document.body.children).forEach(take); }
  if (document.querySelector(".md-search__button")) {
    look();
    new MutationObserver(look).observe(document.body, { childList: true });
  }
})();

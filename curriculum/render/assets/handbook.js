// Names and directions that the theme leaves out. No state, no request to anywhere.
(function () {
  var root = document.documentElement;
  root.dir = document.body.dir || root.dir;

  // The search panel is a dialog and needs a name; its field has one.
  var field = document.querySelector(".md-search__input");
  var search = document.querySelector(".md-search[role=dialog]");
  if (search && field) search.setAttribute("aria-label", field.getAttribute("aria-label") || field.placeholder);

  // The list of a module's lessons is named by the module; the theme points at an empty label there.
  document.querySelectorAll("nav[aria-labelledby]").forEach(function (list) {
    var label = document.getElementById(list.getAttribute("aria-labelledby"));
    var link = list.parentElement.querySelector(".md-nav__link");
    if (label && !label.textContent.trim() && link) {
      list.removeAttribute("aria-labelledby");
      list.setAttribute("aria-label", link.textContent.trim());
    }
  });

  // A check box of a task list is named by its item.
  document.querySelectorAll(".task-list-item").forEach(function (item) {
    var box = item.querySelector("input[type=checkbox]");
    if (box) box.setAttribute("aria-label", item.textContent.trim());
  });

  // What scrolls sideways must be reachable by keyboard. The theme wraps tables later than this runs; and a box is
  // looked at whenever its width or that of what is in it changes: a turned phone, a font that comes late.
  var sizes = window.ResizeObserver && new ResizeObserver(reach), watched = new WeakSet();
  function reach() {
    document.querySelectorAll(".md-typeset__scrollwrap, pre > code").forEach(function (box) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
      if (!sizes || watched.has(box)) return;
      watched.add(box);
      sizes.observe(box);
      Array.prototype.forEach.call(box.children, function (inside) { sizes.observe(inside); });
    });
  }
  var article = document.querySelector("article");
  if (article) new MutationObserver(reach).observe(article, { childList: true, subtree: true });
  window.addEventListener("load", reach);
  window.addEventListener("resize", reach);
})();

// Words of the glossary: their meaning beside them, by focus, pointer or tap. It stays while one points at it, and
// Escape closes it. Without this script the word is a link to the glossary.
(function () {
  var open = null, closing = 0;

  function show(link) {
    var tip = document.getElementById(link.getAttribute("aria-describedby"));
    if (!tip) return;
    hide();
    open = { link: link, tip: tip };
    tip.hidden = false;
    var base = (tip.offsetParent || document.body).getBoundingClientRect(), at = link.getClientRects()[0];
    var room = document.documentElement.clientWidth - tip.offsetWidth - 8;
    var side = document.documentElement.dir === "rtl" ? at.right - tip.offsetWidth : at.left;
    tip.style.left = Math.max(8, Math.min(side, room)) - base.left + "px";
    tip.style.top = at.bottom + 6 - base.top + "px";
  }
  function hide() {
    clearTimeout(closing);
    if (open) open.tip.hidden = true;
    open = null;
  }
  // Time to move the pointer from the word to its meaning.
  function hideSoon() { clearTimeout(closing); closing = setTimeout(hide, 250); }

  document.querySelectorAll("a.term").forEach(function (link) {
    var tip = document.getElementById(link.getAttribute("aria-describedby")), touched = false;
    link.addEventListener("focus", function () { show(link); });
    link.addEventListener("blur", hideSoon);
    link.addEventListener("pointerenter", function (event) { if (event.pointerType === "mouse") show(link); });
    link.addEventListener("pointerleave", function (event) { if (event.pointerType === "mouse") hideSoon(); });
    link.addEventListener("pointerdown", function (event) { touched = event.pointerType !== "mouse"; });
    // The first tap explains, the second follows the link.
    link.addEventListener("click", function (event) {
      if (!touched || link.dataset.shown) return;
      event.preventDefault();
      link.dataset.shown = "yes";
      show(link);
    });
    if (tip) {
      tip.addEventListener("pointerenter", function () { clearTimeout(closing); });
      tip.addEventListener("pointerleave", hideSoon);
    }
  });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") hide(); });
  document.addEventListener("pointerdown", function (event) {
    if (open && !open.link.contains(event.target) && !open.tip.contains(event.target)) hide();
  });
})();

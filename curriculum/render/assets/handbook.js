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

  // What scrolls sideways must be reachable by keyboard. The theme wraps tables later than this runs.
  function reach() {
    document.querySelectorAll(".md-typeset__scrollwrap, pre > code").forEach(function (box) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    });
  }
  var article = document.querySelector("article");
  if (article) new MutationObserver(reach).observe(article, { childList: true, subtree: true });
  window.addEventListener("load", reach);
  window.addEventListener("resize", reach);
})();

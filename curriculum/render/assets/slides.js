// A lesson as slides: each heading of level 2 or 3 begins one; the title stays above. Without this script the page is read from top to bottom.
(function () {
  var bar = document.querySelector("article > .slide-keys");
  if (!bar) return;
  var root = document.documentElement, article = bar.parentElement, rtl = root.dir === "rtl", slides = [], now = 0;
  Array.from(article.children).forEach(function (part) {
    if (part === bar || part.tagName === "H1") return;
    if (/^H[23]$/.test(part.tagName) || !slides.length) {
      var slide = document.createElement("section");
      slide.className = "slide";
      slide.tabIndex = -1;
      slides.push(slide);
      article.insertBefore(slide, part);
    }
    slides[slides.length - 1].appendChild(part);
  });
  article.appendChild(bar);
  var place = bar.querySelector(".slide-place");

  // Digits and words of the language come from plan.js, as in progress.js.
  function counted(n, total) {
    var plan = window.curriculumPlan;
    function number(m) { return String(m).replace(/[0-9]/g, function (d) { return plan.wording.digits[d]; }); }
    return plan.words.of.replace("{n}", number(n)).replace("{total}", number(total));
  }
  function isShowing() { return root.classList.contains("is-showing"); }
  // Whoever turns pages with a button keeps it under the finger; otherwise what is shown has the focus.
  function focus() {
    if (!bar.contains(document.activeElement)) slides[now].focus({ preventScroll: isShowing() });
  }
  function show(index) {
    now = Math.max(0, Math.min(slides.length - 1, index));
    root.classList.add("is-showing");
    root.classList.toggle("is-begun", now > 0);
    slides.forEach(function (slide, i) { slide.hidden = i !== now; });
    place.textContent = counted(now + 1, slides.length);
    focus();
    window.scrollTo(0, 0);
  }
  function overview() {
    root.classList.remove("is-showing", "is-begun");
    slides.forEach(function (slide) { slide.hidden = false; });
    place.textContent = "";
  }
  // The slide that the address names: a link inside the slides, or one from another page.
  function addressed() {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    return slides.findIndex(function (slide) { return target && slide.contains(target); });
  }
  function wholeScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else root.requestFullscreen().catch(function () { /* the browser does not want to */ });
  }

  var ACTS = {
    back: function () { show(now - 1); }, on: function () { show(now + 1); },
    all: function () { if (isShowing()) { overview(); slides[now].focus(); } else show(now); }, screen: wholeScreen
  };
  var KEYS = {
    ArrowLeft: rtl ? "on" : "back", ArrowRight: rtl ? "back" : "on", ArrowUp: "back", ArrowDown: "on",
    PageUp: "back", PageDown: "on", f: "screen"
  };
  document.addEventListener("keydown", function (event) {
    var onControl = event.target.closest("input,textarea,select,a,button,summary"), inBar = bar.contains(event.target);
    if (event.altKey || event.ctrlKey || event.metaKey || (onControl && !inBar && event.key !== "Escape")) return;
    if (inBar && (event.key === " " || event.key === "Enter")) return;
    if (event.key === " ") ACTS[event.shiftKey ? "back" : "on"]();
    else if (event.key === "Home") show(0);
    else if (event.key === "End") show(slides.length - 1);
    else if (event.key === "Escape") { overview(); slides[now].focus(); }
    else if (KEYS[event.key]) ACTS[KEYS[event.key]]();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  bar.addEventListener("click", function (event) {
    var button = event.target.closest("[data-do]");
    if (button) ACTS[button.dataset.do]();
  });
  var from = null;
  article.addEventListener("touchstart", function (event) { from = event.changedTouches[0].clientX; }, { passive: true });
  article.addEventListener("touchend", function (event) {
    var way = from === null ? 0 : event.changedTouches[0].clientX - from;
    if (Math.abs(way) > 60 && isShowing()) show(now + (way < 0 !== rtl ? 1 : -1));
  }, { passive: true });
  slides.forEach(function (slide, i) {
    slide.addEventListener("dblclick", function () { if (!isShowing()) show(i); });
  });
  window.addEventListener("hashchange", function () { if (addressed() >= 0) show(addressed()); });
  window.addEventListener("beforeprint", overview);
  bar.hidden = false;
  bar.querySelector("[data-do=screen]").hidden = !document.fullscreenEnabled;
  show(Math.max(0, addressed()));
})();

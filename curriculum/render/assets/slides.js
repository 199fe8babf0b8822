// A lesson as slides: each heading of level 1 to 3 begins one. Without this script the page is read from top to bottom.
(function () {
  var mark = document.querySelector("article > .slides");
  if (!mark) return;
  var article = mark.parentElement, slides = [], now = 0;
  Array.from(article.children).forEach(function (part) {
    if (/^H[123]$/.test(part.tagName) || !slides.length) {
      var slide = document.createElement("section");
      slide.className = "slide";
      slide.tabIndex = -1;
      slides.push(slide);
      article.insertBefore(slide, part);
    }
    slides[slides.length - 1].appendChild(part);
  });
  var place = document.createElement("p");
  place.className = "slide-place";
  place.setAttribute("role", "status");
  article.appendChild(place);

  function number(n) { return n.toLocaleString(document.documentElement.lang); }
  function show(index) {
    now = Math.max(0, Math.min(slides.length - 1, index));
    document.documentElement.classList.add("is-showing");
    slides.forEach(function (slide, i) { slide.hidden = i !== now; });
    place.textContent = number(now + 1) + " / " + number(slides.length);
    slides[now].focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }
  function overview() {
    document.documentElement.classList.remove("is-showing");
    slides.forEach(function (slide) { slide.hidden = false; });
    place.textContent = "";
    slides[now].focus();
  }
  var rtl = document.documentElement.dir === "rtl";
  document.addEventListener("keydown", function (event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input,textarea,select,a,button,summary")) {
      if (event.key !== "Escape") return;
    }
    var step = { ArrowLeft: rtl ? 1 : -1, ArrowRight: rtl ? -1 : 1, ArrowDown: 1, ArrowUp: -1,
      PageDown: 1, PageUp: -1, " ": event.shiftKey ? -1 : 1 }[event.key];
    if (step) show(now + step);
    else if (event.key === "Home") show(0);
    else if (event.key === "End") show(slides.length - 1);
    else if (event.key === "Escape") overview();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  var from = null;
  article.addEventListener("touchstart", function (event) { from = event.changedTouches[0].clientX; }, { passive: true });
  article.addEventListener("touchend", function (event) {
    var way = from === null ? 0 : event.changedTouches[0].clientX - from;
    if (Math.abs(way) > 60 && document.documentElement.classList.contains("is-showing")) show(now + (way < 0 !== rtl ? 1 : -1));
  }, { passive: true });
  slides.forEach(function (slide, i) {
    slide.addEventListener("dblclick", function () { if (!document.documentElement.classList.contains("is-showing")) show(i); });
  });
  window.addEventListener("beforeprint", overview);
  show(0);
})();

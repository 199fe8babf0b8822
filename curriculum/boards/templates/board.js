// Sorting and filtering of the matrix. Without it everything is shown, the most urgent first.
"use strict";
(() => {
  const table = document.querySelector("table.matrix");
  if (!table) return;
  const body = table.tBodies[0], rows = [...body.rows], form = document.querySelector(".filters");
  const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  table.querySelectorAll("thead th").forEach((head, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      table.querySelectorAll("thead th").forEach((other) => other.setAttribute("aria-sort", "none"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = (row) => row.cells[index].dataset.sort || "~";
      rows.sort((a, b) => (down ? -1 : 1) * compare(key(a), key(b)));
      body.append(...rows);
    });
  });
  // The same letters written otherwise: Arabic and Persian forms, marks, capitals.
  const fold = (text) => text.normalize("NFKD").replace(/[\u064b-\u065f\u0670\u05b0-\u05c7\u0300-\u036f\u0640\u200c]/g, "")
    .replace(/[يى]/g, "ی").replace(/ك/g, "ک").replace(/ة/g, "ه").toLowerCase();
  const output = form.querySelector("output");
  const digits = output.dataset.digits;
  const filter = () => {
    const find = fold(form.find.value.trim()), status = form.status.value, direct = form.direct && form.direct.value;
    let shown = 0;
    for (const row of rows) {
      const fits = fold(row.dataset.find).includes(find) && (!status || row.dataset.statuses.split(" ").includes(status)) && (!direct || row.dataset.direct);
      row.hidden = !fits;
      shown += fits;
    }
    const number = String(shown).replace(/[0-9]/g, (d) => digits[d]);
    output.textContent = (shown === 1 ? output.dataset.one : output.dataset.many).replace("{n}", number);
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  filter();
})();

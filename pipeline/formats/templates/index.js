// Filter and sort the table of documents; without the script it stands in order of need.
const table = document.querySelector("table");

if (table) {
  const body = table.tBodies[0];
  const filter = document.getElementById("filter");
  const shown = document.getElementById("shown");
  const nothing = document.getElementById("nothing");
  const folded = (text) => text.normalize("NFKC").toLowerCase().replaceAll("ё", "е");
  const rows = [...body.rows].map((row) => {
    const cell = row.querySelector(".document");
    return { row, text: folded(cell.textContent + " " + row.dataset.date) };
  });

  const refresh = () => {
    const wanted = folded(filter.value).split(/\s+/).filter(Boolean);
    const show = document.querySelector('input[name="show"]:checked').value;
    const state = { all: "", review: "yes", passed: "no" }[show];
    let count = 0;
    for (const { row, text } of rows) {
      const fits = (!state || row.dataset.review === state) && wanted.every((one) => text.includes(one));
      row.hidden = !fits;
      count += fits ? 1 : 0;
    }
    shown.textContent = String(count);
    nothing.hidden = count > 0;
  };

  const values = {
    document: ({ row }) => row.querySelector("a").textContent.trim(),
  };

  const sort = (button) => {
    const { sort: key, kind } = button.dataset;
    const header = button.closest("th");
    const up = header.getAttribute("aria-sort") !== "ascending";
    for (const other of table.querySelectorAll("th[aria-sort]")) other.setAttribute("aria-sort", "none");
    header.setAttribute("aria-sort", up ? "ascending" : "descending");
    const value = values[key] || (({ row }) => row.dataset[key]);
    const compare = kind === "number"
      ? (a, b) => Number(value(a)) - Number(value(b))
      : (a, b) => value(a).localeCompare(value(b), page.lang);
    rows.sort((a, b) => (up ? compare(a, b) : compare(b, a)));
    body.append(...rows.map(({ row }) => row));
  };

  filter.addEventListener("input", refresh);
  document.addEventListener("change", (event) => { if (event.target.name === "show") refresh(); });
  table.tHead.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-sort]");
    if (button) sort(button);
  });
  refresh();  // a browser may have kept what was typed before a reload
}

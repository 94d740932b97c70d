// The form of an offer: the search and the totals follow what is typed. Without
// JavaScript the buttons of the form do the same on the server, which always decides.
(() => {
  const LINES = "form.widgets.lines.";
  const SHORT_PAUSE = 250;
  const NO_BREAK_SPACE = "\u00a0";

  // -- exact decimals: a number with four decimals is a BigInt of ten-thousandths ------

  function scaled(text) {
    const compact = text.replace(/[ \u00a0\u202f]/g, "").replace(",", ".");
    const match = /^(-?)(\d{1,12})(?:\.(\d{1,4}))?$/.exec(compact);
    if (!match) {
      return null;
    }
    const value = BigInt(match[2] + (match[3] || "").padEnd(4, "0"));
    return match[1] ? -value : value;
  }

  // Half up, away from zero, as the server rounds.
  function divided(value, divisor) {
    const half = divisor / 2n;
    return (value < 0n ? value - half : value + half) / divisor;
  }

  function euros(cents) {
    const sign = cents < 0n ? "-" : "";
    const digits = String(cents < 0n ? -cents : cents).padStart(3, "0");
    const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, NO_BREAK_SPACE);
    return `${sign}${whole},${digits.slice(-2)}${NO_BREAK_SPACE}€`;
  }

  // -- totals --------------------------------------------------------------------------

  function totals(rows, known) {
    const exact = new Map();
    for (const row of rows) {
      const line = known.get(row.code);
      const quantity = scaled(row.quantity);
      const price = scaled(row.price.trim() || (line ? line.unit_price : ""));
      if (line && quantity !== null && price !== null) {
        const before = exact.get(line.vat_rate) || 0n;
        exact.set(line.vat_rate, before + quantity * price);
      }
    }
    return [...exact]
      .sort(([first], [second]) => Number(first) - Number(second))
      .map(([rate, sum]) => {
        const base = divided(sum, 1000000n);
        return { rate, base, vat: divided(base * BigInt(rate), 100n) };
      });
  }

  function rowsOf(form) {
    const codes = form.querySelectorAll(
      `[name^="${LINES}"][name$=".widgets.code"]`
    );
    const cell = (code, name) => {
      const place = code.name.replace(/code$/, name);
      const input = form.querySelector(`[name="${place}"]`);
      return input ? input.value : "";
    };
    return [...codes]
      .filter((code) => !code.name.startsWith(`${LINES}TT.`))
      .map((code) => ({
        code: code.value.trim(),
        quantity: cell(code, "quantity"),
        price: cell(code, "unit_price"),
      }));
  }

  function tableRow(texts) {
    const row = document.createElement("tr");
    texts.forEach((text, position) => {
      const cell = row.insertCell();
      cell.textContent = text;
      cell.className = position ? "text-end text-nowrap" : "";
    });
    return row;
  }

  function show(table, found) {
    const sum = (name) => found.reduce((total, each) => total + each[name], 0n);
    const amounts = (base, vat) => [base, vat, base + vat].map(euros);
    table.tBodies[0].replaceChildren(
      ...found.map((each) =>
        tableRow([`${each.rate} %`, ...amounts(each.base, each.vat)])
      )
    );
    const cells = table.tFoot.rows[0].cells;
    amounts(sum("base"), sum("vat")).forEach((text, position) => {
      cells[position + 1].textContent = text;
    });
  }

  // -- search --------------------------------------------------------------------------

  function foundRow(line, text) {
    const price = scaled(line.unit_price);
    const shown = price === null ? line.unit_price : unitPrice(line.unit_price);
    const row = tableRow([line.code, line.label, line.unit, shown]);
    row.cells[1].className = row.cells[2].className = "";
    const vat = row.insertCell();
    vat.className = "text-end text-nowrap";
    vat.textContent = `${line.vat_rate} %`;
    const place = row.insertCell();
    place.className = "text-end";
    const button = document.createElement("button");
    button.className = "btn btn-sm btn-outline-primary";
    button.formNoValidate = true;
    button.name = "centrale.add";
    button.value = line.code;
    button.textContent = text;
    place.append(button);
    return row;
  }

  function unitPrice(text) {
    const [whole, decimals] = text.split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, NO_BREAK_SPACE);
    return `${grouped},${decimals}${NO_BREAK_SPACE}€`;
  }

  async function search(url, text) {
    const answer = await fetch(`${url}?q=${encodeURIComponent(text)}`, {
      credentials: "same-origin",
      headers: { Accept: "application/json" },
    });
    return answer.ok ? answer.json() : null;
  }

  // -- the page ------------------------------------------------------------------------

  function start(section) {
    const form = section.closest("form");
    const table = document.getElementById("centrale-totals");
    const known = new Map();
    const keep = (lines) => lines.forEach((line) => known.set(line.code, line));
    const count = () => show(table, totals(rowsOf(form), known));
    keep(JSON.parse(section.dataset.known));

    let waiting = 0;
    let asked = 0;
    async function follow(text) {
      const turn = ++asked;
      const found = await search(section.dataset.url, text);
      if (!found || turn !== asked) {
        return;
      }
      keep(found.items);
      document.getElementById("centrale-found-count").textContent = found.items_total;
      const rows = found.items.map((line) => foundRow(line, section.dataset.addText));
      document.getElementById("centrale-found").replaceChildren(...rows);
    }

    document.getElementById("centrale-search").addEventListener("input", (event) => {
      clearTimeout(waiting);
      waiting = setTimeout(() => follow(event.target.value), SHORT_PAUSE);
    });
    // A code that is typed by hand: its price has to be known before it counts.
    form.addEventListener("change", async (event) => {
      const code = event.target.value.trim();
      if (/\.widgets\.code$/.test(event.target.name) && code && !known.has(code)) {
        const found = await search(section.dataset.url, code);
        keep(found ? found.items : []);
        count();
      }
    });
    form.addEventListener("input", count);
    // Rows that are removed or moved.
    const grid = form.querySelector(".datagridwidget-body");
    if (grid) {
      new MutationObserver(count).observe(grid, { childList: true });
    }
  }

  if (typeof document === "undefined") {
    module.exports = { scaled, divided, euros, totals };
    return;
  }
  document.querySelectorAll("#centrale-lines").forEach(start);
})();

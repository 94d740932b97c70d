// The list of missions: what is chosen is asked at once, and the results come alone.
// The address is that of the page without JavaScript; going back shows what was there.
(() => {
  "use strict";

  const SHORT_PAUSE = 350;
  const form = document.getElementById("centrale-facets");
  const place = document.getElementById("centrale-missions");
  const summary = document.getElementById("centrale-summary");
  if (!form || !place) {
    return;
  }
  let turn = 0;
  let shown = asked();

  // -- what is asked -------------------------------------------------------------------

  function asked() {
    // plone.protect adds the token of the forms that change something to this one too.
    const pairs = [...new FormData(form)].filter(
      ([name, value]) => value.trim() && !name.startsWith("_"),
    );
    return new URLSearchParams(pairs).toString();
  }

  // The form shows what an address asks: after a link, and after going back.
  function showInForm(query) {
    const params = new URLSearchParams(query);
    for (const input of form.querySelectorAll("input[name]")) {
      const values = params.getAll(input.name);
      if (input.type === "checkbox") {
        input.checked = values.includes(input.value);
      } else if (input !== document.activeElement || input.type === "hidden") {
        input.value = values[0] || "";
      }
    }
    keepSort(params.get("sort") || "");
    for (const facet of form.querySelectorAll("details")) {
      showChosen(facet);
    }
  }

  function keepSort(value) {
    let input = form.querySelector("input[name=sort]");
    if (!input) {
      input = document.createElement("input");
      input.type = "hidden";
      input.name = "sort";
      form.append(input);
    }
    input.value = value;
  }

  function showChosen(facet) {
    const inputs = [...facet.querySelectorAll("input[name]")];
    const chosen = inputs.filter((each) =>
      each.type === "checkbox" ? each.checked : each.value,
    );
    const badge = facet.querySelector(".centrale-chosen");
    badge.textContent = chosen.length;
    badge.hidden = !chosen.length;
  }

  // -- the answer ----------------------------------------------------------------------

  async function follow(query, push = true) {
    const mine = ++turn;
    place.setAttribute("aria-busy", "true");
    let text = null;
    try {
      const answer = await fetch(`${form.dataset.results}?${query}`, {
        credentials: "same-origin",
      });
      // A session that ended leads to the login, which is no list.
      text = answer.ok && !answer.redirected ? await answer.text() : null;
    } catch (error) {
      text = null;
    }
    if (mine !== turn) {
      return;
    }
    const url = query ? `${form.action}?${query}` : form.action;
    if (text === null) {
      window.location.assign(url);
      return;
    }
    shown = query;
    show(text);
    if (push) {
      window.history.pushState({ query }, "", url);
    }
  }

  function show(text) {
    const focused = focusPlace();
    place.innerHTML = text;
    place.removeAttribute("aria-busy");
    const results = place.querySelector(".centrale-results");
    summary.textContent = results.dataset.summary;
    showCounts(JSON.parse(results.dataset.counts));
    prepare();
    if (focused >= 0) {
      const links = place.querySelectorAll("a.centrale-sort");
      (links[focused] || summary).focus();
    }
  }

  // Which heading has the focus, to give it back.
  function focusPlace() {
    const links = [...place.querySelectorAll("a.centrale-sort")];
    return links.indexOf(document.activeElement);
  }

  function showCounts(counts) {
    for (const input of form.querySelectorAll(".centrale-choices input")) {
      const count = (counts[input.name] || {})[input.value] || 0;
      const label = input.closest("label");
      label.querySelector(".centrale-count").textContent = count;
      label.classList.toggle("centrale-none", !count);
    }
  }

  // What only works with JavaScript is shown by it.
  function prepare() {
    for (const box of place.querySelectorAll(".centrale-all")) {
      box.hidden = false;
    }
  }

  // -- what people do ------------------------------------------------------------------

  // Leaving a field that was read already changes nothing.
  function ask() {
    const query = asked();
    if (query !== shown) {
      follow(query);
    }
  }

  let waiting = 0;
  function soon() {
    clearTimeout(waiting);
    waiting = setTimeout(ask, SHORT_PAUSE);
  }

  form.addEventListener("change", (event) => {
    if (event.target.name) {
      const facet = event.target.closest("details");
      if (facet) {
        showChosen(facet);
      }
      soon();
    }
  });
  form.addEventListener("input", (event) => {
    if (event.target.type === "search") {
      soon();
    }
    if (event.target.classList.contains("centrale-narrow")) {
      narrow(event.target);
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    follow(asked());
  });

  function plain(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  }

  function narrow(input) {
    const wanted = plain(input.value.trim());
    for (const label of input.parentElement.querySelectorAll("label")) {
      const fits = plain(label.textContent).includes(wanted);
      label.classList.toggle("d-none", !fits);
    }
  }

  // One facet is open at a time; Escape closes it.
  form.addEventListener(
    "toggle",
    (event) => {
      if (event.target.open) {
        for (const other of form.querySelectorAll("details[open]")) {
          other.open = other === event.target;
        }
      }
    },
    true,
  );
  form.addEventListener("keydown", (event) => {
    const facet = event.target.closest("details[open]");
    if (event.key === "Escape" && facet) {
      facet.open = false;
      facet.querySelector("summary").focus();
    }
    // Enter in a field that narrows choices does not send the form.
    if (event.key === "Enter" && event.target.classList.contains("centrale-narrow")) {
      event.preventDefault();
    }
  });
  document.addEventListener("click", (event) => {
    for (const facet of form.querySelectorAll("details[open]")) {
      facet.open = facet.contains(event.target);
    }
  });

  place.addEventListener("click", (event) => {
    const link = event.target.closest("a.centrale-follow, .pagination a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) {
      return;
    }
    event.preventDefault();
    const query = new URL(link.href).search.slice(1);
    showInForm(query);
    follow(query);
    if (link.closest(".pagination")) {
      summary.scrollIntoView({ block: "start" });
    }
  });
  place.addEventListener("change", (event) => {
    if (event.target.classList.contains("centrale-all")) {
      for (const box of place.querySelectorAll("tbody input[name=uid]")) {
        box.checked = event.target.checked;
      }
    }
  });
  window.addEventListener("popstate", () => {
    const query = window.location.search.slice(1);
    showInForm(query);
    follow(query, false);
  });

  for (const input of form.querySelectorAll(".centrale-narrow")) {
    input.hidden = false;
  }
  prepare();
})();

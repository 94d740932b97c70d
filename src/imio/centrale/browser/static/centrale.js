// A form marked "centrale-once" is sent once: the second press of a button does nothing.
// Without JavaScript the server tells that it was already done.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.classList.contains("centrale-once")) {
    return;
  }
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});
// Back in the browser shows the page as it was left: it may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form.centrale-once")) {
    delete form.dataset.sent;
  }
});
// On our pages the switch of Plone's toolbar can be named, reached and pressed by keyboard.
document.addEventListener("DOMContentLoaded", () => {
  const toggle = document.querySelector(
    ".centrale-page a.toolbar-collapse:not([href])",
  );
  if (!toggle) {
    return;
  }
  toggle.setAttribute("role", "button");
  toggle.setAttribute("tabindex", "0");
  toggle.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      toggle.click();
    }
  });
});
// A button that copies a code is there for those whose browser can.
document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-centrale-copy]")) {
    button.hidden = !navigator.clipboard;
  }
});
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-centrale-copy]");
  if (!button) {
    return;
  }
  const code = document.getElementById(button.dataset.centraleCopy);
  await navigator.clipboard.writeText(code.textContent.trim());
  button.textContent = button.dataset.done;
});
// Plone hides the words of its toolbar on a narrow screen: they stay the names of its links,
// those too that Plone's scripts write later.
document.addEventListener("DOMContentLoaded", () => {
  const links = document.querySelectorAll(
    ".centrale-page #edit-zone a:not([aria-label])",
  );
  for (const link of links) {
    const name = () => {
      const words = link.textContent.trim().replace(/\s+/g, " ");
      if (words) {
        link.setAttribute("aria-label", words);
      }
    };
    name();
    new MutationObserver(name).observe(link, { childList: true, subtree: true });
  }
});
// A grid adds a row when one leaves its last. Not while nothing is typed in that one: the
// keyboard would never come out of the grid.
document.addEventListener(
  "focusout",
  (event) => {
    const grid = event.target.closest(".centrale-page .pat-datagridfield");
    const row = event.target.closest(".datagridwidget-row");
    if (!grid || !row) {
      return;
    }
    const rows = grid.querySelectorAll(".datagridwidget-row:not([data-index=TT])");
    const typed = row.querySelectorAll(
      "textarea, input:not([type=hidden], [type=radio], [type=checkbox])",
    );
    const isEmpty = ![...typed].some((field) => field.value.trim());
    if (row === rows[rows.length - 1] && isEmpty) {
      event.stopPropagation();
    }
  },
  true,
);
// A table that is wider than the screen and has no link is scrolled by keyboard too.
document.addEventListener("DOMContentLoaded", () => {
  for (const region of document.querySelectorAll(".centrale-page .table-responsive")) {
    if (!region.querySelector("a[href], button, input, select, textarea")) {
      region.tabIndex = 0;
    }
  }
});

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

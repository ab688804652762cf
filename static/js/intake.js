/* Visit and intake pages: put what the record answers into the fields. */
(() => {
  "use strict";
  const on = (type, handler) => document.addEventListener(type, handler);

  /* values: name of a field → value. Without `force`, what somebody typed stays. */
  function fill(form, values, force) {
    for (const [name, value] of Object.entries(values)) {
      const field = form.elements[name];
      if (!field) continue;
      if (field.type === "checkbox") field.checked = field.checked || Boolean(value);
      else if (force || !field.value || field.type === "hidden") field.value = value ?? "";
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  on("htmx:afterSwap", (event) => {
    const answer = event.target.querySelector?.("[data-fill]");
    const form = answer?.closest("form");
    if (!form) return;
    fill(form, JSON.parse(answer.dataset.fill), false);
    fill(form, JSON.parse(answer.dataset.force), true);
  });

  on("click", (event) => {
    const choice = event.target instanceof Element && event.target.closest("[data-choose]");
    if (!choice) return;
    const form = choice.closest("form");
    fill(form, JSON.parse(choice.dataset.force), true);
    const place = choice.closest(".found");
    place.replaceChildren();
    place.closest("[data-row]").querySelector("input:not([type=hidden])")?.focus();
  });
})();

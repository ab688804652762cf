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
      else if (force || !field.value || field.type === "hidden") {
        field.value = value ?? "";
        /* Who is about to type here replaces what came from the record. */
        if (field === document.activeElement) field.select?.();
      }
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /* What is being sent is not kept as a draft once more. */
  on("htmx:beforeRequest", (event) => {
    if (event.target.matches?.("form[data-autosave]") && event.target.dataset.sent) event.preventDefault();
  });

  on("htmx:afterSwap", (event) => {
    const answer = event.target.querySelector?.("[data-fill]");
    const form = answer?.closest("form");
    if (!form) return;
    fill(form, JSON.parse(answer.dataset.fill), false);
    fill(form, JSON.parse(answer.dataset.force), true);
  });

  /* Who came together mostly does the same work: a choice goes on to those below who have none yet. */
  on("change", (event) => {
    const choice = event.target;
    const kind = choice.name?.match(/^workers-(\d+)-(worker_type|relation_type)$/);
    if (!kind) return;
    for (const row of rowsOf(choice.form, "workers")) {
      const below = row.querySelector(`[name$="-${kind[2]}"]`);
      if (Number(numberOf(row, "workers")) > Number(kind[1]) && !below.value) below.value = choice.value;
    }
  });

  /* One field for a sum in each claim for each person who is in. */
  const numberOf = (row, pattern) => row.querySelector(`[name^="${pattern}-"]`)?.name.split("-")[1];
  const rowsOf = (form, name) => [...form.querySelectorAll(`[data-formset="${name}"] > [data-rows] > [data-row]`)];
  function placeSums(form) {
    const template = document.getElementById("sum-template");
    if (!template) return;
    for (const claim of rowsOf(form, "claims")) {
      const n = numberOf(claim, "claims");
      const place = claim.querySelector("[data-sums]");
      for (const person of rowsOf(form, "workers")) {
        const i = numberOf(person, "workers");
        let field = place.querySelector(`[name="claims-${n}-sum-${i}"]`)?.closest(".field");
        if (person.hidden) {
          field?.remove();
          continue;
        }
        if (!field) {
          const html = template.innerHTML.replaceAll("__claim__", n).replaceAll("__person__", i);
          place.insertAdjacentHTML("beforeend", html);
          field = place.lastElementChild;
        }
        const name = form.elements[`workers-${i}-name`].value.trim();
        if (name) field.querySelector("label").textContent = name;
      }
    }
  }
  on("input", (event) => { if (event.target.closest?.("form[data-autosave]")) placeSums(event.target.closest("form")); });

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

/* The agreement form: sums by share of the claimed, live totals, the parts of the chosen payment plan. */
(() => {
  "use strict";
  const form = document.querySelector("[data-agreement]");
  if (!form) return;

  /* Sums are counted in fen, as BigInt: no fraction is ever lost. */
  function fen(text) {
    const match = /^(\d*)(?:\.(\d{0,2}))?$/.exec(text.normalize("NFKC").replace(/[\s,]/g, ""));
    if (!match || !(match[1] || match[2])) return null;
    return BigInt(match[1] || "0") * 100n + BigInt((match[2] || "").padEnd(2, "0"));
  }
  function yuan(sum, grouped = true) {
    const digits = String(sum < 0n ? -sum : sum).padStart(3, "0");
    let whole = digits.slice(0, -2);
    if (grouped) whole = whole.replace(/\B(?=(\d{3})+$)/g, ",");
    return `${sum < 0n ? "−" : ""}${whole}.${digits.slice(-2)}`;
  }
  const sums = () => [...form.querySelectorAll("input[data-claimed]")];
  const settles = (input) => form.elements[`settles_${input.dataset.claimant}`]?.checked ?? true;
  const show = (name, sum) => {
    for (const place of form.querySelectorAll(`[data-total="${name}"]`)) place.textContent = yuan(sum);
  };

  function update() {
    let claimed = 0n, agreed = 0n, scheduled = 0n;
    for (const input of sums()) {
      const taken = settles(input);
      input.readOnly = !taken;
      if (!taken) continue;
      claimed += fen(input.dataset.claimed);
      agreed += fen(input.value) ?? 0n;
    }
    for (const input of form.querySelectorAll("[data-row]:not([hidden]) [name$=-amount]")) scheduled += fen(input.value) ?? 0n;
    show("claimed", claimed);
    show("agreed", agreed);
    show("gap", claimed - agreed);
    show("scheduled", scheduled);
    show("unscheduled", agreed - scheduled);
    const plan = form.elements.plan.value;
    for (const part of form.querySelectorAll("[data-plan]")) part.hidden = !part.dataset.plan.split(" ").includes(plan);
  }

  /* Share in hundredths of a percent, half a fen rounded up. */
  function fill(percent) {
    const share = fen(percent);
    if (share === null) return;
    for (const input of sums()) if (settles(input)) input.value = yuan((fen(input.dataset.claimed) * share + 5000n) / 10000n, false);
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-share]");
    if (button) fill(button.dataset.share || form.querySelector("[data-share-percent]").value);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("[data-share-percent]")) {
      event.preventDefault();
      fill(event.target.value);
    }
  });
  form.addEventListener("input", update);
  form.addEventListener("change", update);
  for (const part of form.querySelectorAll("[data-needs-script]")) part.hidden = false;
  update();
})();

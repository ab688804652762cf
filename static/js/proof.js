/* The proof beside the sum: larger, smaller, turned. Sizes are set by script, since the page carries no inline styles. */
(() => {
  "use strict";
  const stage = document.querySelector("[data-proof-stage]");
  const tools = document.querySelector("[data-proof-tools]");
  const sheet = stage?.querySelector(".sheet");
  if (!sheet || !tools) return;
  const steps = [1, 1.5, 2, 3, 4];
  let size = 0;
  let turns = 0;

  function show() {
    const [width, height] = [stage.clientWidth * steps[size], stage.clientHeight * steps[size]];
    const lies = turns % 2 === 1;
    stage.classList.toggle("turned", size > 0 || turns > 0);
    sheet.style.width = `${lies ? height : width}px`;
    sheet.style.height = `${lies ? width : height}px`;
    sheet.style.transformOrigin = "0 0";
    const moved = ["", `translate(${width}px, 0)`, `translate(${width}px, ${height}px)`, `translate(0, ${height}px)`][turns];
    sheet.style.transform = turns ? `${moved} rotate(${turns * 90}deg)` : "";
    tools.querySelector("[data-proof=in]").disabled = size === steps.length - 1;
    tools.querySelector("[data-proof=out]").disabled = size === 0;
    tools.querySelector("[data-proof-says]").textContent = `${steps[size] * 100} %${turns ? ` · ${turns * 90}°` : ""}`;
  }
  tools.addEventListener("click", (event) => {
    const act = event.target.closest("[data-proof]")?.dataset.proof;
    if (act === "in" && size < steps.length - 1) size += 1;
    if (act === "out" && size > 0) size -= 1;
    if (act === "turn") turns = (turns + 1) % 4;
    if (act) show();
  });
  window.addEventListener("resize", show);
  tools.hidden = false;
  show();
})();

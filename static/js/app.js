/* Behaviour shared by all pages. Every listener is delegated; pages opt in with data attributes. */
(() => {
  "use strict";
  const root = document.documentElement;
  const on = (type, handler, capture = false) => document.addEventListener(type, handler, capture);
  const closest = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);
  const words = () => document.getElementById("toasts")?.dataset ?? {};

  /* Toasts: short news, and failures with what to do next. */
  function toast(text, { bad = false, href = "", link = "" } = {}) {
    const place = document.getElementById("toasts");
    if (!place || !text) return;
    const box = document.createElement("div");
    box.className = bad ? "toast bad" : "toast";
    box.append(Object.assign(document.createElement("span"), { textContent: text }));
    if (href) box.append(Object.assign(document.createElement("a"), { href, textContent: link, target: "_blank", rel: "noopener" }));
    const close = Object.assign(document.createElement("button"), { type: "button", className: "x", textContent: "×" });
    close.setAttribute("aria-label", words().close);
    close.dataset.dismiss = "";
    box.append(close);
    place.replaceChildren(box);
    if (!bad) setTimeout(() => box.remove(), 4000);
  }

  /* Theme and keyboard preferences, kept in this browser. */
  const shortcutsOn = () => localStorage.getItem("shortcuts") !== "off";
  function showPreferences() {
    const theme = localStorage.getItem("theme") || "auto";
    const keys = shortcutsOn() ? "on" : "off";
    for (const b of document.querySelectorAll("[data-theme-choice]")) b.setAttribute("aria-pressed", String(b.dataset.themeChoice === theme));
    for (const b of document.querySelectorAll("[data-shortcuts-choice]")) b.setAttribute("aria-pressed", String(b.dataset.shortcutsChoice === keys));
  }
  on("click", (event) => {
    const theme = closest(event, "[data-theme-choice]")?.dataset.themeChoice;
    const keys = closest(event, "[data-shortcuts-choice]")?.dataset.shortcutsChoice;
    if (theme) {
      localStorage.setItem("theme", theme);
      if (theme === "auto") delete root.dataset.theme;
      else root.dataset.theme = theme;
    }
    if (keys) localStorage.setItem("shortcuts", keys);
    if (theme || keys) showPreferences();
  });

  /* Keyboard: "/" to search, "g" and a letter to a section, Esc to leave. */
  let awaitingSection = 0;
  const typing = (el) => el instanceof Element && (el.matches("input, select, textarea") || el.isContentEditable);
  on("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      resetConfirm();
      const menu = document.querySelector("details.menu[open]");
      if (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      } else if (typing(document.activeElement)) document.activeElement.blur();
      return;
    }
    if (typing(event.target) || !shortcutsOn()) return;
    const key = event.key.toLowerCase();
    if (awaitingSection && Date.now() - awaitingSection < 1500) {
      awaitingSection = 0;
      const link = [...document.querySelectorAll("a[data-key]")].find((a) => a.dataset.key.toLowerCase() === key);
      if (link) {
        event.preventDefault();
        link.click();
      }
    } else if (key === "/") {
      const search = document.querySelector("[data-search]");
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    } else if (key === "g") awaitingSection = Date.now();
    else {
      /* What a page gives a key: a link or a tool is pressed, what decides is only gone to and waits for Enter. */
      const named = document.querySelector(`[data-shortcut="${CSS.escape(key)}"]`);
      if (!named) return;
      event.preventDefault();
      if (named.type === "submit") named.focus();
      else named.click();
    }
  });

  /* Menus close when the user turns elsewhere. */
  on("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
    closest(event, "[data-dismiss]")?.parentElement.remove();
  });

  /* A button with data-confirm asks in its own place before it acts. */
  let asking = null;
  function resetConfirm() {
    if (!asking) return;
    asking.button.textContent = asking.label;
    asking.button.classList.remove("confirming");
    asking = null;
  }
  on("click", (event) => {
    const button = closest(event, "[data-confirm]");
    if (asking && asking.button !== button) resetConfirm();
    if (!button) return;
    if (asking) return resetConfirm();
    event.preventDefault();
    event.stopImmediatePropagation();
    asking = { button, label: button.textContent };
    button.textContent = button.dataset.confirm;
    button.classList.add("confirming");
    const status = document.getElementById("status");
    if (status) status.textContent = button.dataset.confirm;
  }, true);
  on("focusout", (event) => { if (asking?.button === event.target) resetConfirm(); });

  on("click", (event) => { if (closest(event, "[data-print]")) window.print(); });

  /* Copy the value named by data-copy. */
  on("click", async (event) => {
    const button = closest(event, "[data-copy]");
    if (!button) return;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      toast(words().copied);
    } catch {
      toast(`${words().copyFailed} ${button.dataset.copy}`, { bad: true });
    }
  });

  /* A reading that is offered is put into its field, and the question goes. */
  function take(button) {
    const input = document.getElementById(button.dataset.into);
    if (!input) return;
    input.value = button.dataset.take;
    for (const other of document.querySelectorAll(`[data-take][data-into="${CSS.escape(input.id)}"]`)) other.remove();
    document.getElementById(`${input.id}_error`)?.remove();
    input.removeAttribute("aria-invalid");
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.focus();
  }
  on("click", (event) => {
    const one = closest(event, "[data-take]");
    const all = closest(event, "[data-take-all]");
    if (one) take(one);
    if (!all) return;
    const inColumn = [...document.querySelectorAll("[data-take]")].filter((b) => b.dataset.column === all.dataset.takeAll);
    for (const button of inColumn) if (button.isConnected) take(button);
    all.remove();
  });

  /* What is done in parts goes on by itself. */
  window.addEventListener("pageshow", () => {
    const form = document.querySelector("form[data-go-on]");
    form?.requestSubmit(form.querySelector("[name=do][value=add]"));
  });

  /* A box that ticks all of its form, and shows when all are ticked. */
  on("change", (event) => {
    const form = event.target.form;
    const all = form?.querySelector("[data-tick-all]");
    if (!all) return;
    const boxes = [...form.elements].filter((box) => box.type === "checkbox" && box !== all);
    if (event.target === all) for (const box of boxes) box.checked = all.checked;
    else all.checked = boxes.every((box) => box.checked);
  });

  /* What was typed is not lost by leaving: forms with data-guard. */
  const dirty = new Set();
  on("input", (event) => { const form = closest(event, "form[data-guard]"); if (form) dirty.add(form); });
  on("submit", (event) => dirty.delete(event.target));
  window.addEventListener("beforeunload", (event) => {
    for (const form of dirty) if (form.isConnected) return event.preventDefault();
  });

  /* A date that does not exist would be sent as none at all: the form stays, and the field says so. */
  on("submit", (event) => {
    const wrong = [...event.target.elements].find((field) => field.validity?.badInput);
    if (!wrong) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    wrong.reportValidity();
  }, true);

  /* A plain form is sent once, with the newest CSRF token (a sign-in in another tab renews it). */
  const csrfToken = () => document.cookie.match(/(?:^|; )[^=;]*csrftoken=([^;]+)/)?.[1]
    ?? document.querySelector("meta[name=csrf-token]")?.content;
  on("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    const field = form.elements.csrfmiddlewaretoken;
    if (field && csrfToken()) field.value = csrfToken();
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
    setTimeout(() => release(form), 5000);
  });
  function release(form) {
    delete form.dataset.sent;
    for (const b of form.querySelectorAll("[aria-busy]")) b.removeAttribute("aria-busy");
  }
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

  /* A chosen file shows its name and size; data-max-bytes is checked before sending. */
  const size = (bytes) => (bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`);
  on("change", (event) => {
    const input = closest(event, "input[type=file]");
    const out = input?.closest(".upload")?.querySelector(".chosen");
    if (!out) return;
    const files = [...input.files];
    const limit = Number(input.dataset.maxBytes || 0);
    const tooBig = limit > 0 && files.some((f) => f.size > limit);
    out.textContent = files.map((f) => `${f.name} · ${size(f.size)}`).join(", ");
    if (tooBig) out.textContent += ` — ${words().tooBig} ${size(limit)}`;
    out.classList.toggle("over", tooBig);
    input.setCustomValidity(tooBig ? `${words().tooBig} ${size(limit)}` : "");
  });

  /* Rows of a formset: add from <template>, remove by ticking DELETE. */
  function addRow(set) {
    const total = set.querySelector(`[name="${set.dataset.formset}-TOTAL_FORMS"]`);
    const html = set.querySelector("template").innerHTML.replaceAll("__prefix__", total.value);
    set.querySelector("[data-rows]").insertAdjacentHTML("beforeend", html);
    total.value = Number(total.value) + 1;
    const row = set.querySelector("[data-rows]").lastElementChild;
    window.htmx?.process(row);
    return row;
  }
  /* With data-grow, whoever types into the last row finds a next one; one that stays blank is none. */
  on("input", (event) => {
    const row = closest(event, "[data-grow] [data-row]");
    if (row && !row.nextElementSibling && event.isTrusted) addRow(row.closest("[data-formset]"));
  });
  on("click", (event) => {
    const add = closest(event, "[data-add-row]");
    const remove = closest(event, "[data-remove-row]");
    const set = (add || remove)?.closest("[data-formset]");
    if (!set) return;
    if (add) {
      const row = addRow(set);
      row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    } else {
      const row = remove.closest("[data-row]");
      row.querySelector("[name$=-DELETE]").checked = true;
      row.hidden = true;
      for (const field of row.querySelectorAll("[required]")) field.required = false;
    }
    const form = set.closest("form");
    form?.dispatchEvent(new Event("input", { bubbles: true }));
  });

  /* A day is typed or pasted as people write it: the server reads it, the field shows how. The calendar is the browser's. */
  async function readDay(input) {
    const said = input.parentElement.querySelector(".said");
    const typed = input.value;
    said.textContent = "";
    said.classList.remove("over");
    if (!typed.trim()) return;
    try {
      const address = new URL(input.dataset.day, location.href);
      address.searchParams.set("text", typed);
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (!answer.ok || input.value !== typed) return;
      const read = await answer.json();
      said.textContent = read.error ?? read.said;
      said.classList.toggle("over", Boolean(read.error));
      if (read.value && read.value !== typed) {
        input.value = read.value;
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }
    } catch {
      /* Without an answer the text stays, and is read when the form is sent. */
    }
  }
  on("change", (event) => {
    const day = closest(event, ".day");
    if (!day) return;
    const input = day.querySelector("[data-day]");
    if (event.target.matches(".picker")) {
      input.value = event.target.value.replace("T", " ");
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
    readDay(input);
  });
  on("click", (event) => {
    const day = closest(event, "[data-pick-day]")?.parentElement;
    if (!day) return;
    const picker = day.querySelector(".picker");
    picker.value = day.querySelector("[data-day]").value;
    picker.showPicker();
  });

  /* htmx: token, autosave line, failures. */
  function autosave(event, state) {
    const form = event.detail.elt;
    const line = form.matches("form[data-autosave]") && form.querySelector("[data-autosave-status]");
    if (!line) return;
    const time = new Date().toLocaleTimeString(root.lang, { hour: "2-digit", minute: "2-digit" });
    line.textContent = state === "saved" ? `${line.dataset.saved} ${time}` : line.dataset[state];
    line.classList.toggle("failed", state === "failed");
    if (state === "saved") dirty.delete(form);
  }
  const signedOut = () => toast(words().signedOut, { bad: true, href: document.body.dataset.loginUrl, link: words().signIn });
  on("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = csrfToken();
    /* Whoever is typing is not led away from the form by what the page sends by itself. */
    if (event.detail.triggeringEvent?.type !== "submit") event.detail.headers["X-Background"] = "yes";
  });
  on("htmx:beforeRequest", (event) => autosave(event, "saving"));
  on("htmx:afterRequest", (event) => autosave(event, event.detail.successful ? "saved" : "failed"));
  on("htmx:sendError", () => toast(words().offline, { bad: true }));
  on("htmx:timeout", () => toast(words().offline, { bad: true }));
  function failed(status) {
    if (status === 401) signedOut();
    else toast(words()[`e${status}`] || words().failed, { bad: true });
  }
  on("htmx:responseError", (event) => failed(event.detail.xhr.status));
  function isSignIn(request) {
    const login = document.body.dataset.loginUrl;
    const answer = request.responseURL;
    return login && answer && new URL(answer).pathname === login && location.pathname !== login;
  }
  on("htmx:beforeSwap", (event) => {
    if (!isSignIn(event.detail.xhr)) return;
    event.detail.shouldSwap = false;
    signedOut();
  });
  /* An answer that is put nowhere, as that to a kept draft, moves nobody from the field he writes in. */
  on("htmx:afterSwap", (event) => {
    if (event.target.matches?.("[hx-swap=none]")) return;
    event.target.querySelector?.("[data-focus]")?.focus();
  });

  /* On a phone a card lies folded to its heading and a line; or only the lines of it that its attribute names. */
  const unfolded = new Set();
  function foldOnPhone(cards) {
    if (!window.matchMedia("(max-width: 700px)").matches) return;
    for (const card of cards) {
      const lines = card.dataset.foldOnPhone;
      const isBegun = card.querySelector("[aria-invalid=true]") || [...card.querySelectorAll("textarea")].some((field) => field.value);
      if (isBegun || (lines && !card.querySelector(lines))) continue;
      const button = Object.assign(document.createElement("button"), { type: "button", className: "linkish unfold" });
      button.append(document.createElement("span"), Object.assign(document.createElement("span"), { className: "vh", textContent: card.querySelector("h2").textContent }));
      card.querySelector("header").append(button);
      fold(card, !unfolded.has(card.id));
    }
  }
  function fold(card, isFolded) {
    const button = card.querySelector(".unfold");
    card.classList.toggle(card.dataset.foldOnPhone ? "part-folded" : "folded", isFolded);
    button.setAttribute("aria-expanded", String(!isFolded));
    button.firstChild.textContent = isFolded ? words().unfold : words().foldUp;
    unfolded[isFolded ? "delete" : "add"](card.id);
  }
  function unfoldAimedAt() {
    const aim = document.getElementById(location.hash.slice(1));
    const card = aim?.closest("[data-fold-on-phone]");
    if (!card?.querySelector(".unfold")) return;
    fold(card, false);
    aim.scrollIntoView();
  }
  on("click", (event) => {
    const button = closest(event, ".unfold");
    if (button) fold(button.closest("[data-fold-on-phone]"), button.getAttribute("aria-expanded") === "true");
  });
  window.addEventListener("hashchange", unfoldAimedAt);
  /* What comes later is folded as its place was. */
  on("htmx:load", ({ detail }) => { if (detail.elt.matches("[data-fold-on-phone]")) foldOnPhone([detail.elt]); });

  /* Paper shows all: a section that waits to be scrolled to is fetched while the browser waits. */
  window.addEventListener("beforeprint", () => {
    for (const place of document.querySelectorAll("[data-later]")) {
      const { id } = place;
      const request = new XMLHttpRequest();
      request.open("GET", place.getAttribute("hx-get"), false);
      request.setRequestHeader("HX-Request", "true");
      request.setRequestHeader("X-Background", "yes");
      try {
        request.send();
      } catch {
        return toast(words().offline, { bad: true });
      }
      if (isSignIn(request)) return signedOut();
      if (request.status !== 200) return failed(request.status);
      place.outerHTML = request.responseText;
      window.htmx.process(document.getElementById(id));
    }
  });

  /* Where the sections scroll, the present one is in sight. */
  function showSection() {
    const row = document.querySelector(".sections");
    const here = row?.querySelector("[aria-current]");
    if (here) row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
  }

  showPreferences();
  foldOnPhone(document.querySelectorAll("[data-fold-on-phone]"));
  unfoldAimedAt();
  showSection();
  document.querySelector("[data-focus]")?.focus();
})();

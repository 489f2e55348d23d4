// Keys, and pages that follow. Without it the pages work by links and forms.
"use strict";
(() => {
  const one = (query, root = document) => root.querySelector(query);
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const main = () => one("#main");
  const isDocument = () => main()?.dataset.kind === "document";
  let current = null;
  let sending = false;

  const points = () => all("[data-point]", main()).filter((point) => !point.closest("details:not([open])"));

  // The source line and the place on the printed page of a point.
  const show = (point) => {
    all(".line.at").forEach((line) => line.classList.remove("at"));
    all(".spot").forEach((spot) => spot.remove());
    const within = (pane, element, share) => {
      const top = element.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop;
      pane.scrollTo({ top: top - pane.clientHeight * share });
    };
    const line = point.dataset.line && document.getElementById("L" + point.dataset.line);
    if (line) {
      line.classList.add("at");
      within(one("section.source"), line, 0.3);
    }
    const page = point.dataset.page && document.getElementById("page-" + point.dataset.page);
    if (!page) return;
    all("img", page).forEach((image) => (image.loading = "eager"));
    const [left, top, width, height] = (point.dataset.area || "0 0 0 0").split(" ").map(Number);
    const spot = document.createElement("div");
    spot.className = "spot";
    const sheet = one(".sheet", page);
    spot.style.left = left * 100 + "%";
    spot.style.width = width * 100 + "%";
    spot.style.top = top * sheet.clientHeight + "px";
    spot.style.height = height * sheet.clientHeight + "px";
    page.append(spot);
    within(one("section.pages"), spot, 0.4);
  };

  const select = (point, focus = true) => {
    if (!point) return;
    all("[aria-current]", main()).forEach((other) => other.removeAttribute("aria-current"));
    point.setAttribute("aria-current", "true");
    current = point.dataset.point || null;
    if (focus) (isDocument() ? point : one("a", point))?.focus({ preventScroll: true });
    point.scrollIntoView({ block: "nearest" });
    if (isDocument()) show(point);
  };

  const selected = () => one('[aria-current="true"][data-point]', main());

  const step = (by) => {
    const list = points();
    const at = list.indexOf(selected());
    select(list[at < 0 ? 0 : Math.min(Math.max(at + by, 0), list.length - 1)]);
  };

  // After a decision the next open point; after an undo the point itself.
  const arrive = () => {
    const { at, undone } = main().dataset;
    const list = points();
    const here = at && document.getElementById("p-" + at);
    if (at === "facts" || (here && undone !== undefined)) {
      select(at === "facts" ? list.find((point) => "open" in point.dataset) || list[0] : here);
      return;
    }
    const from = here ? list.indexOf(here) : -1;
    const open = (point) => "open" in point.dataset;
    const next = list.slice(from + 1).find(open) || list.find(open);
    if (next) select(next);
    else if (here) select(here, false), one("button.publish:not(:disabled)")?.focus();
    else if (isDocument()) select(list[0], false);
  };

  // Puts what changed in place of the old and leaves all else where it is: to set a long text anew is what takes
  // the time. Parts that have the same parts in them are gone into.
  const renew = (old, fresh) => {
    if (old.isEqualNode(fresh)) return;
    const [had, next] = [[...old.children], [...fresh.children]];
    const words = (part) => [...part.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join("\n");
    const isFrame =
      had.length > 0 &&
      had.length === next.length &&
      words(old) === words(fresh) &&
      old.cloneNode(false).isEqualNode(fresh.cloneNode(false)) &&
      had.every((part, at) => part.localName === next[at].localName && part.id === next[at].id);
    if (isFrame) had.forEach((part, at) => renew(part, next[at]));
    else old.replaceWith(document.adoptNode(fresh));
  };

  // Takes the new page's content; pages, lines and points that did not change stay.
  const swap = (html, url) => {
    const next = new DOMParser().parseFromString(html, "text/html");
    const fresh = one("#main", next);
    const panes = ["section.source", "section.work", "section.pages"];
    if (!fresh || panes.some((pane) => !one(pane, fresh) || !one(pane))) {
      location.assign(url);
      return;
    }
    // What the script put there is no change, and neither is the state that each form sends.
    all(".line.at").forEach((line) => line.classList.remove("at"));
    all(".spot").forEach((spot) => spot.remove());
    all("[aria-current]", main()).forEach((point) => point.removeAttribute("aria-current"));
    const state = one("input[name=state]", fresh)?.getAttribute("value");
    if (state) all("input[name=state]").forEach((field) => field.setAttribute("value", state));
    const work = one("section.work");
    const top = work.scrollTop;
    const title = (details) => one("summary", details).textContent.split("(")[0];
    const opened = all(":scope > details[open]", work).map(title);
    all("section.work > details", fresh).forEach((details) => (details.open = opened.includes(title(details))));
    // Bands that are seen now are fetched at once; the others when they are to be seen.
    const pane = one("section.pages").getBoundingClientRect();
    all("figure img").forEach((old) => {
      const image = fresh.querySelector("#" + old.id);
      const box = old.getBoundingClientRect();
      const isSeen = box.bottom > pane.top && box.top < pane.bottom;
      if (image) image.loading = isSeen ? "eager" : old.loading;
      if (isSeen) old.loading = "eager";
    });
    for (const pane of panes) renew(one(pane), one(pane, fresh));
    all(":scope > .alert, :scope > .done", main()).forEach((said) => said.remove());
    main().prepend(...all(":scope > .alert, :scope > .done", fresh).map((said) => document.adoptNode(said)));
    main().dataset.at = fresh.dataset.at || "";
    delete main().dataset.undone;
    if (fresh.dataset.undone !== undefined) main().dataset.undone = fresh.dataset.undone;
    renew(one("body > header"), one("body > header", next));
    one("section.work").scrollTo({ top });
    const path = new URL(url).pathname;
    if (path !== location.pathname || location.search) history.replaceState(null, "", path);
    arrive();
    document.dispatchEvent(new Event("followed"));
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.method !== "post" || !isDocument() || form.closest("footer")) return;
    event.preventDefault();
    if (sending) return;
    sending = true;
    try {
      const body = new URLSearchParams(new FormData(form, event.submitter));
      if (body.get("note")) sessionStorage.setItem("reason", body.get("note"));
      const answer = await fetch(form.action, { method: "POST", body });
      swap(await answer.text(), answer.redirected ? answer.url : location.href);
    } finally {
      sending = false;
    }
  });

  const act = (key) => {
    const target = one(`[data-key="${key}"]`, selected() || main());
    if (!target) return false;
    if (target.matches("input")) {
      // The reason that was given last, to be taken over or typed over.
      if (!target.value) target.value = sessionStorage.getItem("reason") || "";
      target.focus();
      target.select();
    }
    else if (target.matches("summary")) {
      target.parentElement.open = true;
      one("input", target.parentElement)?.focus();
      one("input[name=extent]", target.parentElement)?.focus();
    } else if (!target.disabled) target.click();
    return true;
  };

  const help = () => {
    const dialog = one("#help");
    if (dialog.open) dialog.close();
    else dialog.showModal();
  };

  const uses = () => localStorage.getItem("keys") !== "off";

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    a: () => act("a"),
    r: () => act("r"),
    q: () => act("q"),
    e: () => act("e"),
    u: () => one('[data-key="u"]')?.click(),
    p: () => one('[data-key="p"]:not(:disabled)')?.click(),
    m: () => (one("#facts .missing input") || one("#facts input[name]:not([type=hidden])"))?.focus(),
    o: () => (isDocument() ? location.assign("/") : one("a", selected())?.click()),
    "?": help,
  };

  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("input, select, textarea");
    if (event.key === "Escape" && field) {
      field.blur();
      select(selected());
      return;
    }
    if (field && field.type !== "checkbox") return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!uses() && event.key !== "?") return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (!Object.hasOwn(keys, key) || (one("#help").open && key !== "?")) return;
    event.preventDefault();
    keys[key]();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-help]")) help();
    const point = event.target.closest("[data-point]");
    if (point && isDocument() && point !== selected()) select(point, !event.target.closest("a, button, input, summary"));
  });

  document.addEventListener("focusin", (event) => {
    const point = event.target.closest("[data-point]");
    if (point && point !== selected()) select(point, false);
  });

  document.addEventListener("change", (event) => {
    if (event.target.id === "use-keys") localStorage.setItem("keys", event.target.checked ? "on" : "off");
  });

  // What arrives appears by itself.
  const refresh = async () => {
    if (document.hidden || isDocument()) return;
    const answer = await fetch(location.href).catch(() => null);
    if (!answer?.ok) return;
    const fresh = one("#main", new DOMParser().parseFromString(await answer.text(), "text/html"));
    if (!fresh || fresh.innerHTML === main().dataset.seen) return;
    const was = one("a", selected() || document.createElement("p"))?.getAttribute("href");
    fresh.dataset.seen = fresh.innerHTML;
    main().replaceWith(document.adoptNode(fresh));
    const again = points().find((point) => one("a", point)?.getAttribute("href") === was);
    if (again) select(again, document.activeElement === document.body);
  };

  one("#use-keys").checked = uses();
  if (isDocument()) arrive();
  else if (main()?.dataset.kind === "queue") {
    select(points()[0]);
    setInterval(refresh, 2000);
  }
})();

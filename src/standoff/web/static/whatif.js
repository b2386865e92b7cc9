// A what-if asked again whenever a choice or a slider moves; without it the form asks by itself.
"use strict";

(() => {
  const form = document.querySelector("form.asked");
  if (!form) return;
  const WAIT_MS = 120;
  let asked = null, soon = 0;

  const query = () => new URLSearchParams(new FormData(form));

  const show = async () => {
    if (asked) asked.abort();
    const mine = asked = new AbortController();
    const old = document.getElementById("result");
    old.setAttribute("aria-busy", "true");
    const here = `${form.getAttribute("action")}?${query()}`;
    const there = here.replace("/what-if?", "/what-if/result?");
    try {
      let response = await fetch(there, { signal: mine.signal });
      while (response.headers.has("Refresh")) response = await fetch(there, { signal: mine.signal });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = response.ok ? page.body : page.querySelector("main");
      old.replaceChildren(...[...fresh.childNodes].map((node) => document.adoptNode(node)));
      history.replaceState(null, "", here);
    } catch (error) {
      if (error.name === "AbortError") return;
      old.textContent = `It could not be asked: ${error.message}`;
    }
    old.removeAttribute("aria-busy");
  };

  form.addEventListener("input", (event) => {
    const moved = event.target;
    // Another choice brings other sliders with it: the page is asked for anew.
    if (moved.name === "scenario") { form.submit(); return; }
    if (moved.type === "range") {
      const whole = form.elements[`whole.${moved.id}`];
      if (whole) whole.checked = false;
      moved.setAttribute("aria-valuetext", moved.value);
    }
    clearTimeout(soon);
    soon = setTimeout(show, WAIT_MS);
  });
})();

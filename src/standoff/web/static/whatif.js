// A what-if asked again whenever a choice or a slider moves; without it the form asks by itself.
"use strict";

(() => {
  const form = document.querySelector("form.asked");
  if (!form) return;
  const WAIT_MS = 120;
  let asked = null, soon = 0;

  const shown = (slider) => form.querySelector(`output[for="${slider}"]`);
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
      const told = `${Math.round(moved.value * moved.dataset.scale * 100) / 100}${moved.dataset.unit}`;
      moved.setAttribute("aria-valuetext", told);
      shown(moved.id).textContent = told;
    } else if (moved.name.startsWith("whole.")) {
      const slider = form.elements[`v.${moved.name.slice(6)}`];
      const here = shown(slider.id);
      here.textContent = moved.checked ? here.dataset.whole
        : `${Math.round(slider.value * slider.dataset.scale * 100) / 100}${slider.dataset.unit}`;
    }
    clearTimeout(soon);
    soon = setTimeout(show, WAIT_MS);
  });
})();

// Computes the what-if again when a choice or a slider moves; without it the form has a button.
"use strict";

(() => {
  const form = document.querySelector("form.scenarios");
  if (!form) return;
  const WAIT_MS = 120;
  let pending = null, soon = 0;

  const shown = (slider) => form.querySelector(`output[for="${slider}"]`);
  const query = () => new URLSearchParams(new FormData(form));

  const show = async () => {
    if (pending) pending.abort();
    const mine = pending = new AbortController();
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
      old.textContent = `This could not be computed: ${error.message}`;
    }
    old.removeAttribute("aria-busy");
  };

  const words = (slider) =>
    `${Math.round(slider.value * slider.dataset.scale * 100) / 100}${slider.dataset.unit}`;

  const moved = (field) => {
    // Another choice brings other sliders with it: the page is loaded again.
    if (field.name === "scenario") { form.submit(); return; }
    if (field.type === "range") {
      const whole = form.elements[`whole.${field.id}`];
      if (whole) whole.checked = false;
      field.setAttribute("aria-valuetext", words(field));
      shown(field.id).textContent = words(field);
    } else if (field.name.startsWith("whole.")) {
      const slider = form.elements[`v.${field.name.slice(6)}`];
      const here = shown(slider.id);
      here.textContent = field.checked ? here.dataset.whole : words(slider);
    }
    clearTimeout(soon);
    soon = setTimeout(show, WAIT_MS);
  };

  form.addEventListener("input", (event) => moved(event.target));

  // A slider can be moved before this is loaded, and a browser that goes back puts choices where they were.
  addEventListener("pageshow", (event) => {
    const otherwise = (field) => field.type === "range" ? field.value !== field.defaultValue
      : field.type === "checkbox" && field.checked !== field.defaultChecked;
    if (!event.persisted) [...form.elements].filter(otherwise).forEach(moved);
  });
})();

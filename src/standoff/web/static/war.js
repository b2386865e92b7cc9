// The day dragged along the curve: every panel is fetched as of that day, and the address follows.
"use strict";

(() => {
  const curve = document.querySelector(".curve");
  const slider = document.getElementById("day");
  const readout = document.querySelector(".readout");
  if (!curve || !slider) return;

  const stops = JSON.parse(curve.dataset.stops);
  const weeks = JSON.parse(curve.dataset.weeks);
  const form = document.querySelector(".when");
  const names = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
  const DAY_MS = 86400000;
  let pending = null, looking = null;

  const written = (day) => names.format(new Date(`${day}T00:00:00Z`));
  const percent = (p) => `${Math.round(100 * p)}%`;

  const address = (day, panels) => {
    const url = new URL(location.href);
    url.searchParams.set("as_of", day);
    url.hash = "";
    if (panels) url.pathname = `${url.pathname.replace(/\/$/, "")}/panels`;
    return url;
  };

  const nearest = (day) => {
    let index = 0;
    stops.forEach((stop, i) => { if (stop <= day) index = i; });
    return index;
  };

  const words = (day) => {
    const week = weeks.filter(([at]) => at <= day).pop();
    if (!week) return `${written(day)}: the curve starts later`;
    const odds = `narrow ${percent(week[1])}, wide ${percent(week[2])}`;
    const old = (new Date(day) - new Date(week[0])) / DAY_MS > 7;
    return `${written(day)}: ${odds} on the curve${old ? ` (last week: ${written(week[0])})` : ""}`;
  };

  const say = (day) => {
    slider.setAttribute("aria-valuetext", words(day));
    readout.textContent = words(day);
  };

  // What takes seconds more than the day itself comes after it.
  const fetched = async () => {
    const here = document.querySelector("#panels [data-fetched]");
    if (!here) return;
    const mine = looking = new AbortController();
    try {
      let response = await fetch(here.dataset.fetched, { signal: mine.signal });
      while (response.headers.has("Refresh")) response = await fetch(here.dataset.fetched, { signal: mine.signal });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.querySelector("figure.ghosts");
      if (response.ok && fresh) here.replaceWith(document.adoptNode(fresh));
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  };

  const settle = (day, panels) => {
    document.title = panels.dataset.title;
    form.elements.as_of.value = day;
    for (const link of document.querySelectorAll("a[data-day]")) {
      const url = new URL(link.href);
      url.searchParams.set("as_of", day);
      link.href = url;
    }
  };

  const show = async (day) => {
    const old = document.getElementById("panels");
    if (pending) pending.abort();
    if (looking) looking.abort();
    const mine = pending = new AbortController();
    old.setAttribute("aria-busy", "true");
    try {
      let response = await fetch(address(day, true), { signal: mine.signal });
      while (response.headers.has("Refresh")) {
        readout.textContent = `${written(day)}: being assessed for the first time`;
        response = await fetch(address(day, true), { signal: mine.signal });
      }
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.getElementById("panels");
      if (!response.ok || !fresh) throw new Error(page.body.textContent.trim());
      document.getElementById("panels").replaceWith(document.adoptNode(fresh));
      settle(day, fresh);
      fetched();
    } catch (error) {
      if (error.name === "AbortError") return;
      old.removeAttribute("aria-busy");
      readout.textContent = `${written(day)} could not be shown: ${error.message}`;
    }
  };

  slider.addEventListener("input", () => {
    const day = stops[Number(slider.value)];
    say(day);
    show(day);
    history.replaceState(history.state, "", address(day, false));
  });
  slider.addEventListener("pointerdown", () => history.pushState(null, "", location.href));
  slider.addEventListener("keydown", (event) => {
    if (event.key.startsWith("Arrow") && !event.repeat) history.pushState(null, "", location.href);
  });
  window.addEventListener("popstate", () => {
    const day = new URL(location.href).searchParams.get("as_of") || stops[stops.length - 1];
    slider.value = nearest(day);
    say(day);
    show(day);
  });

  curve.classList.add("live");
  slider.hidden = false;
  slider.value = nearest(document.getElementById("panels").dataset.day);
  say(document.getElementById("panels").dataset.day);
  fetched();
})();

// A map that is moved and enlarged: pointer, wheel, two fingers, buttons, keys. The drawing is whole without it.
"use strict";

const movable = (svg) => {
  const view = svg.querySelector(".map-view");
  if (!view) return;

  const MOST = 24, STEP = 1.4;
  const [left, top, wide, high] = svg.getAttribute("viewBox").split(/[\s,]+/).map(Number);
  const labels = [...svg.querySelectorAll(".map-label")].map((at) => [at, at.getAttribute("transform") || ""]);
  const fingers = new Map();
  let x = 0, y = 0, k = 1;

  const clamp = (value, low, most) => Math.min(Math.max(value, low), most);

  const draw = () => {
    k = clamp(k, 1, MOST);
    x = clamp(x, left + wide - (left + wide) * k, left - left * k);
    y = clamp(y, top + high - (top + high) * k, top - top * k);
    view.setAttribute("transform", `translate(${x} ${y}) scale(${k})`);
    for (const [label, placed] of labels) label.setAttribute("transform", `${placed} scale(${1 / k})`);
  };

  const at = (clientX, clientY) => {
    const seen = svg.getBoundingClientRect();
    const scale = Math.max(wide / seen.width, high / seen.height);
    const spareX = (seen.width - wide / scale) / 2, spareY = (seen.height - high / scale) / 2;
    return [left + (clientX - seen.left - spareX) * scale, top + (clientY - seen.top - spareY) * scale, scale];
  };

  const zoom = (by, px = left + wide / 2, py = top + high / 2) => {
    const before = k;
    k = clamp(k * by, 1, MOST);
    x = px - (px - x) * k / before;
    y = py - (py - y) * k / before;
    draw();
  };

  const move = (dx, dy) => { x += dx; y += dy; draw(); };
  const whole = () => { x = 0; y = 0; k = 1; draw(); };

  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    const [px, py] = at(event.clientX, event.clientY);
    zoom(Math.exp(-event.deltaY / 300), px, py);
  }, { passive: false });

  svg.addEventListener("pointerdown", (event) => {
    svg.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
  });
  svg.addEventListener("pointermove", (event) => {
    const last = fingers.get(event.pointerId);
    if (!last) return;
    const others = [...fingers].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
    const [px, py, scale] = at(event.clientX, event.clientY);
    if (others.length) {
      const [ox, oy] = others[0];
      const apart = (a, b) => Math.hypot(a - ox, b - oy) || 1;
      const [cx, cy] = at((event.clientX + ox) / 2, (event.clientY + oy) / 2);
      zoom(apart(event.clientX, event.clientY) / apart(...last), cx, cy);
    } else {
      move((event.clientX - last[0]) * scale, (event.clientY - last[1]) * scale);
    }
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    svg.addEventListener(end, (event) => fingers.delete(event.pointerId));
  }

  const keys = {
    ArrowLeft: () => move(wide / 12, 0), ArrowRight: () => move(-wide / 12, 0),
    ArrowUp: () => move(0, high / 12), ArrowDown: () => move(0, -high / 12),
    "+": () => zoom(STEP), "=": () => zoom(STEP), "-": () => zoom(1 / STEP), 0: whole,
  };
  svg.tabIndex = 0;
  svg.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });

  const bar = document.createElement("div");
  bar.className = "mapbar";
  const focus = (svg.dataset.focus || "").split(/[\s,]+/).map(Number);
  const look = () => {
    const [fx, fy, fw, fh] = focus;
    k = clamp(Math.min(wide / fw, high / fh), 1, MOST);
    x = left + wide / 2 - (fx + fw / 2) * k;
    y = top + high / 2 - (fy + fh / 2) * k;
    draw();
  };
  const buttons = [["+", "Zoom in", () => zoom(STEP)], ["−", "Zoom out", () => zoom(1 / STEP)], ["Whole", "Show the whole map", whole]];
  if (focus.length === 4 && focus.every(Number.isFinite) && focus[2] > 0) buttons.push(["Changes", "Show where land changed hands", look]);
  for (const [text, label, act] of buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", act);
    bar.append(button);
  }
  svg.before(bar);
  svg.classList.add("movable");
};

document.querySelectorAll(".mapped svg.map:not(.swatch)").forEach(movable);

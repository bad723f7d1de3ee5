// Rows with regions on the schematic map of the archive's pages.
"use strict";
(() => {
const { data, settings, shape, element, say, attributes, chosen, number, isNumber } = tuyun;
const drawn = data["terms.js"].map;
const CODE = /^[A-Z]{2}(-[A-Z0-9]{1,3})?(-[a-z0-9-]+)?$/;
const SHADES = 4;

// The code of the region that a term names, by its IRI or as ISO 3166-2; empty for other terms.
function region(term) {
  const start = `${settings.base}region/`;
  const code = term?.type === "uri" ? (term.value.startsWith(start) ? term.value.slice(start.length) : "")
    : term?.type === "literal" && !term["xml:lang"] ? term.value : "";
  return CODE.test(code) ? code : "";
}

const unitOf = code => drawn.units.find(unit => code === unit.code || code.startsWith(`${unit.code}-`))?.code ?? "";

// What each unit has: the one number of its one row, or how many rows it has.
function counted(variables, rows, name) {
  const numbers = variables.filter(one => rows.every(row => isNumber(row[one])));
  const codes = rows.map(row => region(row[name])).filter(Boolean);
  const once = new Set(codes).size === codes.length && codes.every(code => !unitOf(code) || unitOf(code) === code);
  const column = once && numbers.length === 1 ? numbers[0] : "";
  const found = new Map();
  let elsewhere = 0;
  for (const row of rows) {
    const unit = unitOf(region(row[name]));
    if (unit) found.set(unit, (found.get(unit) ?? 0) + (column ? Number(row[column].value) : 1));
    else elsewhere++;
  }
  return { found, elsewhere, column };
}

function outline(unit, style) {
  const [cx, cy] = unit.centre;
  return unit.radius ? shape("circle", { cx, cy, r: unit.radius, class: style }) : shape("path", { d: unit.outline, class: style });
}

function drawing({ found }) {
  const most = Math.max(...found.values());
  const made = shape("svg", { viewBox: `0 0 ${drawn.width} ${drawn.height}`, width: drawn.width, height: drawn.height, role: "group", "aria-label": say("map") });
  made.append(shape("g", { "aria-hidden": "true" }, ...drawn.units.map(unit => outline(unit, "ground"))));
  for (const unit of drawn.units) {
    const value = found.get(unit.code) ?? 0, [x, y] = unit.centre;
    const name = `${chosen(unit.labels)?.text ?? unit.code}: ${number(value)}`;
    const shade = value > 0 ? Math.ceil(value * SHADES / most) : 0;
    const text = shape("text", { x, y: y + 5, "text-anchor": "middle", class: unit.radius ? "" : "figure" }, number(value));
    const inside = shape("g", { "aria-hidden": "true" }, outline(unit, "ground"), outline(unit, `unit s${shade}`), text);
    made.append(shape("g", { role: "img", "aria-label": name }, shape("title", {}, name), inside));
  }
  made.append(shape("path", { d: drawn.lake, class: "water", "aria-hidden": "true" }));
  return made;
}

function map(variables, rows) {
  const name = variables.find(one => rows.some(row => unitOf(region(row[one]))) && rows.every(row => !row[one] || region(row[one])));
  if (!name) return null;
  return () => {
    const all = counted(variables, rows, name);
    const notes = [all.column ? say("map_values", { column: all.column }) : say("map_counts")];
    if (all.elsewhere) notes.push(say("map_elsewhere", { rows: all.elsewhere }));
    const scroll = attributes(element("div", { className: "scroll" }, drawing(all)), { tabindex: 0, role: "group", "aria-label": say("map") });
    return element("div", {}, ...notes.map(note => element("p", { className: "why" }, note)), scroll);
  };
}

Object.assign(tuyun, { map });
})();

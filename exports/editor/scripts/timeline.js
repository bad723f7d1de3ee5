// Rows with dates as bars and points on a line of years; the table holds the same for those who do not see it.
"use strict";
(() => {
const { shape, element, say, attributes, wordsOf, isNumber } = tuyun;
const XSD = "http://www.w3.org/2001/XMLSchema#";
const DATES = new Set(["date", "dateTime", "gYear", "gYearMonth"].map(name => XSD + name));
const WRITTEN = /^(-?\d{4,6})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*|Z|[+-]\d\d:\d\d)?$/;
const START = /^(start|begin|from|first|since)/i, END = /^(end|finish|to$|until|last)/i;
const SHOWN = 60, LINE = 26, NAME = 260, WIDTH = 720, MONTHS = 12, DAYS = 31;

// The months that a date covers, as [first, behind the last], counted from year 0; null for what is no date.
function months(term) {
  const [, year, month, day] = (term?.type === "literal" && DATES.has(term.datatype) && WRITTEN.exec(term.value)) || [];
  if (!year) return null;
  if (!month) return [year * MONTHS, (+year + 1) * MONTHS];
  const first = year * MONTHS + (month - 1);
  return day ? [first + (day - 1) / DAYS, first + day / DAYS] : [first, first + 1];
}

const holds = (rows, name, is) => rows.some(row => row[name]) && rows.every(row => !row[name] || is(row[name]));

// Which columns are dates, and which one names the rows; null where no column is a date.
function dated(variables, rows) {
  const dates = variables.filter(name => holds(rows, name, months));
  if (!dates.length) return null;
  const start = dates.find(name => START.test(name)) ?? dates[0];
  const end = dates.find(name => name !== start && END.test(name)) ?? (dates.length === 2 ? dates.find(name => name !== start) : undefined);
  const others = variables.filter(name => !dates.includes(name));
  const name = others.find(name => holds(rows, name, term => term.type === "uri"))
    ?? others.find(name => holds(rows, name, term => !isNumber(term))) ?? others[0];
  return { start, end, name };
}

// One bar for what is called the same and has the same dates: a row for each region repeats its phase.
function bars(rows, { start, end, name }) {
  const found = new Map();
  for (const row of rows) {
    const first = months(row[start]), last = months(end && row[end]);
    if (!first && !last) continue;
    const text = wordsOf(row[name]), iri = row[name]?.type === "uri" ? row[name].value : "", said = [row[start]?.value, row[end]?.value].filter(Boolean).join(" – ");
    found.set(JSON.stringify([iri || text, said]), { text, iri, said, from: (first ?? last)[0], to: Math.max((last ?? first)[1], (first ?? last)[1]) });
  }
  return [...found.values()].sort((a, b) => a.from - b.from || a.to - b.to);
}

function step(years) {
  return [1, 2, 5, 10, 20, 50, 100, 500, 1000].find(one => years / one <= 10) ?? 10000;
}

const cut = text => [...text].length > 32 ? `${[...text].slice(0, 31).join("")}…` : text;

function drawing(all) {
  const shown = all.slice(0, SHOWN), height = (shown.length + 1) * LINE + 8;
  const first = Math.floor(Math.min(...shown.map(one => one.from)) / MONTHS);
  const last = Math.ceil(Math.max(...shown.map(one => one.to)) / MONTHS);
  const x = month => NAME + (month / MONTHS - first) / (last - first) * (WIDTH - NAME - 20);
  const made = shape("svg", { viewBox: `0 0 ${WIDTH} ${height}`, width: WIDTH, height, role: "group", "aria-label": say("timeline") });
  const years = step(last - first);
  for (let year = Math.ceil(first / years) * years; year <= last; year += years) {
    const at = x(year * MONTHS);
    made.append(shape("line", { x1: at, x2: at, y1: LINE, y2: height - 4, class: "thin", "aria-hidden": "true" }),
      shape("text", { x: at, y: 16, class: "soft", "text-anchor": "middle", "aria-hidden": "true" }, String(year)));
  }
  shown.forEach((one, place) => {
    const y = (place + 1) * LINE + 4, name = `${one.text}: ${one.said}`;
    const bar = shape("rect", { x: x(one.from), y, width: Math.max(x(one.to) - x(one.from), 4), height: 14, rx: 2, class: "bar" });
    const text = shape("text", { x: NAME - 10, y: y + 12, "text-anchor": "end" }, cut(one.text));
    const drawn = shape("g", { "aria-hidden": "true" }, bar, text);
    made.append(shape("g", { role: "img", "aria-label": name }, shape("title", {}, name), drawn));
  });
  return made;
}

function timeline(variables, rows, learn) {
  const columns = dated(variables, rows);
  const all = columns ? bars(rows, columns) : [];
  if (!all.length) return null;
  return async () => {
    await learn(all.slice(0, SHOWN).map(one => one.iri).filter(Boolean));
    const again = bars(rows, columns);  // with the names that were learned
    const scroll = attributes(element("div", { className: "scroll" }, drawing(again)), { tabindex: 0, role: "group", "aria-label": say("timeline") });
    const part = again.length > SHOWN ? [element("p", { className: "why" }, say("timeline_part", { shown: SHOWN, all: again.length }))] : [];
    return element("div", {}, ...part, scroll);
  };
}

Object.assign(tuyun, { timeline, months });
})();

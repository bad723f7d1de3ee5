// The answer to a SELECT query as a table: things by their names, columns that sort, more rows on demand.
"use strict";
(() => {
const { element, say, inLanguage, link, short, attributes, language, named } = tuyun;
const ROWS = 100;
const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = new Set(["integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger"].map(name => XSD + name));
const isNumber = term => term?.type === "literal" && NUMBERS.has(term.datatype) && Number.isFinite(Number(term.value));

function cell(term) {
  if (!term) return element("td", {}, element("span", { className: "hide" }, say("unbound")));
  if (term.type === "uri") return element("td", {}, link(term.value));
  if (term.type === "bnode") return element("td", {}, element("code", {}, `_:${term.value}`));
  if (term.type === "triple") {
    const { subject, predicate, object } = term.value;
    return element("td", {}, "<<( ", ...[subject, predicate, object].flatMap(one => [...cell(one).childNodes, " "]), ")>>");
  }
  const made = element("td", {}, ...inLanguage(term.value, term["xml:lang"] ?? ""));
  if (term.datatype) made.title = short(term.datatype);
  if (isNumber(term)) made.className = "number";
  return made;
}

const collator = new Intl.Collator(language, { numeric: true });
const words = term => term?.type === "uri" ? named(term.value)?.text ?? short(term.value) : String(term?.value ?? "");

function compare(one, other) {
  if (!one || !other) return (one ? 0 : 1) - (other ? 0 : 1);
  if (isNumber(one) && isNumber(other)) return Number(one.value) - Number(other.value);
  return collator.compare(words(one), words(other));
}

// The table; `learn` is asked for the names of what the next rows hold before they are shown.
function table(variables, rows, learn) {
  const body = element("tbody"), more = element("button", { type: "button", className: "more-found" }, say("more"));
  let order = rows, drawn = 0, turn = 0;

  async function draw(count) {
    const mine = turn, next = order.slice(drawn, drawn + count);
    await learn(next.flatMap(row => variables.map(name => row[name])).filter(term => term?.type === "uri").map(term => term.value));
    if (mine !== turn) return;
    body.append(...next.map(row => element("tr", {}, ...variables.map(name => cell(row[name])))));
    drawn += next.length;
    more.hidden = drawn >= order.length;
  }

  const heads = variables.map(name => {
    const button = attributes(element("button", { type: "button" }, `?${name}`), { "aria-label": say("sort", { column: name }) });
    const head = attributes(element("th", {}, button), { scope: "col", "aria-sort": "none" });
    button.onclick = async () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      order = [...rows].sort((a, b) => compare(a[name], b[name]) * (down && a[name] && b[name] ? -1 : 1));
      turn++;
      drawn = 0;
      body.replaceChildren();
      await draw(ROWS);
    };
    return head;
  });
  more.onclick = async () => {
    const place = drawn;
    await draw(ROWS);
    body.children[place]?.querySelector("a")?.focus();
  };
  const inside = element("table", {}, element("thead", {}, element("tr", {}, ...heads)), body);
  const scroll = attributes(element("div", { className: "scroll" }, inside), { tabindex: 0, role: "group", "aria-label": say("table") });
  return { element: element("div", {}, scroll, more), ready: draw(ROWS) };
}

Object.assign(tuyun, { table, isNumber, wordsOf: words });
})();

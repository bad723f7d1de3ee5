// The form: a kind of things, its properties as the shapes have them, conditions on their values; the query beside.
"use strict";
(() => {
const { settings, data, say, chosen, element, attributes, write, isDate, isNumberText, language, root, number } = tuyun;
const { kinds } = data["form.js"];
const byName = new Map(kinds.map(kind => [kind.name, kind]));
const ANYTHING = "tuyun:Entity";
const form = document.getElementById("builder"), written = document.getElementById("written");
const code = written.querySelector("code"), open = document.getElementById("open");
let fields = 0;

const called = texts => chosen(texts)?.text ?? "";
const capital = text => text.charAt(0).toLocaleUpperCase(language) + text.slice(1);

function labelled(text, control, hint = "") {
  control.id = `field-${++fields}`;
  const made = element("div", { className: "field" }, element("label", { htmlFor: control.id }, text), control);
  if (hint) {
    const note = element("p", { className: "note", id: `${control.id}-hint` }, hint);
    control.setAttribute("aria-describedby", note.id);
    made.append(note);
  }
  return made;
}

function select(options, chosenValue = "") {
  const made = element("select", {}, ...options.map(([value, text]) => element("option", { value }, text)));
  made.value = chosenValue;
  return made;
}

function checkbox(text, checked, changed) {
  const box = element("input", { type: "checkbox", checked, id: `field-${++fields}` });
  box.onchange = () => changed(box.checked);
  return element("span", { className: "check" }, box, element("label", { htmlFor: box.id }, text));
}

function input(changed, problem = () => "") {
  const made = element("input", { type: "text", autocomplete: "off", spellcheck: false });
  made.oninput = () => {
    const wrong = made.value && problem(made.value);
    made.setCustomValidity(wrong || "");
    made.setAttribute("aria-invalid", String(Boolean(wrong)));
    changed(made.value.trim());
  };
  return made;
}

// Values

const set = (row, key) => value => { row.value[key] = value; draw(); };

function range(row, problem, hint = "") {
  return [labelled(say("from"), input(set(row, "from"), problem), hint), labelled(say("to"), input(set(row, "to"), problem))];
}

function choice(row, options) {
  const made = select([["", say("any")], ...options]);
  made.onchange = () => set(row, "term")(made.value);
  return [labelled(say("value"), made)];
}

function words(row, text) {
  return labelled(text, input(set(row, "words")));
}

const VALUES = {
  text: row => {
    const languages = select([["", say("any")], ...settings.languages.map(one => [one, one])]);
    languages.onchange = () => set(row, "language")(languages.value);
    return [words(row, say("contains")), labelled(say("language"), languages)];
  },
  string: row => [words(row, say("contains"))],
  address: row => [words(row, say("contains"))],
  date: row => range(row, text => isDate(text) ? "" : say("bad_date"), say("date")),
  number: row => range(row, text => isNumberText(text) ? "" : say("bad_number")),
  boolean: row => choice(row, [["true", say("yes")], ["false", say("no")]]),
  choice: row => choice(row, row.property.choices.map(one => [one.term, called(one.labels) || one.term])),
};

// Things, by their name and by their own properties

function things(row) {
  const allowed = row.inverse ? [row.inverse] : kinds.filter(kind => row.property.classes.some(one => one === kind.name || one === ANYTHING));
  const made = element("div", { className: "inner" });
  row.group = { kind: null, rows: [] };
  const chooseKind = kind => {
    row.group.rows = [];
    row.group.kind = allowed.length > 1 ? kind : null;
    made.replaceChildren(...(kind ? [rows(row.group, kind)] : []));
    draw();
  };
  const parts = [words(row, say("named"))];
  if (allowed.length > 1) {
    const kind = select([["", say("any")], ...allowed.map(one => [one.name, capital(called(one.labels))])]);
    kind.onchange = () => chooseKind(byName.get(kind.value) ?? null);
    parts.push(labelled(say("of_kind"), kind));
  }
  chooseKind(allowed.length === 1 ? allowed[0] : null);
  return [...parts, made];
}

// Properties of a kind: its own, then those of other things that lead to it

function properties(kind) {
  const own = kind.properties.map(property => ({ property, text: capital(called(property.labels)) }));
  const others = kinds.flatMap(other => other.properties.filter(one => one.classes?.includes(kind.name))
    .map(property => ({ property, inverse: other, text: `← ${capital(called(other.labels))}: ${called(property.labels)}` })));
  return [...own, ...others];
}

function rows(group, kind) {
  const list = element("ul", { className: "rows" }), offered = properties(kind);
  const property = select([["", "—"], ...offered.map((one, place) => [String(place), one.text])]);
  property.onchange = () => {
    if (property.value === "") return;
    list.append(rowOf(group, offered[Number(property.value)], property));
    property.value = "";
    draw();
  };
  return element("div", {}, list, labelled(say("add"), property));
}

function rowOf(group, { property, inverse, text }, back) {
  const row = { property, inverse, value: {}, show: true, optional: false, group: null };
  group.rows.push(row);
  const remove = attributes(element("button", { type: "button" }, "×"), { "aria-label": say("remove", { property: text }) });
  const item = element("li", {});
  remove.onclick = () => {
    group.rows.splice(group.rows.indexOf(row), 1);
    item.remove();
    back.focus();
    draw();
  };
  const values = inverse || property.values === "thing" ? things(row) : VALUES[property.values](row);
  const flags = element("div", { className: "flags" },
    checkbox(say("show"), true, is => { row.show = is; draw(); }),
    checkbox(say("optional"), false, is => { row.optional = is; draw(); }));
  item.append(element("fieldset", {}, element("legend", {}, text), remove, element("div", { className: "values" }, ...values), flags));
  return item;
}

// The whole

const asked = { kind: kinds[0], rows: [], names: true, limit: 100 };

function draw() {
  if (!asked.kind) return;
  const query = write(asked, language);
  code.textContent = query;
  open.href = `${root}${settings.editor}#${new URLSearchParams({ query })}`;
}

function start() {
  const collator = new Intl.Collator(language);
  const offered = kinds.map(one => [one.name, `${capital(called(one.labels))} (${number(one.count)})`]);
  const kind = select(offered.sort((one, other) => collator.compare(one[1], other[1])), asked.kind?.name);
  const inside = element("div");
  const fill = () => {
    asked.rows = [];
    inside.replaceChildren(rows(asked, asked.kind));
    draw();
  };
  kind.onchange = () => {
    asked.kind = byName.get(kind.value);
    fill();
  };
  const limit = element("input", { type: "number", min: 1, max: 10000, value: asked.limit });
  limit.oninput = () => {
    asked.limit = Math.min(Math.max(Number.parseInt(limit.value, 10) || 1, 1), 10000);
    draw();
  };
  const last = element("div", { className: "flags" }, checkbox(say("names"), true, is => { asked.names = is; draw(); }), labelled(say("limit"), limit));
  form.append(labelled(say("kind"), kind), element("h2", {}, say("conditions")), inside, last);
  if (asked.kind) fill();
  form.hidden = written.hidden = false;
}

if (kinds.length) start();
})();

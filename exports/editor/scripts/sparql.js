// A form's choices as SPARQL. A group is {kind, variable, rows}; a row {property, inverse, value, show, optional, group}.
"use strict";
(() => {
const { data } = tuyun;
const { prefixes } = data["terms.js"];
const LABEL = "rdfs:label";
const DATE = /^\d{4}(-\d\d(-\d\d)?)?$/, NUMBER = /^[+-]?\d+(\.\d+)?$/;

const escaped = text => text.replace(/[\\"\n\r\t]/g, one => ({ "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" })[one]);
const string = text => `"${escaped(text)}"`;

// Names of variables, each once: ?start, ?start2 …
function namer() {
  const taken = new Map();
  return name => {
    const plain = name.slice(name.indexOf(":") + 1).replace(/[^A-Za-z0-9_]/g, "");
    const first = plain.charAt(0).toLowerCase() + plain.slice(1) || "thing";
    const count = (taken.get(first) ?? 0) + 1;
    taken.set(first, count);
    return `?${first}${count > 1 ? count : ""}`;
  };
}

const contains = (of, words) => `FILTER(CONTAINS(LCASE(STR(${of})), LCASE(${string(words)})))`;

// What a value must keep to, as lines; dates of any precision are compared by their beginnings.
function filters(row, variable) {
  const { words, language, from, to, term } = row.value;
  const lines = [];
  if (language) lines.push(`FILTER(LANGMATCHES(LANG(${variable}), ${string(language)}))`);
  if (words && row.property.values !== "thing") lines.push(contains(variable, words));
  if (row.property.values === "date") {
    if (DATE.test(from ?? "")) lines.push(`FILTER(STR(${variable}) >= ${string(from)})`);
    if (DATE.test(to ?? "")) lines.push(`FILTER(SUBSTR(STR(${variable}), 1, ${to.length}) <= ${string(to)})`);
  }
  if (row.property.values === "number") {
    if (NUMBER.test(from ?? "")) lines.push(`FILTER(${variable} >= ${from})`);
    if (NUMBER.test(to ?? "")) lines.push(`FILTER(${variable} <= ${to})`);
  }
  if (term) lines.push(`FILTER(${variable} = ${term})`);
  return lines;
}

function named(variable, name, words, context) {
  const label = context.name(`${name}Name`);
  if (words) return { label, lines: [`${variable} ${LABEL} ${label} .`, contains(label, words)] };
  return { label, lines: [`OPTIONAL { ${variable} ${LABEL} ${label} FILTER(LANG(${label}) = ${string(context.language)}) }`] };
}

function row(one, subject, context) {
  const variable = context.name(one.inverse ? one.inverse.name : one.property.path);
  const pattern = one.inverse ? `${variable} ${one.property.path} ${subject} .` : `${subject} ${one.property.path} ${variable} .`;
  const lines = [pattern, ...filters(one, variable)];
  if (one.show) context.columns.push(variable);
  const isThing = one.inverse || one.property.values === "thing";
  if (isThing && (one.value.words || (one.show && context.names))) {
    const { label, lines: more } = named(variable, variable.slice(1), one.value.words, context);
    if (one.show && context.names) context.columns.push(label);
    lines.push(...more);
  }
  if (one.group) lines.push(...group(one.group, variable, context));
  return one.optional ? ["OPTIONAL {", ...lines.map(line => `  ${line}`), "}"] : lines;
}

function group(one, subject, context) {
  const lines = one.kind ? [`${subject} a ${one.kind.name} .`] : [];
  return [...lines, ...one.rows.flatMap(each => row(each, subject, context))];
}

// The query of a form: {kind, rows, names, limit}.
function write(form, language) {
  const context = { name: namer(), columns: [], names: form.names, language };
  const subject = context.name(form.kind.name), lines = [`${subject} a ${form.kind.name} .`];
  context.columns.push(subject);
  if (form.names) {
    const { label, lines: more } = named(subject, subject.slice(1), "", context);
    context.columns.push(label);
    lines.push(...more);
  }
  lines.push(...form.rows.flatMap(one => row(one, subject, context)));
  const body = `SELECT DISTINCT ${context.columns.join(" ")} WHERE {\n${lines.map(line => `  ${line}\n`).join("")}}\nLIMIT ${form.limit}\n`;
  const bare = body.replace(/"(\\.|[^"\\])*"/g, "");
  const used = Object.entries(prefixes).filter(([name]) => new RegExp(`(^|[\\s(^])${name}:`).test(bare));
  return used.map(([name, iri]) => `PREFIX ${name}: <${iri}>\n`).join("") + body;
}

Object.assign(tuyun, { write, isDate: text => DATE.test(text), isNumberText: text => NUMBER.test(text) });
})();

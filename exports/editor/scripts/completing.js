// Words of the editor: classes and properties of the release with their names and counts; no query is asked for them.
"use strict";
(() => {
const { data, say, chosen, element, number } = tuyun;
const { terms, prefixes } = data["terms.js"];
const byName = new Map(terms.map(one => [one.name, one]));
const SHOWN = 40;

const local = name => name.slice(name.indexOf(":") + 1).toLowerCase();

// How well a term fits what was typed, 0 for not at all: its beginning, then its inside, then its name for readers.
function fits(term, typed) {
  if (!typed) return 1;
  const name = term.name.toLowerCase();
  if (name.startsWith(typed) || local(name).startsWith(typed)) return 3;
  if (local(name).includes(typed)) return 2;
  return Object.values(term.labels).some(text => text.toLowerCase().includes(typed)) ? 1 : 0;
}

function found(kind, token) {
  const typed = (token?.string ?? "").replace(/^<|>$/g, "").trim().toLowerCase();
  return terms.filter(one => one.kind === kind && (one.count || one.labels.en) && fits(one, typed))
    .sort((a, b) => fits(b, typed) - fits(a, typed)).slice(0, SHOWN).map(one => one.name);
}

function described(hint) {
  const term = byName.get(hint.text);
  const remark = [chosen(term.labels)?.text, term.count ? say("used", { count: number(term.count) }) : ""].filter(Boolean).join(" · ");
  hint.render = place => place.append(element("code", {}, hint.text), " ", element("span", { className: "note" }, remark));
  return hint;
}

function register(kind, library) {
  Yasqe.forkAutocompleter(library, {
    name: `tuyun-${kind}`,
    get: (_, token) => found(kind, token),
    preProcessToken: (_, token) => token,
    postProcessSuggestion: (_, token, name) => name,
    postprocessHints: (_, hints) => hints.map(described),
    persistenceId: null,
    autoShow: true,
  }, false);
}

register("class", "class");
register("property", "property");
Yasqe.forkAutocompleter("prefixes", {
  name: "tuyun-prefixes",
  get: () => Object.entries(prefixes).map(([name, iri]) => `${name}: <${iri}>`),
  persistenceId: null,
}, false);

tuyun.completers = ["tuyun-class", "tuyun-property", "tuyun-prefixes", "variables"];
})();

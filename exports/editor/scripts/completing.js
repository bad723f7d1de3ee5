// Words of the editor: classes and properties of the release with their names and counts; no query is asked for them.
"use strict";
(() => {
const { data, say, chosen, element, number } = tuyun;
const { terms, prefixes } = data["terms.js"];
const byName = new Map(terms.map(one => [one.name, one]));
const SHOWN = 12;  // no more than are seen without scrolling

const local = name => name.slice(name.indexOf(":") + 1).toLowerCase();

// How well a term fits what was typed, 0 for not at all: its beginning, then its inside, then its name for readers.
function fits(term, typed) {
  if (!typed) return 1;
  const name = term.name.toLowerCase();
  if (name.startsWith(typed) || local(name).startsWith(typed)) return 3;
  if (local(name).includes(typed)) return 2;
  return Object.values(term.labels).some(text => text.toLowerCase().includes(typed)) ? 1 : 0;
}

// The word before the cursor, in any script, and what the place in front of it asks for.
function word(yasqe) {
  const doc = yasqe.getDoc(), at = doc.getCursor(), line = doc.getLine(at.line).slice(0, at.ch);
  const [text] = /[\p{L}\p{N}_:-]*$/u.exec(line), start = at.ch - text.length;
  const before = doc.getRange({ line: 0, ch: 0 }, { line: at.line, ch: start });
  const { state } = yasqe.getTokenAt({ line: at.line, ch: start }, true);
  const inside = /[?$@"'#]$|<[^>\s]*$/.test(before) || ["string", "comment"].includes(yasqe.getTokenTypeAt(at));
  const isClass = /\s(a|rdf:type)\s+$/.test(before);
  const isProperty = !isClass && (/;\s*$|[\w>)*+?][/|]\^?\(?$/.test(before) || state.possibleCurrent.includes("a"));
  return { text, start, end: at.ch, class: isClass && !inside, property: isProperty && !inside && text !== "" };
}

function found(kind, text) {
  const typed = text.toLowerCase();
  return terms.filter(one => one.kind === kind && (one.count || one.labels.en) && fits(one, typed))
    .sort((a, b) => fits(b, typed) - fits(a, typed)).slice(0, SHOWN).map(one => one.name);
}

function described(hint) {
  const term = byName.get(hint.text);
  const remark = [chosen(term.labels)?.text, term.count ? say("used", { count: number(term.count) }) : ""].filter(Boolean).join(" · ");
  hint.render = place => place.append(element("code", {}, hint.text), " ", element("span", { className: "note" }, remark));
  return hint;
}

function register(kind) {
  Yasqe.forkAutocompleter(kind, {
    name: `tuyun-${kind}`,
    isValidCompletionPosition: yasqe => word(yasqe)[kind],
    preProcessToken: (yasqe, token) => {
      const { text, start, end } = word(yasqe);
      return { ...token, string: text, from: { ch: start }, to: { ch: end } };
    },
    get: (_, token) => found(kind, token?.string ?? ""),
    postProcessSuggestion: (_, token, name) => name,
    postprocessHints: (_, hints) => hints.map(described),
    persistenceId: null,
    autoShow: true,
  }, false);
}

register("class");
register("property");
Yasqe.forkAutocompleter("prefixes", {
  name: "tuyun-prefixes",
  get: () => Object.entries(prefixes).map(([name, iri]) => `${name}: <${iri}>`),
  persistenceId: null,
}, false);

tuyun.completers = ["tuyun-class", "tuyun-property", "tuyun-prefixes", "variables"];
})();

// What IRIs are called and where they lead: the vocabulary by its own file, entities by one small query.
"use strict";
(() => {
const { settings, data, chosen, element, inLanguage, root, language } = tuyun;
const terms = new Map(data["terms.js"].terms.map(one => [one.iri, one]));
const prefixes = Object.entries(data["terms.js"].prefixes).sort((a, b) => b[1].length - a[1].length);
const names = new Map();
const LABEL = "http://www.w3.org/2000/01/rdf-schema#label", ASKED = 200;
const DOCUMENT = /^([a-z]+\/[A-Za-z0-9-]+)(#[A-Za-z0-9._-]+)?$/;

// Where a reader follows an IRI; empty for what is no address of the web.
function address(iri) {
  const { namespace, page } = settings.ontology;
  if (iri.startsWith(namespace) && terms.has(iri)) return `${root}${page}#${iri.slice(namespace.length)}`;
  const [, path, part] = iri.startsWith(settings.base) ? DOCUMENT.exec(iri.slice(settings.base.length)) ?? [] : [];
  if (path) return `${root}${path}.${language}.html${part ?? ""}`;
  return /^https?:\/\/[^\s]+$/i.test(iri) ? iri : "";
}

function short(iri) {
  const [prefix, start] = prefixes.find(([, start]) => iri.startsWith(start)) ?? [];
  const local = prefix && iri.slice(start.length);
  if (prefix && /^[A-Za-z_][\w-]*$/.test(local)) return `${prefix}:${local}`;
  return iri.startsWith(settings.base) && iri.length > settings.base.length ? iri.slice(settings.base.length) : iri;
}

function named(iri) {
  const texts = names.get(iri) ?? (terms.has(iri) ? terms.get(iri).labels : null);
  return texts && chosen(texts);
}

// A link to an IRI by its label, or by a short form of the IRI where it has none.
function link(iri) {
  const found = named(iri), href = address(iri);
  const text = found ? inLanguage(found.text, found.language) : [element("bdi", {}, short(iri))];
  if (!href) return element("span", { title: iri }, ...text);
  const made = element("a", { href, title: iri }, text[0]);
  if (href === iri) made.rel = "noreferrer";
  return element("span", {}, made, ...text.slice(1));
}

const isWritable = iri => !/[\u0000-\u0020<>"{}|^`\\]/.test(iri);

// Learns the labels of the archive's own things among some IRIs; without them the IRIs are shown.
async function learn(iris, ask) {
  const wanted = [...new Set(iris)].filter(iri => iri.startsWith(settings.base) && !names.has(iri) && isWritable(iri));
  for (let start = 0; start < wanted.length; start += ASKED) {
    const some = wanted.slice(start, start + ASKED);
    const values = some.map(iri => `<${iri}>`).join(" ");
    const found = await ask(`SELECT ?thing ?label { VALUES ?thing { ${values} } ?thing <${LABEL}> ?label }`);
    for (const iri of some) names.set(iri, {});
    for (const { thing, label } of found) names.get(thing.value)[label["xml:lang"] ?? ""] = label.value;
    for (const iri of some) if (!Object.keys(names.get(iri)).length) names.set(iri, null);
  }
}

Object.assign(tuyun, { address, short, named, link, learn });
})();

// The same query as other programs send it.
"use strict";
(() => {
const { settings, element, attributes } = tuyun;

const endpoint = () => location.protocol === "file:" ? settings.address : new URL(settings.endpoint, location.href).href;
const shell = text => `'${text.replaceAll("'", "'\\''")}'`;

function python(text) {
  return `"""${text.replaceAll("\\", "\\\\").replaceAll('"""', '\\"\\"\\"').replace(/"$/, '\\"')}"""`;
}

function r(text) {
  let dashes = "";
  while (text.includes(`)${dashes}"`)) dashes += "-";
  return `r"${dashes}(${text})${dashes}"`;
}

// What each form of query is answered with, and how the programs take it.
const TABLE = {
  type: "text/csv",
  python: ["JSON", `for row in endpoint.queryAndConvert()["results"]["bindings"]:
    print({name: term["value"] for name, term in row.items()})`],
  r: `rows <- read.csv(text = content(answer, "text", encoding = "UTF-8"))
print(rows)`,
  duckdb: "SELECT * FROM read_csv('/dev/stdin', header = true)",
};
const VERDICT = {
  type: "text/csv",
  python: ["JSON", 'print(endpoint.queryAndConvert()["boolean"])'],
  r: 'print(content(answer, "text", encoding = "UTF-8") == "true")',
  duckdb: "SELECT * FROM read_csv('/dev/stdin', header = false, columns = {'answer': 'BOOLEAN'})",
};
const GRAPH = {
  type: "text/turtle",
  python: ["TURTLE", "print(endpoint.queryAndConvert().decode())"],
  r: 'cat(content(answer, "text", encoding = "UTF-8"))',
  // One line is one triple; no tab and no line break stands inside.
  lines: "application/n-triples",
  duckdb: `SELECT split_part(line, ' ', 1) AS subject, split_part(line, ' ', 2) AS predicate,
    regexp_extract(line, '^[^ ]+ [^ ]+ (.*) [.]$', 1) AS object
  FROM read_csv('/dev/stdin', header = false, delim = '\\t', quote = '', escape = '', columns = {'line': 'VARCHAR'})`,
};
const FORMS = { ASK: VERDICT, CONSTRUCT: GRAPH, DESCRIBE: GRAPH };

const curl = (type, query, at) => `curl --silent --show-error --fail --header 'Accept: ${type}' \\
  --data-urlencode query=${shell(query)} \\
  ${shell(at)}`;

const PROGRAMS = {
  curl: (form, query, at) => curl(form.type, query, at),
  "Python (SPARQLWrapper)": ({ python: [format, print] }, query, at) => `from SPARQLWrapper import ${format}, POST, SPARQLWrapper

endpoint = SPARQLWrapper(${JSON.stringify(at)})
endpoint.setQuery(${python(query)})
endpoint.setMethod(POST)
endpoint.setReturnFormat(${format})
${print}`,
  R: (form, query, at) => `library(httr)

answer <- POST(${JSON.stringify(at)},
  body = list(query = ${r(query)}),
  encode = "form", accept("${form.type}"))
stop_for_status(answer)
${form.r}`,
  DuckDB: (form, query, at) => `${curl(form.lines ?? form.type, query, at)} |
  duckdb -c "${form.duckdb}"`,
};

// The programs as elements that fold, and what writes a query of a form (SELECT, ASK …) into all of them.
function programs() {
  const codes = Object.entries(PROGRAMS).map(([name, write]) => ({ name, write, code: element("code") }));
  const elements = codes.map(({ name, code }) => {
    const shown = attributes(element("pre", {}, code), { tabindex: 0, role: "group", "aria-label": name });
    return element("details", {}, element("summary", {}, name), shown);
  });
  const fill = (query, form) => codes.forEach(({ write, code }) => {
    code.textContent = write(FORMS[form] ?? TABLE, query.trimEnd(), endpoint());
  });
  return { elements, fill };
}

Object.assign(tuyun, { programs });
})();

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

const PROGRAMS = {
  curl: (query, at) => `curl --silent --show-error --fail --header 'Accept: text/csv' \\
  --data-urlencode query=${shell(query)} \\
  ${shell(at)}`,
  "Python (SPARQLWrapper)": (query, at) => `from SPARQLWrapper import JSON, POST, SPARQLWrapper

endpoint = SPARQLWrapper(${JSON.stringify(at)})
endpoint.setQuery(${python(query)})
endpoint.setMethod(POST)
endpoint.setReturnFormat(JSON)
for row in endpoint.queryAndConvert()["results"]["bindings"]:
    print({name: term["value"] for name, term in row.items()})`,
  R: (query, at) => `library(httr)

answer <- POST(${JSON.stringify(at)},
  body = list(query = ${r(query)}),
  encode = "form", accept("text/csv"))
stop_for_status(answer)
rows <- read.csv(text = content(answer, "text", encoding = "UTF-8"))
print(rows)`,
  DuckDB: (query, at) => `curl --silent --show-error --fail --header 'Accept: text/csv' \\
  --data-urlencode query=${shell(query)} \\
  ${shell(at)} |
  duckdb -c "SELECT * FROM read_csv('/dev/stdin', header = true)"`,
};

// The programs as elements that fold, and what writes a query into all of them.
function programs() {
  const codes = Object.entries(PROGRAMS).map(([name, write]) => ({ name, write, code: element("code") }));
  const elements = codes.map(({ name, code }) => {
    const shown = attributes(element("pre", {}, code), { tabindex: 0, role: "group", "aria-label": name });
    return element("details", {}, element("summary", {}, name), shown);
  });
  const fill = query => codes.forEach(({ write, code }) => { code.textContent = write(query.trimEnd(), endpoint()); });
  return { elements, fill };
}

Object.assign(tuyun, { programs });
})();

// Sending a query, and saying in words why it was not answered.
"use strict";
(() => {
const { settings, say, root } = tuyun;
const JSON_RESULTS = "application/sparql-results+json", NONE = new Set([404, 405, 501]);

class Unanswered extends Error {
  constructor(said, detail = "", place = null) {
    super(said);
    Object.assign(this, { detail, place });
  }
}

async function send(query, accept, signal) {
  if (location.protocol === "file:") throw new Unanswered(say("no_endpoint"));
  const headers = { Accept: accept, "Accept-Language": tuyun.language, "Content-Type": "application/x-www-form-urlencoded" };
  let answer;
  try {
    answer = await fetch(root + settings.endpoint, { method: "POST", headers, body: new URLSearchParams({ query }), signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Unanswered(say("unreachable"));
  }
  if (!answer.ok) throw await refused(answer);
  return answer;
}

// An answer as text; a stream that broke off is never taken for the whole.
async function whole(answer) {
  try {
    return await answer.text();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Unanswered(say("cut"));
  }
}

async function problem(answer) {
  try {
    const found = JSON.parse(await answer.text());
    return typeof found === "object" && found ? found : {};
  } catch {
    return {};
  }
}

async function refused(answer) {
  const { status } = answer;
  if (NONE.has(status)) return new Unanswered(say("no_endpoint"));
  const found = (answer.headers.get("Content-Type") ?? "").includes("json") ? await problem(answer) : {};
  const detail = typeof found.detail === "string" ? found.detail : "";
  const place = Number.isInteger(found.line) && found.line > 0
    ? { line: found.line, column: Number.isInteger(found.column) && found.column > 0 ? found.column : 1 } : null;
  if (status === 400) return new Unanswered(say("wrong"), detail, place);
  if (status === 403) return new Unanswered(say("refused"), detail, place);
  if (status === 422) return new Unanswered(say("great"), detail);
  if (status === 413 || status === 414) return new Unanswered(say("large"), detail);
  if (status === 408 || status === 504 || found.outcome === "time") return new Unanswered(say("timeout"), detail);
  if (found.outcome === "memory") return new Unanswered(say("memory"), detail);
  if (status === 429 || status === 503) {
    const seconds = Number.parseInt(answer.headers.get("Retry-After"), 10);
    return new Unanswered(say("busy") + (seconds > 0 ? ` ${say("later", { seconds })}` : ""), detail);
  }
  return new Unanswered(say("failed", { status: String(status) }), detail);
}

const isObject = value => typeof value === "object" && value !== null;

// A term as the pages read it; null for what the format does not allow (https://www.w3.org/TR/sparql12-results-json/).
function term(given) {
  if (!isObject(given)) return null;
  if (given.type === "triple" && isObject(given.value)) {
    const [subject, predicate, object] = ["subject", "predicate", "object"].map(name => term(given.value[name]));
    return { type: "triple", value: { subject, predicate, object } };
  }
  if (typeof given.value !== "string") return null;
  const more = ["xml:lang", "datatype"].filter(name => typeof given[name] === "string").map(name => [name, given[name]]);
  return { type: given.type, value: given.value, ...Object.fromEntries(more) };
}

function select(found) {
  const variables = found?.head?.vars, bindings = found?.results?.bindings;
  if (!Array.isArray(variables) || !variables.every(name => typeof name === "string") || !Array.isArray(bindings))
    throw new Unanswered(say("cut"));
  const rows = bindings.map(binding => {
    const row = Object.create(null);  // a variable may be called as a property of every object
    for (const name of variables) row[name] = isObject(binding) && Object.hasOwn(binding, name) ? term(binding[name]) : null;
    return row;
  });
  return { variables, rows };
}

// The answer to a query: {boolean}, {variables, rows} or {text, type}.
async function ask(query, signal) {
  const answer = await send(query, `${JSON_RESULTS}, text/turtle;q=0.9`, signal);
  const type = (answer.headers.get("Content-Type") ?? "").split(";")[0].trim();
  const text = await whole(answer);
  if (!type.includes("json") || type.includes("ld+json")) return { text, type };
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    throw new Unanswered(say("cut"));
  }
  return typeof found?.boolean === "boolean" ? { boolean: found.boolean } : select(found);
}

const rows = async query => (await ask(query)).rows;

Object.assign(tuyun, { Unanswered, send, whole, ask, rows });
})();

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
  if (status === 413 || status === 414) return new Unanswered(say("large"), detail);
  if (status === 408 || status === 504) return new Unanswered(say("timeout"), detail);
  if (status === 429 || status === 503) {
    const seconds = Number.parseInt(answer.headers.get("Retry-After"), 10);
    return new Unanswered(say("busy") + (seconds > 0 ? ` ${say("later", { seconds })}` : ""), detail);
  }
  return new Unanswered(say("failed", { status: String(status) }), detail);
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
  if (typeof found.boolean === "boolean") return { boolean: found.boolean };
  return { variables: found.head.vars, rows: found.results.bindings };
}

const rows = async query => (await ask(query)).rows;

Object.assign(tuyun, { Unanswered, send, whole, ask, rows });
})();

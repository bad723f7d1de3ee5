// The questions of the cookbook: their links lead to their pages until the queries are here, then into the editor.
"use strict";
(() => {
const { settings, say, element, chosen, root } = tuyun;

const isQuestion = one => typeof one?.id === "string" && typeof one.query === "string";

// What a question asks, for the reader of this page.
function asked({ id, question }) {
  const texts = Object.entries(question ?? {}).filter(([, text]) => typeof text === "string");
  return chosen(Object.fromEntries(texts))?.text ?? id;
}

async function fetched() {
  if (!settings.queries || location.protocol === "file:") return [];
  try {
    const { queries } = await (await fetch(root + settings.queries)).json();
    return Array.isArray(queries) ? queries.filter(isQuestion) : [];
  } catch {
    return [];
  }
}

function offer(item, one, load) {
  const link = item.querySelector("a");
  const stored = element("a", { className: "stored", href: link.getAttribute("href") }, say("stored"));
  link.href = `?${new URLSearchParams({ recipe: one.id })}`;
  link.onclick = event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    load(one);
  };
  item.insertBefore(stored, item.querySelector(".stored"));
  stored.after(" ");
}

// Returns the questions by id; `load` is called with the one that a reader chooses.
async function questions(load) {
  const ready = new Map((await fetched()).map(one => [one.id, one]));
  for (const item of document.querySelectorAll("#questions [data-query]")) {
    const one = ready.get(item.dataset.query);
    if (one) offer(item, one, load);
  }
  return ready;
}

Object.assign(tuyun, { questions, asked });
})();

// The page: the editor, questions that are ready, links to queries, and what comes back.
"use strict";
(() => {
const { settings, say, element, attributes, completers, ask, rows, send, whole, table, timeline, map, programs } = tuyun;
const get = id => document.getElementById(id);
const place = get("query"), run = get("run"), stop = get("stop"), said = get("said"), answer = get("answer"), elsewhere = get("elsewhere");
const shown = answer.querySelector(".shown"), views = answer.querySelector(".by-kind"), take = answer.querySelector(".take .do");

get("ask").hidden = false;
const editor = new Yasqe(place, {
  value: place.dataset.first,
  autocompleters: completers,
  persistenceId: null,
  showQueryButton: false,
  createShareableLink: null,
  consumeShareLink: null,
  resizeable: false,
  screenReaderLabel: place.dataset.label,
  prefixCcApi: null,
  editorHeight: null,
  viewportMargin: Infinity,
  // Tab leaves the editor, as it leaves any other field.
  extraKeys: { Tab: false, "Shift-Tab": false, "Ctrl-Enter": start, "Cmd-Enter": start, "Ctrl-S": false, "Shift-Ctrl-F": () => editor.autoformat() },
});

// What has the focus is outlined, here as everywhere; the library takes the outline away.
editor.getInputField().style.outline = "";

// A name for the list of words, which the library leaves out.
editor.on("autocompletionShown", (_, list) => list.hints.setAttribute("aria-label", say("suggestions")));

function tell(text, more = []) {
  said.replaceChildren(element("p", {}, text), ...more);
}

// Asking

let controller = null, wrong = null;

function busy(is) {
  run.disabled = is;
  stop.disabled = !is;
}

function fail(error) {
  if (error.name === "AbortError") return tell(say("stopped"));
  if (!(error instanceof tuyun.Unanswered)) {
    tell(say("unshown"));
    throw error;
  }
  const more = [];
  if (error.place) {
    more.push(element("p", {}, say("place", error.place)));
    const line = Math.min(error.place.line, editor.getDoc().lineCount()) - 1;
    wrong = editor.getDoc().addLineClass(line, "background", "wrong");
    editor.getDoc().setCursor({ line, ch: error.place.column - 1 });
  }
  if (error.detail) more.push(attributes(element("p", { className: "detail" }, error.detail), { dir: "auto" }));
  tell(error.message, more);
}

async function start() {
  const query = editor.getValue();
  if (wrong) editor.getDoc().removeLineClass(wrong, "background", "wrong");
  if (editor.getQueryMode() === "update") return tell(say("update"));
  controller?.abort();
  const mine = controller = new AbortController(), began = performance.now();
  answer.hidden = true;
  busy(true);
  tell(say("running"));
  history.replaceState(null, "", `${location.pathname}#${new URLSearchParams({ query })}`);
  try {
    const found = await ask(query, mine.signal);
    if (mine !== controller) return;
    await show(query, found, ((performance.now() - began) / 1000).toFixed(2));
  } catch (error) {
    if (mine === controller) fail(error);
  } finally {
    if (mine === controller) busy(false);
  }
}

run.onclick = start;
stop.onclick = () => controller?.abort();

// Showing

const NAMES = 3000;  // milliseconds that an answer waits for the names of what is in it
const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));

async function show(query, found, seconds) {
  const ways = [];
  if ("boolean" in found) {
    ways.push(["text", () => element("p", { className: "verdict" }, say(found.boolean ? "yes" : "no"))]);
    tell(say(found.boolean ? "yes" : "no"));
  } else if (found.rows) {
    const { variables, rows: all } = found;
    tell(all.length ? say("rows", { rows: all.length, seconds }) : say("nothing", { seconds }));
    const learn = iris => Promise.race([tuyun.learn(iris, rows).catch(() => {}), pause(NAMES)]);
    const made = table(variables, all, learn);
    ways.push(["table", () => made.element]);
    await made.ready;
    for (const [key, way] of [["timeline", timeline], ["map", map]]) {
      const drawn = all.length && way(variables, all, learn);
      if (drawn) ways.push([key, drawn]);
    }
  } else {
    tell(say("graph", { seconds }));
    const text = () => attributes(element("pre", {}, element("code", {}, found.text)), { tabindex: 0, role: "group", "aria-label": say("text") });
    ways.push(["text", text]);
  }
  await choose(ways);
  offer(query, "text" in found ? settings.graphs : settings.results);
  answer.hidden = false;
}

function choose(ways) {
  const buttons = ways.map(([key, way]) => {
    const button = element("button", { type: "button" }, say(key));
    button.onclick = async () => {
      for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
      const made = await way();
      if (button.getAttribute("aria-pressed") === "true") shown.replaceChildren(made);
    };
    return button;
  });
  views.replaceChildren(...(buttons.length > 1 ? buttons : []));
  return buttons[0].onclick();
}

function offer(query, formats) {
  take.replaceChildren(...formats.map(({ label, type, suffix }) => {
    const button = element("button", { type: "button" }, label);
    button.onclick = async () => {
      try {
        save(await whole(await send(query, type)), type, `query.${suffix}`);
      } catch (error) {
        fail(error);
      }
    };
    return button;
  }));
}

function save(text, type, name) {
  const href = URL.createObjectURL(new Blob([text], { type }));
  element("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60000);
}

const others = programs();
elsewhere.append(...others.elements);
elsewhere.hidden = false;
const explain = () => others.fill(editor.getValue(), editor.getQueryType());
editor.on("change", explain);

// Questions that are ready

let ready = new Map();

function load(one) {
  editor.setValue(one.query);
  answer.hidden = true;
  tell(say("loaded", { question: tuyun.asked(one) }));
}

function chosen(one) {
  load(one);
  get("ask").scrollIntoView({ block: "start" });
  editor.focus();
}

// Links to queries: ?recipe=<id>, ?query=… and #query=…; they are shown and never run by themselves

function linked() {
  const asked = new URLSearchParams(location.search), own = new URLSearchParams(location.hash.slice(1));
  const query = own.get("query") ?? asked.get("query"), id = asked.get("recipe");
  if (query !== null) editor.setValue(query);
  else if (id !== null) {
    if (ready.has(id)) load(ready.get(id));
    else tell(say("unknown_recipe", { id }));
  }
}

if (location.protocol === "file:") tell(say("no_endpoint"));
explain();
tuyun.questions(chosen).then(found => {
  ready = found;
  linked();
  place.dataset.ready = "yes";
});
addEventListener("popstate", linked);
})();

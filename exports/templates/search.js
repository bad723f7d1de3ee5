// Search in the reader's browser. The build writes the index (exports/search/) as scripts that call tuyunSearch;
// words are folded and cut here by the same rules as there.
(() => {
"use strict";
const page = document.getElementById("search");
const box = page.querySelector("#words");
const suggestions = page.querySelector("[role=listbox]");
const status = page.querySelector("[role=status]");
const kindButtons = page.querySelector(".by-kind");
const list = page.querySelector(".found");
const more = page.querySelector(".more-found");
const language = document.documentElement.lang;
const say = page.dataset;
const SHOWN = 20, SUGGESTED = 8, WORDS = 12, PREFIX = 3, BEST = [6, 2, 1], PAUSE = 120;

// Files of the index

const files = new Map();
let index;

window.tuyunSearch = (name, data) => files.get(name).done(data);

function load(name) {
  if (!files.has(name)) {
    const file = {};
    file.data = new Promise((done, failed) => {
      file.done = done;
      const script = document.createElement("script");
      script.src = `${say.root}${say.index}/${name}.js`;
      script.onerror = () => failed(new Error(name));
      document.head.append(script);
    });
    files.set(name, file);
  }
  return files.get(name).data;
}

// Words

const fold = text => text.normalize("NFC").toLowerCase().replace(/./gu, letter => index.rules.letters[letter] ?? letter);
const length = text => [...text].length;
const wordsOf = text => (fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).filter(word => length(word) >= index.rules.least);

function stem(word, steps) {
  for (const [pattern, to, times] of steps)
    for (let time = 0; time < times; time++) word = word.replace(pattern, to);
  return word;
}

function skeleton(word) {
  for (const [cluster, letter] of index.rules.clusters) word = word.replaceAll(cluster, letter);
  word = word.replace(/./gu, letter => index.rules.latin[letter] ?? letter);
  for (const [pattern, to] of index.rules.reductions) word = word.replace(pattern, to);
  return word;
}

const stems = word => new Set([word, ...Object.values(index.rules.stems).map(steps => stem(word, steps))]);

async function start() {
  if (!index) {
    index = await load("index");
    const compiled = (steps, flags) => steps.map(([pattern, ...rest]) => [new RegExp(pattern, flags), ...rest]);
    for (const code in index.rules.stems) index.rules.stems[code] = compiled(index.rules.stems[code], "u");
    index.rules.reductions = compiled(index.rules.reductions, "gu");
    index.shards = new Set(index.shards);
    index.size = index.kinds.at(-1)?.to ?? 0;
  }
  return index;
}

function shard(word) {
  const letters = [...word];
  for (const count of [3, 2, 1]) {
    const first = letters.slice(0, count).join("");
    if (index.shards.has(first)) return first;
  }
}

const fileOf = letters => `words/${[...letters].map(one => one.codePointAt(0).toString(16).padStart(4, "0")).join("-")}`;

// Finding

// What is known of one word: the worth of each entity that has it, and the forms in which it was met.
async function look(word, namesOnly) {
  const cut = stems(word), latin = index.latin + skeleton(word);
  const starts = length(word) >= (namesOnly ? 2 : PREFIX);
  const begun = form => form.startsWith(word) || (length(latin) > PREFIX && form.startsWith(latin));
  const names = new Set([...cut, latin, word].map(shard).filter(Boolean));
  const met = { worth: new Map(), forms: new Set([word]) };
  for (const groups of await Promise.all([...names].map(letters => load(fileOf(letters)))))
    for (const found in groups)
      for (const form in groups[found]) {
        const exact = form === word || form === latin;
        const near = cut.has(found) || cut.has(form);
        if (!exact && !near && !(starts && begun(form))) continue;
        met.forms.add(form);
        enter(met.worth, groups[found][form], exact ? 1 : near ? 0.8 : 0.5, namesOnly);
      }
  return met;
}

function enter(worth, places, factor, namesOnly) {
  (namesOnly ? places.slice(0, 1) : places).forEach((distances, place) => {
    let number = 0;
    for (const distance of distances) {
      number += distance;
      worth.set(number, Math.max(worth.get(number) ?? 0, BEST[place] * factor));
    }
  });
}

const kindOf = number => index.kinds.find(kind => number < kind.to);

// Entities with all words, the best first; with some of the words where none has all.
async function find(text, namesOnly = false) {
  await start();
  const words = [...new Set(wordsOf(text))].slice(0, WORDS);
  const met = await Promise.all(words.map(word => look(word, namesOnly)));
  const scores = new Map(), counts = new Map();
  for (const { worth } of met) {
    const rarity = Math.log(1 + index.size / (worth.size || 1));
    for (const [number, value] of worth) {
      scores.set(number, (scores.get(number) ?? 0) + value * rarity * kindOf(number).worth);
      counts.set(number, (counts.get(number) ?? 0) + 1);
    }
  }
  const all = [...counts.values()].includes(words.length);
  const numbers = [...scores.keys()].filter(number => !all || counts.get(number) === words.length);
  numbers.sort((a, b) => counts.get(b) - counts.get(a) || scores.get(b) - scores.get(a) || a - b);
  return { numbers, some: !all && numbers.length > 0, forms: new Set(met.flatMap(one => [...one.forms])) };
}

async function describe(number) {
  const chunk = Math.floor(number / index.entities);
  const [address, label, labelLanguage, remark, excerpt, excerptLanguage] =
    (await load(`${language}/${chunk}`))[number % index.entities];
  return { number, address: say.root + address, label, labelLanguage, remark, excerpt, excerptLanguage };
}

// Showing

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function marked(text, forms) {
  return text.split(/([\p{L}\p{N}]+)/u).map((piece, place) =>
    place % 2 && forms.has(fold(piece)) ? element("mark", {}, piece) : piece);
}

function noteOf(one) {
  return [kindOf(one.number).names[language][0], one.remark].filter(Boolean).join(" · ");
}

function result(one, forms) {
  const link = element("a", { href: one.address }, element("bdi", { lang: one.labelLanguage || language }, ...marked(one.label, forms)));
  const item = element("li", {}, link, " ", element("span", { className: "note" }, noteOf(one)));
  if (one.labelLanguage) link.after(" ", element("span", { className: "tag" }, one.labelLanguage));
  if (one.excerpt)
    item.append(element("p", { className: "excerpt", dir: "auto", lang: one.excerptLanguage || language }, ...marked(one.excerpt, forms)));
  return item;
}

let turn = 0;

async function search(text) {
  const mine = ++turn;
  closeSuggestions();
  document.title = text ? `${text} — ${say.title}` : say.title;
  if (!wordsOf(text).length) return show({ numbers: [], forms: new Set() }, "");
  const found = await find(text);
  if (mine !== turn) return;
  const counted = `${say.count} ${found.numbers.length.toLocaleString(language)}`;
  const none = say.none.replace("{words}", text);
  await show(found, found.numbers.length ? (found.some ? `${say.some} ${counted}` : counted) : none);
}

async function show(found, said) {
  status.textContent = said;
  page.classList.toggle("nothing", Boolean(said) && !found.numbers.length);
  chooseKind(found);
  await fill(found, found.numbers);
}

async function fill(found, numbers) {
  list.replaceChildren();
  await extend(found, numbers);
}

async function extend(found, numbers) {
  const mine = turn, from = list.children.length;
  const described = await Promise.all(numbers.slice(from, from + SHOWN).map(describe));
  if (mine !== turn) return;
  list.append(...described.map(one => result(one, found.forms)));
  more.hidden = list.children.length >= numbers.length;
  more.onclick = async () => {
    await extend(found, numbers);
    list.children[from + SHOWN]?.querySelector("a").focus();
  };
}

function chooseKind(found) {
  const kinds = index.kinds.map(kind => [kind.names[language][1], found.numbers.filter(number => kindOf(number) === kind)]);
  const held = kinds.filter(([, numbers]) => numbers.length);
  kindButtons.replaceChildren();
  if (held.length < 2) return;
  for (const [name, numbers] of [[say.all, found.numbers], ...held]) {
    const button = element("button", { type: "button" }, `${name} ${numbers.length.toLocaleString(language)}`);
    button.setAttribute("aria-pressed", String(numbers === found.numbers));
    button.onclick = () => {
      for (const other of kindButtons.children) other.setAttribute("aria-pressed", String(other === button));
      turn++;
      fill(found, numbers).catch(fail);
    };
    kindButtons.append(button);
  }
}

// Suggestions while typing: names only

let pause, active = -1;

function closeSuggestions() {
  clearTimeout(pause);
  suggestions.hidden = true;
  suggestions.replaceChildren();
  active = -1;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

async function suggest() {
  const text = box.value;
  const found = await find(text, true);
  const described = await Promise.all((found.some ? [] : found.numbers).slice(0, SUGGESTED).map(describe));
  if (text !== box.value || document.activeElement !== box) return;
  closeSuggestions();
  described.forEach((one, place) => {
    const label = element("bdi", { lang: one.labelLanguage || language }, ...marked(one.label, found.forms));
    const option = element("li", { id: `suggestion-${place}` }, label, " ", element("span", { className: "note" }, noteOf(one)));
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.href = one.address;
    option.onpointerdown = event => event.preventDefault();
    option.onclick = () => { location.href = one.address; };
    suggestions.append(option);
  });
  suggestions.hidden = !described.length;
  box.setAttribute("aria-expanded", String(!suggestions.hidden));
}

function activate(step) {
  const options = [...suggestions.children];
  active = (active + step + options.length + 1 + (active < 0 && step < 0 ? 1 : 0)) % (options.length + 1);
  if (active === options.length) active = -1;
  options.forEach((option, place) => option.setAttribute("aria-selected", String(place === active)));
  if (active < 0) return box.removeAttribute("aria-activedescendant");
  box.setAttribute("aria-activedescendant", options[active].id);
  options[active].scrollIntoView({ block: "nearest" });
}

function fail() {
  status.textContent = say.failed;
  page.classList.add("nothing");
}

box.oninput = () => {
  clearTimeout(pause);
  pause = setTimeout(() => suggest().catch(fail), PAUSE);
};
box.onkeydown = event => {
  if (event.key === "Escape" && !suggestions.hidden) closeSuggestions();
  else if (event.key === "ArrowDown" && !suggestions.hidden) activate(1);
  else if (event.key === "ArrowUp" && !suggestions.hidden) activate(-1);
  else if (event.key === "Enter" && active >= 0) location.href = suggestions.children[active].dataset.href;
  else return;
  event.preventDefault();
};
box.onblur = closeSuggestions;

function words(text) {
  box.value = text;
  start().then(() => search(text)).catch(fail);
}

page.querySelector("form").onsubmit = event => {
  event.preventDefault();
  history.pushState(null, "", `?q=${encodeURIComponent(box.value)}`);
  words(box.value);
};
const asked = () => words(new URLSearchParams(location.search).get("q") ?? "");
addEventListener("popstate", asked);
asked();
})();

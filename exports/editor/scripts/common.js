// What the pages that ask share: their settings and words, elements made of text alone, how things are called.
"use strict";
window.tuyun = (() => {
const settings = JSON.parse(document.querySelector("script[type='application/json']").textContent);
const language = document.documentElement.lang;
const root = "";  // these pages lie at the root of a release

// Data files are scripts that hand themselves over: a page opened from a folder may load them too.
const data = {};
window.tuyunData = (name, value) => { data[name] = value; };

const number = value => value.toLocaleString(language);

function say(key, values = {}) {
  return settings.words[key].replace(/\{(\w+)\}/g, (whole, name) =>
    name in values ? (typeof values[name] === "number" ? number(values[name]) : values[name]) : whole);
}

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function attributes(made, given) {
  for (const name in given) made.setAttribute(name, given[name]);
  return made;
}

function shape(name, given = {}, ...children) {
  const made = attributes(document.createElementNS("http://www.w3.org/2000/svg", name), given);
  made.append(...children);
  return made;
}

// One of several texts by language, for the reader of this page, with the language that it is in.
function chosen(texts) {
  for (const code of [language, ...settings.languages, ...Object.keys(texts)])
    if (Object.hasOwn(texts, code)) return { text: texts[code], language: code === language ? "" : code };
  return null;
}

const isLanguage = code => /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/.test(code);

// A text with its language, marked where that is not the page's.
function inLanguage(text, code) {
  const made = element("bdi", {}, text);
  if (!code) return [made];
  if (isLanguage(code)) made.lang = code;
  return code === language ? [made] : [made, " ", element("span", { className: "tag" }, code)];
}

return { settings, language, root, data, number, say, element, attributes, shape, chosen, inLanguage };
})();

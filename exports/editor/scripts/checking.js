// What the library would say in English only, or with styles that the policy of the site forbids, said by the page.
"use strict";
(() => {
const { say, element, attributes } = tuyun;
const GUTTER = "gutterErrorBar";

// Marks the first line that cannot be read; the endpoint has the last word.
Yasqe.prototype.checkSyntax = function () {
  this.queryValid = true;
  this.clearGutter(GUTTER);
  for (let line = 0; line < this.getDoc().lineCount(); line++) {
    const { state } = this.getTokenAt({ line, ch: this.getDoc().getLine(line).length }, true);
    this.setOption("queryType", state.queryType);
    if (state.OK !== false) continue;
    this.queryValid = false;
    const mark = attributes(element("span", { className: "unreadable", title: say("unreadable") }, "!"), { role: "img", "aria-label": say("unreadable") });
    this.setGutterMarker(line, GUTTER, mark);
    return;
  }
};
Yasqe.prototype.showNotification = () => {};
Yasqe.prototype.hideNotification = () => {};
})();

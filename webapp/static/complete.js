// SPDX-License-Identifier: EUPL-1.2
// Offers words to go on with while somebody types what they buy. Without this file the field is a plain one.
"use strict";

for (const field of document.querySelectorAll("input[data-completions]")) {
  const list = document.createElement("datalist");
  list.id = field.id + "-words";
  field.after(list);
  field.setAttribute("list", list.id);
  let asked = "";
  let waiting = 0;

  const ask = async () => {
    asked = field.value;
    if (asked.trim().length < 2) {
      list.replaceChildren();
      return;
    }
    const address = new URL(field.dataset.completions, document.baseURI);
    address.searchParams.set("q", asked);
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      const { completions } = answer.ok ? await answer.json() : { completions: [] };
      // A slow answer to what is no longer typed is passed over.
      if (field.value !== asked) return;
      list.replaceChildren(...completions.map((text) => new Option("", text)));
    } catch {
      list.replaceChildren();
    }
  };

  field.addEventListener("input", () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(ask, 120);
  });
}

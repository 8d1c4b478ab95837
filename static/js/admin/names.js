/** The searching lists of Django's administration (select2) are drawn without the name of their field. */

function name() {
  for (const list of document.querySelectorAll("select.admin-autocomplete")) {
    const label = list.labels[0];
    if (!label) continue;
    label.id ||= `${list.id}_label`;
    for (const drawn of list.nextElementSibling.querySelectorAll("[role='combobox'], [role='textbox']")) {
      const shown = drawn.getAttribute("aria-labelledby") ?? "";
      drawn.setAttribute("aria-labelledby", `${label.id} ${shown}`.trim());
    }
  }
}

globalThis.django?.jQuery?.(name); // after the lists are drawn, which its own ready handlers do

/** Of the groups of parameters only those of the chosen kind of rule are shown. */

const kind = document.querySelector("#id_kind");

function show() {
  for (const group of document.querySelectorAll("[data-parameters] [data-kind]")) {
    group.hidden = group.dataset.kind !== kind.value;
    group.disabled = group.hidden; // a number out of range that nobody sees must not hold the form back
  }
}

if (kind) {
  kind.addEventListener("change", show);
  show();
}

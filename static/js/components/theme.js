/** Switches the theme in place; without JavaScript the same form reloads the page. "themechange" tells the map. */

for (const form of document.querySelectorAll("[data-theme-switch]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const answer = new FormData(form, event.submitter);
    document.documentElement.dataset.theme = answer.get("theme");
    document.dispatchEvent(new Event("themechange"));
    remember(form, answer);
  });
}

/** Kept by the server in a cookie, so that the next page is drawn in the right theme from its first byte. */
async function remember(form, answer) {
  try {
    await fetch(form.action, { method: "POST", body: answer, redirect: "manual" });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    console.info("The theme holds for this page only: the server could not be reached.");
  }
}

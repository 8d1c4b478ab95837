/** The REST API as the browser calls it: session cookie, CSRF, problems as sentences. */

import { gettext } from "./i18n.js";

const ROOT = "/api/v1/";
const PATIENCE_MS = 15_000;

/** The server answered no; `message` is its sentence, `facts` what else it said (by, at…). */
export class Problem extends Error {
  constructor(status, facts) {
    super(facts.detail || gettext("The server refused and gave no reason."));
    this.name = "Problem";
    this.status = status;
    this.facts = facts;
  }
}

/** No answer came: the network or the server is away. */
export class Away extends Error {
  constructor() {
    super(gettext("The server cannot be reached."));
    this.name = "Away";
  }
}

export function get(path) {
  return call(path, { method: "GET" });
}

export function post(path, body) {
  return write("POST", path, body);
}

export function patch(path, body) {
  return write("PATCH", path, body);
}

function write(method, path, body) {
  return call(path, {
    method,
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") },
  });
}

export function remove(path) {
  return call(path, { method: "DELETE", headers: { "X-CSRFToken": cookie("csrftoken") } });
}

/** The address of a path of the API; a path that begins with a slash is already one. */
export function address(path) {
  return path.startsWith("/") ? path : ROOT + path;
}

async function call(path, options) {
  let response;
  try {
    response = await fetch(address(path), {
      credentials: "same-origin",
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...options,
      headers: { Accept: "application/json", ...options.headers },
    });
  } catch (error) {
    if (error instanceof TypeError || error.name === "TimeoutError") throw new Away();
    throw error;
  }
  if ([502, 503, 504].includes(response.status)) throw new Away();
  if (!response.ok) throw new Problem(response.status, await facts(response));
  return response.json();
}

async function facts(response) {
  if (!/json/.test(response.headers.get("Content-Type") ?? "")) return {};
  return response.json();
}

function cookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

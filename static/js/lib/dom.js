/** Makes elements without ever parsing text as HTML. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * el("button.button.button--main", {type: "button", onclick: …, hidden: false}, "Claim", el("kbd", {}, "⏎"))
 * Names that start with "on" are listeners, boolean values switch attributes, null and undefined are left out.
 */
export function el(selector, properties = {}, ...children) {
  const [tag, ...classes] = selector.split(".");
  return fill(document.createElement(tag), classes, properties, children);
}

/** As el(), for shapes inside an <svg>. */
export function svg(selector, properties = {}, ...children) {
  const [tag, ...classes] = selector.split(".");
  return fill(document.createElementNS(SVG, tag), classes, properties, children);
}

function fill(node, classes, properties, children) {
  if (classes.length) node.setAttribute("class", classes.join(" "));
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Is the person writing, so that a letter is a letter and no command? */
export function isWriting(target) {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** A colour or size of tokens.css, as it is under the present theme. */
export function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

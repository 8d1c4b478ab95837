/** For which alerts a procedure is taken, as a form: kinds and districts to tick, and what that means beside others. */

import { el } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { meets, taken, whereTaken } from "./scopes.js";

export class ScopeForm {
  /**
   * side: where it is asked which one is taken. page: {kinds: [[code, name]], districts: [name], others: [{key, title, kinds, districts}], may_edit}. onchange: told when
   * something was ticked.
   */
  constructor(side, page, onchange) {
    this.page = page;
    this.names = Object.fromEntries(page.kinds);
    this.onchange = onchange;
    this.scope = { kinds: [], districts: [] };
    this.kinds = el("div.scope__ticks");
    this.districts = el("div.scope__ticks");
    this.words = el("div.scope__words", { "aria-live": "polite" });
    this.form = this.#fieldset();
    this.kind = el("select", { onchange: () => this.#answer() });
    this.district = el("select", { onchange: () => this.#answer() });
    this.taken = el("p", { role: "status" });
    side.append(
      el("h2", {}, gettext("Which one is taken?")),
      field(gettext("Kind"), this.kind),
      field(gettext("Where"), this.district),
      this.taken,
    );
    this.kind.append(...page.kinds.map(([code, name]) => el("option", { value: code }, name)));
    this.district.append(
      el("option", { value: "" }, gettext("in no district")),
      ...page.districts.map((name) => el("option", { value: name }, name)),
    );
  }

  show(scope) {
    this.scope = { kinds: [...scope.kinds], districts: [...scope.districts] };
    const { kinds, districts, may_edit: mayEdit } = this.page;
    const ticks = (choices, part) =>
      choices.map(([value, name]) =>
        tick(name, this.scope[part].includes(value), mayEdit, (is) => this.#set(part, value, is)),
      );
    this.kinds.replaceChildren(...ticks(kinds, "kinds"));
    const named = districts.map((name) => [name, name]);
    this.districts.replaceChildren(...(named.length ? ticks(named, "districts") : [noDistricts()]));
    if (this.scope.kinds.length) this.kind.value = this.scope.kinds[0];
    if (this.scope.districts.length) this.district.value = this.scope.districts[0];
    this.#tell();
  }

  /** What the server found wrong; of others that are known here it is said already. */
  refuse(faults) {
    const isNew = ({ other }) => !this.page.others.some(({ key }) => key === other);
    this.words.append(
      ...faults.filter(isNew).map((fault) => el("p.field__wrong", { role: "alert" }, this.#sentence(fault))),
    );
  }

  #fieldset() {
    return el(
      "fieldset.stepform.scope",
      {},
      el("legend", {}, gettext("For which alerts")),
      el("div.scope__part", {}, el("strong", {}, gettext("Kinds")), this.kinds),
      el(
        "div.scope__part",
        {},
        el("strong", {}, gettext("Districts")),
        el(
          "small",
          {},
          gettext("None chosen: everywhere. One that names districts is taken there before one that does not."),
        ),
        this.districts,
      ),
      this.words,
    );
  }

  #set(part, value, is) {
    const rest = this.scope[part].filter((one) => one !== value);
    this.scope = { ...this.scope, [part]: (is ? [...rest, value] : rest).sort() };
    if (is) this[part === "kinds" ? "kind" : "district"].value = value;
    this.#tell();
    this.onchange(this.scope);
  }

  #tell() {
    const { others } = this.page;
    const lines = this.scope.kinds.map((kind) =>
      interpolate(gettext("%(kind)s: %(where)s"), {
        kind: this.names[kind] ?? kind,
        where: whereTaken(this.scope, kind, others),
      }),
    );
    const wrong = others
      .filter((other) => meets(this.scope, other))
      .map((other) => this.#sentence({ other: other.key }));
    this.words.replaceChildren(
      el("ul.scope__lines", {}, ...lines.map((line) => el("li", {}, line))),
      ...wrong.map((sentence) => el("p.field__wrong", {}, sentence)),
    );
    this.#answer();
  }

  #sentence({ other, sentence }) {
    const known = this.page.others.find(({ key }) => key === other);
    if (!known) return sentence;
    const words = gettext(
      "“%(other)s” is taken for the same alerts already. Take a kind or a district out of one of the two.",
    );
    return interpolate(words, { other: known.title });
  }

  #answer() {
    const mine = { ...this.scope, title: gettext("This one") };
    const found = taken([...this.page.others, mine], this.kind.value, this.district.value);
    this.taken.replaceChildren(
      found === null
        ? gettext("None: closing such an alert asks for nothing.")
        : found.key
          ? el("a", { href: `/procedures/${found.key}/` }, found.title)
          : el("strong", {}, found.title),
    );
  }
}

const noDistricts = () => el("small", {}, gettext("The map of this city has no districts."));

function tick(name, checked, mayEdit, onchange) {
  const box = el("input", {
    type: "checkbox",
    checked,
    disabled: !mayEdit,
    onchange: ({ target }) => onchange(target.checked),
  });
  return el("label.stepform__tick", {}, box, name);
}

function field(words, control) {
  return el("label.field", {}, words, control);
}

/** One chart of the dashboard, with a menu that saves it as PNG or SVG. Without a script the table below stays. */

import { init } from "../../echarts/echarts.esm.min.mjs";
import { el } from "../lib/dom.js";
import { createFormat } from "../lib/format.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { colours } from "./colours.js";
import { hasAny, heightOf, isLong, optionsOf, shortened } from "./options.js";

const SHARPNESS = 2;
const SAVED_WIDTH = 960;

class Plot extends HTMLElement {
  connectedCallback() {
    this.draws = this.dataset.draws;
    this.charts = JSON.parse(document.getElementById("board-charts").textContent);
    if (!hasAny(this.draws, this.charts)) return;
    this.box = el("div.plot__box", { role: "img", "aria-label": this.dataset.label });
    this.append(this.box, ...this.more(), this.menu());
    this.shows(shortened(this.draws, this.charts));
    this.isWhole = !isLong(this.draws, this.charts);
    this.chart = init(this.box, null, { renderer: "svg" });
    this.chart.on("click", ({ data }) => {
      if (data?.address) location.search = data.address;
    });
    this.draw();
    document.addEventListener("themechange", () => this.draw());
    new ResizeObserver(() => this.fit()).observe(this);
    matchMedia("print").addEventListener("change", ({ matches }) => this.print(matches));
  }

  /** A long list begins with its first rows, so that it does not stand beside a blank; one press shows the rest. */
  more() {
    if (!isLong(this.draws, this.charts)) return [];
    const count = this.charts[this.draws].length;
    const showAll = el(
      "button.button.plot__more",
      {
        type: "button",
        onclick: () => {
          showAll.remove();
          this.isWhole = true;
          this.shows(this.charts);
          this.fit();
        },
      },
      interpolate(gettext("Show all %(count)s"), { count }),
    );
    return [showAll];
  }

  /** Paper has nothing to press: it holds all rows. */
  print(isPaper) {
    if (!this.isWhole) this.shows(isPaper ? this.charts : shortened(this.draws, this.charts));
    this.fit();
  }

  shows(charts) {
    this.shown = charts;
    this.box.style.height = `${heightOf(this.draws, charts)}px`;
  }

  draw() {
    this.chart.setOption(this.options(this.box.clientWidth, this.shown), true);
  }

  fit() {
    this.chart.resize();
    this.draw();
  }

  options(width, charts) {
    return optionsOf(this.draws, charts, colours(), width, createFormat(document.documentElement.lang));
  }

  menu() {
    return el(
      "details.plot__menu",
      {},
      el("summary", {}, gettext("Save the picture")),
      el("button.button", { type: "button", onclick: () => this.savePng() }, "PNG"),
      el("button.button", { type: "button", onclick: () => this.saveSvg() }, "SVG"),
    );
  }

  savePng() {
    const chart = this.copy("canvas");
    save(chart.getDataURL({ type: "png", pixelRatio: SHARPNESS }), `${this.draws}.png`);
    chart.dispose();
  }

  saveSvg() {
    const chart = this.copy("svg");
    const file = new Blob([chart.renderToSVGString()], { type: "image/svg+xml" });
    save(URL.createObjectURL(file), `${this.draws}.svg`);
    chart.dispose();
  }

  /** Of one size, whatever the window is, and without movement. */
  copy(renderer) {
    const size = { width: SAVED_WIDTH, height: heightOf(this.draws, this.charts) };
    const drawn =
      renderer === "svg"
        ? init(null, null, { renderer, ssr: true, ...size })
        : init(document.createElement("div"), null, { renderer, ...size });
    drawn.setOption({ ...this.options(SAVED_WIDTH, this.charts), animation: false });
    return drawn;
  }
}

function save(address, name) {
  el("a", { href: address, download: name }).click();
}

customElements.define("hv-plot", Plot);

/** Says plainly that the pictures are recorded, for as long as one camera is a demonstration. */

import { gettext } from "../lib/i18n.js";
import { Part, say } from "./base.js";

class Demo extends Part {
  build() {
    this.className = "demo";
    this.follow("state");
  }

  render() {
    const isDemo = [...this.room.state.cameras.values()].some((camera) => camera.demo);
    this.hidden = !isDemo;
    say(this, isDemo ? gettext("Demonstration: recorded video") : "");
  }
}

customElements.define("hv-demo", Demo);

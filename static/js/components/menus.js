/** Every menu of the page closes when the person goes elsewhere. */

import { closeAway } from "./base.js";

for (const menu of document.querySelectorAll("details.menu")) closeAway(menu);

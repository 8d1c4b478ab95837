/** The wall's window: the room's model without its queue and map. */

import "../components/clock.js";
import "../components/connection.js";
import "../components/demo.js";
import "../components/help.js";
import "../components/menus.js";
import "../components/theme.js";
import "../components/watching.js";
import "./wall.js";
import { learnKinds } from "../alerts/kinds.js";
import { Part } from "../components/base.js";
import { Room } from "../live/room.js";
import { listenToKeys } from "./keys.js";

const facts = JSON.parse(document.getElementById("room-facts").textContent);
learnKinds(facts);
const room = new Room(facts, document.documentElement.lang);
for (const element of document.querySelectorAll("*")) if (element instanceof Part) element.join(room);
listenToKeys(room.wall);
room.open();

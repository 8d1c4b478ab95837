/** The control room: waits for nothing, shows what it knows, and says what it does not. */

import "./alerts/detail.js";
import "./alerts/queue.js";
import "./alerts/raise.js";
import "./components/clock.js";
import "./components/connection.js";
import "./components/demo.js";
import "./components/help.js";
import "./components/menus.js";
import "./components/notices.js";
import "./components/replaybar.js";
import "./components/search.js";
import "./components/soundswitch.js";
import "./components/stopper.js";
import "./components/theme.js";
import "./components/timebar.js";
import "./components/watching.js";
import "./exercises/bar.js";
import "./map/map.js";
import "./oncall/bar.js";
import "./shifts/duty.js";
import { welcome } from "./alerts/arrival.js";
import { listenToKeys } from "./alerts/keys.js";
import { learnKinds } from "./alerts/kinds.js";
import { Part } from "./components/base.js";
import { Desk } from "./live/desk.js";
import { Room } from "./live/room.js";
import { tellSelection } from "./video/link.js";

const facts = JSON.parse(document.getElementById("room-facts").textContent);
learnKinds(facts);
const room = new Room(facts, document.documentElement.lang);
room.desk = new Desk(room);
for (const element of document.querySelectorAll("*")) if (element instanceof Part) element.join(room);
listenToKeys(room);
welcome(room);
tellSelection(room);
room.open();

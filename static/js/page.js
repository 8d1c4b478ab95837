/** Pages outside the control room: the theme switch without a reload, and menus that close. */

import "./components/menus.js";
import "./components/theme.js";

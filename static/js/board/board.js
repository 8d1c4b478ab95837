/** The dashboard's charts: each is drawn from the figures that stand in the page as JSON, in the colours of its theme. */

import "./plot.js";
import "../page.js";

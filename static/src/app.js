// The frame's scripts: every part works on plain HTML and only makes it nicer.
import "./js/htmx.js";
import "./js/announce.js";
import "./js/copy.js";
import "./js/dialogs.js";
import "./js/drop.js";
import "./js/forms.js";
import "./js/menus.js";
import "./js/offline.js";
import "./js/sidebar.js";
import "./js/tables.js";
import "./js/theme.js";
import "./js/timezone.js";
import "./js/toasts.js";
import "./js/upload.js";

// Pages with an editor: code is written, tried and handed in. Without this script the same forms work on a plain text area.
import "./js/editor_mount.js";
import "./js/editor_files.js";
import "./js/editor_size.js";
import "./js/editor_deeds.js";
import "./js/editor_result.js";

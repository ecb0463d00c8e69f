var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));

// node_modules/@actions/core/lib/command.js
var os = __toESM(require("os"), 1);

// node_modules/@actions/core/lib/utils.js
function toCommandValue(input) {
  if (input === null || input === void 0) {
    return "";
  } else if (typeof input === "string" || input instanceof String) {
    return input;
  }
  return JSON.stringify(input);
}
function toCommandProperties(annotationProperties) {
  if (!Object.keys(annotationProperties).length) {
    return {};
  }
  return {
    title: annotationProperties.title,
    file: annotationProperties.file,
    line: annotationProperties.startLine,
    endLine: annotationProperties.endLine,
    col: annotationProperties.startColumn,
    endColumn: annotationProperties.endColumn
  };
}

// node_modules/@actions/core/lib/command.js
function issueCommand(command, properties, message) {
  const cmd = new Command(command, properties, message);
  process.stdout.write(cmd.toString() + os.EOL);
}
var CMD_STRING = "::";
var Command = class {
  constructor(command, properties, message) {
    if (!command) {
      command = "missing.command";
    }
    this.command = command;
    this.properties = properties;
    this.message = message;
  }
  toString() {
    let cmdStr = CMD_STRING + this.command;
    if (this.properties && Object.keys(this.properties).length > 0) {
      cmdStr += " ";
      let first = true;
      for (const key in this.properties) {
        if (this.properties.hasOwnProperty(key)) {
          const val = this.properties[key];
          if (val) {
            if (first) {
              first = false;
            } else {
              cmdStr += ",";
            }
            cmdStr += `${key}=${escapeProperty(val)}`;
          }
        }
      }
    }
    cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
    return cmdStr;
  }
};
function escapeData(s) {
  return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}
function escapeProperty(s) {
  return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A").replace(/:/g, "%3A").replace(/,/g, "%2C");
}

// node_modules/@actions/core/lib/file-command.js
var crypto = __toESM(require("crypto"), 1);
var fs = __toESM(require("fs"), 1);
var os2 = __toESM(require("os"), 1);
function issueFileCommand(command, message) {
  const filePath = process.env[`GITHUB_${command}`];
  if (!filePath) {
    throw new Error(`Unable to find environment variable for file command ${command}`);
  }
  if (!fs.existsSync(filePath)) {
    throw new Error(`Missing file at path: ${filePath}`);
  }
  fs.appendFileSync(filePath, `${toCommandValue(message)}${os2.EOL}`, {
    encoding: "utf8"
  });
}
function prepareKeyValueMessage(key, value) {
  const delimiter = `ghadelimiter_${crypto.randomUUID()}`;
  const convertedValue = toCommandValue(value);
  if (key.includes(delimiter)) {
    throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
  }
  if (convertedValue.includes(delimiter)) {
    throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
  }
  return `${key}<<${delimiter}${os2.EOL}${convertedValue}${os2.EOL}${delimiter}`;
}

// node_modules/@actions/core/lib/core.js
var os4 = __toESM(require("os"));

// node_modules/@actions/core/lib/summary.js
var import_os = require("os");
var import_fs = require("fs");
var __awaiter = function(thisArg, _arguments, P, generator) {
  function adopt(value) {
    return value instanceof P ? value : new P(function(resolve) {
      resolve(value);
    });
  }
  return new (P || (P = Promise))(function(resolve, reject) {
    function fulfilled(value) {
      try {
        step(generator.next(value));
      } catch (e) {
        reject(e);
      }
    }
    function rejected(value) {
      try {
        step(generator["throw"](value));
      } catch (e) {
        reject(e);
      }
    }
    function step(result) {
      result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
    }
    step((generator = generator.apply(thisArg, _arguments || [])).next());
  });
};
var { access, appendFile, writeFile } = import_fs.promises;
var SUMMARY_ENV_VAR = "GITHUB_STEP_SUMMARY";
var Summary = class {
  constructor() {
    this._buffer = "";
  }
  /**
   * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
   * Also checks r/w permissions.
   *
   * @returns step summary file path
   */
  filePath() {
    return __awaiter(this, void 0, void 0, function* () {
      if (this._filePath) {
        return this._filePath;
      }
      const pathFromEnv = process.env[SUMMARY_ENV_VAR];
      if (!pathFromEnv) {
        throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
      }
      try {
        yield access(pathFromEnv, import_fs.constants.R_OK | import_fs.constants.W_OK);
      } catch (_a) {
        throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
      }
      this._filePath = pathFromEnv;
      return this._filePath;
    });
  }
  /**
   * Wraps content in an HTML tag, adding any HTML attributes
   *
   * @param {string} tag HTML tag to wrap
   * @param {string | null} content content within the tag
   * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
   *
   * @returns {string} content wrapped in HTML element
   */
  wrap(tag, content, attrs = {}) {
    const htmlAttrs = Object.entries(attrs).map(([key, value]) => ` ${key}="${value}"`).join("");
    if (!content) {
      return `<${tag}${htmlAttrs}>`;
    }
    return `<${tag}${htmlAttrs}>${content}</${tag}>`;
  }
  /**
   * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
   *
   * @param {SummaryWriteOptions} [options] (optional) options for write operation
   *
   * @returns {Promise<Summary>} summary instance
   */
  write(options) {
    return __awaiter(this, void 0, void 0, function* () {
      const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
      const filePath = yield this.filePath();
      const writeFunc = overwrite ? writeFile : appendFile;
      yield writeFunc(filePath, this._buffer, { encoding: "utf8" });
      return this.emptyBuffer();
    });
  }
  /**
   * Clears the summary buffer and wipes the summary file
   *
   * @returns {Summary} summary instance
   */
  clear() {
    return __awaiter(this, void 0, void 0, function* () {
      return this.emptyBuffer().write({ overwrite: true });
    });
  }
  /**
   * Returns the current summary buffer as a string
   *
   * @returns {string} string of summary buffer
   */
  stringify() {
    return this._buffer;
  }
  /**
   * If the summary buffer is empty
   *
   * @returns {boolen} true if the buffer is empty
   */
  isEmptyBuffer() {
    return this._buffer.length === 0;
  }
  /**
   * Resets the summary buffer without writing to summary file
   *
   * @returns {Summary} summary instance
   */
  emptyBuffer() {
    this._buffer = "";
    return this;
  }
  /**
   * Adds raw text to the summary buffer
   *
   * @param {string} text content to add
   * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
   *
   * @returns {Summary} summary instance
   */
  addRaw(text2, addEOL = false) {
    this._buffer += text2;
    return addEOL ? this.addEOL() : this;
  }
  /**
   * Adds the operating system-specific end-of-line marker to the buffer
   *
   * @returns {Summary} summary instance
   */
  addEOL() {
    return this.addRaw(import_os.EOL);
  }
  /**
   * Adds an HTML codeblock to the summary buffer
   *
   * @param {string} code content to render within fenced code block
   * @param {string} lang (optional) language to syntax highlight code
   *
   * @returns {Summary} summary instance
   */
  addCodeBlock(code, lang) {
    const attrs = Object.assign({}, lang && { lang });
    const element = this.wrap("pre", this.wrap("code", code), attrs);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML list to the summary buffer
   *
   * @param {string[]} items list of items to render
   * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
   *
   * @returns {Summary} summary instance
   */
  addList(items, ordered = false) {
    const tag = ordered ? "ol" : "ul";
    const listItems = items.map((item) => this.wrap("li", item)).join("");
    const element = this.wrap(tag, listItems);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML table to the summary buffer
   *
   * @param {SummaryTableCell[]} rows table rows
   *
   * @returns {Summary} summary instance
   */
  addTable(rows) {
    const tableBody = rows.map((row) => {
      const cells = row.map((cell) => {
        if (typeof cell === "string") {
          return this.wrap("td", cell);
        }
        const { header, data, colspan, rowspan } = cell;
        const tag = header ? "th" : "td";
        const attrs = Object.assign(Object.assign({}, colspan && { colspan }), rowspan && { rowspan });
        return this.wrap(tag, data, attrs);
      }).join("");
      return this.wrap("tr", cells);
    }).join("");
    const element = this.wrap("table", tableBody);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds a collapsable HTML details element to the summary buffer
   *
   * @param {string} label text for the closed state
   * @param {string} content collapsable content
   *
   * @returns {Summary} summary instance
   */
  addDetails(label, content) {
    const element = this.wrap("details", this.wrap("summary", label) + content);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML image tag to the summary buffer
   *
   * @param {string} src path to the image you to embed
   * @param {string} alt text description of the image
   * @param {SummaryImageOptions} options (optional) addition image attributes
   *
   * @returns {Summary} summary instance
   */
  addImage(src, alt, options) {
    const { width, height } = options || {};
    const attrs = Object.assign(Object.assign({}, width && { width }), height && { height });
    const element = this.wrap("img", null, Object.assign({ src, alt }, attrs));
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML section heading element
   *
   * @param {string} text heading text
   * @param {number | string} [level=1] (optional) the heading level, default: 1
   *
   * @returns {Summary} summary instance
   */
  addHeading(text2, level) {
    const tag = `h${level}`;
    const allowedTag = ["h1", "h2", "h3", "h4", "h5", "h6"].includes(tag) ? tag : "h1";
    const element = this.wrap(allowedTag, text2);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML thematic break (<hr>) to the summary buffer
   *
   * @returns {Summary} summary instance
   */
  addSeparator() {
    const element = this.wrap("hr", null);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML line break (<br>) to the summary buffer
   *
   * @returns {Summary} summary instance
   */
  addBreak() {
    const element = this.wrap("br", null);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML blockquote to the summary buffer
   *
   * @param {string} text quote text
   * @param {string} cite (optional) citation url
   *
   * @returns {Summary} summary instance
   */
  addQuote(text2, cite) {
    const attrs = Object.assign({}, cite && { cite });
    const element = this.wrap("blockquote", text2, attrs);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML anchor tag to the summary buffer
   *
   * @param {string} text link text/content
   * @param {string} href hyperlink
   *
   * @returns {Summary} summary instance
   */
  addLink(text2, href) {
    const element = this.wrap("a", text2, { href });
    return this.addRaw(element).addEOL();
  }
};
var _summary = new Summary();
var summary = _summary;

// node_modules/@actions/core/lib/platform.js
var import_os2 = __toESM(require("os"), 1);
var platform = import_os2.default.platform();
var arch = import_os2.default.arch();

// node_modules/@actions/core/lib/core.js
var ExitCode;
(function(ExitCode2) {
  ExitCode2[ExitCode2["Success"] = 0] = "Success";
  ExitCode2[ExitCode2["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
function exportVariable(name, val) {
  const convertedVal = toCommandValue(val);
  process.env[name] = convertedVal;
  const filePath = process.env["GITHUB_ENV"] || "";
  if (filePath) {
    return issueFileCommand("ENV", prepareKeyValueMessage(name, val));
  }
  issueCommand("set-env", { name }, convertedVal);
}
function setSecret(secret) {
  issueCommand("add-mask", {}, secret);
}
function getInput(name, options) {
  const val = process.env[`INPUT_${name.replace(/ /g, "_").toUpperCase()}`] || "";
  if (options && options.required && !val) {
    throw new Error(`Input required and not supplied: ${name}`);
  }
  if (options && options.trimWhitespace === false) {
    return val;
  }
  return val.trim();
}
function setOutput(name, value) {
  const filePath = process.env["GITHUB_OUTPUT"] || "";
  if (filePath) {
    return issueFileCommand("OUTPUT", prepareKeyValueMessage(name, value));
  }
  process.stdout.write(os4.EOL);
  issueCommand("set-output", { name }, toCommandValue(value));
}
function error(message, properties = {}) {
  issueCommand("error", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function notice(message, properties = {}) {
  issueCommand("notice", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function info(message) {
  process.stdout.write(message + os4.EOL);
}

// src/trouble.mjs
var WrongInput = class extends Error {
};
var Unavailable = class extends Error {
  /** @param reason one word, the step's output of this name */
  constructor(reason, message) {
    super(message);
    this.reason = reason;
  }
};

// src/inputs.mjs
var MAX_SECONDS = 3600;
var text = (name) => getInput(name);
function required(name, why) {
  const value = text(name);
  if (value === "") throw new WrongInput(`${name} is missing: ${why}.`);
  return value;
}
function word(name, words, otherwise = words[0]) {
  const value = text(name);
  if (value === "") return otherwise;
  const found = words.find((known) => known === value.toLowerCase());
  if (found === void 0) throw new WrongInput(`${name} is none of ${words.join(", ")} but ${quoted(name)}.`);
  return found;
}
function number(name, min, max, otherwise) {
  const value = text(name);
  if (value === "") return otherwise;
  if (!/^[0-9]{1,9}$/.test(value) || Number(value) < min || Number(value) > max) {
    throw new WrongInput(`${name} is not a whole number from ${min} to ${max} but ${quoted(name)}.`);
  }
  return Number(value);
}
var seconds = (name) => number(name, 1, MAX_SECONDS, 120);
function quoted(name) {
  const value = text(name);
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}\u2026` : value);
}

// src/finish.mjs
var import_node_path5 = __toESM(require("node:path"), 1);

// src/ask.mjs
var import_node_crypto = require("node:crypto");
var import_node_fs2 = require("node:fs");
var import_node_path2 = __toESM(require("node:path"), 1);
var import_promises = require("node:timers/promises");

// src/control-file.mjs
var MAX_BYTES = 16 * 1024;
function escape(value) {
  return value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replace(/[\u0000-\u001f\u007f]/g, (c) => "\\0" + c.charCodeAt(0).toString(8).padStart(3, "0"));
}
function unescape(value) {
  return value.replace(/\\(\\|n|0[01][0-7]{2})/g, (_, code) => {
    if (code === "n") return "\n";
    return code === "\\" ? "\\" : String.fromCharCode(parseInt(code.slice(1), 8));
  });
}
function format(fields) {
  return Object.entries(fields).filter(([, value]) => value !== void 0 && value !== "").map(([key, value]) => `${key}=${escape(String(value))}
`).join("");
}
function parse(text2) {
  const fields = {};
  for (const line of text2.split("\n")) {
    const equals = line.indexOf("=");
    if (equals > 0) fields[line.slice(0, equals)] = unescape(line.slice(equals + 1));
  }
  return fields;
}

// src/slot.mjs
var import_node_fs = require("node:fs");
var import_node_path = __toESM(require("node:path"), 1);
var CONTRACT = 1;
var CONTROL = ".headwater";
var HOOK = "/.headwater/job-started.sh";
var controlOf = (slot) => import_node_path.default.join(slot, CONTROL);
var isSlot = (directory) => (0, import_node_fs.existsSync)(import_node_path.default.join(directory, CONTROL, "in"));
function announcedSlot(env = process.env) {
  const hook = env.ACTIONS_RUNNER_HOOK_JOB_STARTED ?? "";
  return hook.endsWith(HOOK) ? hook.slice(0, -HOOK.length) : void 0;
}
function requireSlot(slot, volume) {
  if (!isSlot(slot)) {
    const announced = announcedSlot();
    throw announced !== void 0 && isSlot(announced) ? new Unavailable("PathNotInSlot", `${volume} is not directly below this pod's slot ${announced}: use ${announced}/${import_node_path.default.basename(volume)}.`) : new Unavailable(
      "NoSlot",
      `There is no Headwater slot at ${slot}: the runner's pod needs an inline volume of driver headwater.dev mounted there, or this runner is no pod of a cluster with Headwater.`
    );
  }
  const contract = contractOf(slot);
  if (contract < CONTRACT) {
    throw new Unavailable(
      "OldNodePlugin",
      `The Headwater node plugin that made the slot ${slot} is older than this action (its contract is ${contract}, wanted is ${CONTRACT}): upgrade the chart, or use the action of the chart's version.`
    );
  }
  try {
    (0, import_node_fs.accessSync)(import_node_path.default.join(controlOf(slot), "in"), import_node_fs.constants.W_OK);
  } catch {
    throw new Unavailable("SlotNotWritable", `This step may not write to ${controlOf(slot)}/in: it is not a slot of this pod, or is mounted readOnly.`);
  }
}
function contractOf(slot) {
  try {
    return Number.parseInt((0, import_node_fs.readFileSync)(import_node_path.default.join(controlOf(slot), "contract"), "utf8"), 10) || 0;
  } catch {
    return 0;
  }
}

// src/ask.mjs
var LOOK_EVERY_MS = 50;
var REMOVED = ["token", "tmp", "request"];
var KEPT = ["token", "tmp"];
var graceMs = (seconds3) => Math.min(5e3, seconds3 * 250);
async function ask(slot, fields, { token = "", unread = REMOVED } = {}) {
  const request3 = new Request(slot);
  const onSignal = () => {
    request3.withdraw(REMOVED);
    process.exit(130);
  };
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  try {
    request3.send(fields, token);
    return await request3.answer(fields.timeout);
  } finally {
    request3.withdraw(unread);
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  }
}
var Request = class {
  constructor(slot) {
    const id = (0, import_node_crypto.randomUUID)();
    const control = controlOf(slot);
    this.inbox = import_node_path2.default.join(control, "in");
    this.base = import_node_path2.default.join(this.inbox, id);
    this.result = import_node_path2.default.join(control, "results", `${id}.result`);
  }
  send(fields, token) {
    const text2 = format(fields);
    if (Buffer.byteLength(text2) > MAX_BYTES) {
      throw new WrongInput(`The inputs are too long: together they make ${Buffer.byteLength(text2)} bytes of at most ${MAX_BYTES}.`);
    }
    try {
      if (token !== "") (0, import_node_fs2.writeFileSync)(`${this.base}.token`, `${token}
`, { mode: 384, flag: "wx" });
      (0, import_node_fs2.writeFileSync)(`${this.base}.tmp`, text2, { flag: "wx" });
      (0, import_node_fs2.renameSync)(`${this.base}.tmp`, `${this.base}.request`);
    } catch (error2) {
      throw new Unavailable("SlotNotWritable", `The request could not be written to ${this.inbox}: ${error2.message}.`);
    }
  }
  async answer(seconds3) {
    const deadline = performance.now() + seconds3 * 1e3 + graceMs(seconds3);
    while (!(0, import_node_fs2.existsSync)(this.result)) {
      if (performance.now() > deadline) {
        throw new Unavailable("NoAnswer", `No Headwater node plugin answered within ${seconds3} seconds; it may not be running on this node.`);
      }
      await (0, import_promises.setTimeout)(LOOK_EVERY_MS);
    }
    return parse((0, import_node_fs2.readFileSync)(this.result, "utf8"));
  }
  /** What was read is gone already. */
  withdraw(suffixes) {
    for (const suffix of suffixes) (0, import_node_fs2.rmSync)(`${this.base}.${suffix}`, { force: true });
  }
};

// src/id-token.mjs
var import_node_fs3 = require("node:fs");
var import_node_path3 = __toESM(require("node:path"), 1);

// src/tell.mjs
var TITLE = { title: "Headwater" };
var harmless = (text2) => text2.replaceAll("##[", "# #[");
function say(text2) {
  for (const line of text2.split("\n")) info(`headwater: ${harmless(line)}`);
}
var notice2 = (text2) => notice(harmless(text2), TITLE);
function fail(text2) {
  error(harmless(text2), TITLE);
  process.exitCode = 1;
}
function outputs(fields) {
  for (const [name, value] of Object.entries(fields)) {
    if (name !== "message") setOutput(name, value);
  }
}
async function summarize(heading, rows) {
  if (!process.env.GITHUB_STEP_SUMMARY) return;
  const cells = rows.filter(([, value]) => value !== void 0 && value !== "").map(([name, value]) => `<tr><td>${markup(name)}</td><td>${markup(value)}</td></tr>`);
  await summary.addRaw(`<h3>${markup(heading)}</h3>
<table>${cells.join("")}</table>

`).write();
}
function markup(text2) {
  const names = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "<br>" };
  return text2.replace(/[&<>"\n]/g, (c) => names[c]);
}
var seconds2 = (milliseconds) => `${(milliseconds / 1e3).toFixed(1)} s`;

// src/id-token.mjs
var TIMEOUT_MS = 5e3;
var TRIES = 2;
async function idToken(use, volume, env = process.env) {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: right } = env;
  const pod = podOf(import_node_path3.default.dirname(volume));
  if (!url || !right || pod === "") return "";
  const address = new URL(url);
  address.searchParams.set("audience", `headwater.dev/${use}/${pod}/${import_node_path3.default.basename(volume)}`);
  for (let left = TRIES - 1; ; left--) {
    try {
      return await request(address, right);
    } catch (error2) {
      if (left > 0) continue;
      notice2(`No token could be had to prove whose job this is (${error2.message}); the job goes on without.`);
      return "";
    }
  }
}
async function request(address, right) {
  const response = await fetch(address, {
    headers: { Authorization: `Bearer ${right}`, Accept: "application/json" },
    signal: AbortSignal.timeout(TIMEOUT_MS)
  });
  if (!response.ok) throw new Error(`the runner's service answers ${response.status}`);
  const { value } = await response.json();
  if (typeof value !== "string" || value === "") throw new Error("the runner's service answers without a token");
  setSecret(value);
  return value;
}
function podOf(slot) {
  try {
    return (0, import_node_fs3.readFileSync)(import_node_path3.default.join(controlOf(slot), "pod"), "utf8").trim();
  } catch {
    return "";
  }
}

// src/outputs-file.mjs
var import_node_fs4 = require("node:fs");
var import_node_path4 = __toESM(require("node:path"), 1);
var VARIABLE = "HEADWATER_OUTPUTS";
function location() {
  if (process.env[VARIABLE]) return process.env[VARIABLE];
  const file = import_node_path4.default.join(temporary(), "headwater-outputs");
  exportVariable(VARIABLE, file);
  return file;
}
var temporary = () => process.env.RUNNER_TEMP || "/tmp";
function note(volume, fields) {
  const name = import_node_path4.default.basename(volume);
  const lines = Object.entries(fields).map(([key, value]) => `${name}.${key}=${escape(value)}
`);
  try {
    (0, import_node_fs4.appendFileSync)(location(), lines.join(""));
  } catch (error2) {
    notice(`${VARIABLE} cannot be written: ${error2.message}`);
  }
}
function noted(volume) {
  const prefix = `${import_node_path4.default.basename(volume)}.`;
  try {
    const all = parse((0, import_node_fs4.readFileSync)(location(), "utf8"));
    return Object.fromEntries(
      Object.entries(all).filter(([key]) => key.startsWith(prefix)).map(([key, value]) => [key.slice(prefix.length), value])
    );
  } catch {
    return {};
  }
}

// src/finish.mjs
var NOTHING = { saved: "false", "save-started": "false", "save-waited-for-completion": "false" };
async function finish(fields) {
  const started = performance.now();
  const result = await end(fields);
  say(result.message);
  if (result.reason === "AlreadyDetached") return { result: before(fields.path, result), failed: false };
  if (result.ignored) notice2(`In the state file was ignored: ${result.ignored}`);
  const { message, outcome, reason, ...told } = result;
  note(fields.path, told);
  await summarize(`${import_node_path5.default.basename(fields.path)}: ${headline(result)}`, [
    ["what", message],
    ["snapshot", result["saved-snapshot-id"]],
    ["reason", result["save-reason"] ?? reason],
    ["took", seconds2(performance.now() - started)]
  ]);
  return { result, failed: outcome !== "done" };
}
async function end(fields) {
  const slot = import_node_path5.default.dirname(fields.path);
  try {
    requireSlot(slot, fields.path);
    const token = fields.op === "skip" ? "" : await idToken("save", fields.path);
    return { ...NOTHING, ...await ask(slot, fields, { token, unread: KEPT }) };
  } catch (error2) {
    if (!(error2 instanceof Unavailable)) throw error2;
    const later = error2.reason === "NoAnswer" ? " What was asked for stays in the slot, and is done when the pod ends." : "";
    return { ...NOTHING, outcome: "unavailable", reason: error2.reason, message: error2.message + later };
  }
}
function before(volume, result) {
  const known = noted(volume);
  if (known["save-reason"] !== void 0) say(`That step was told: ${known["saved-snapshot-id"] ?? "not saved"} (${known["save-reason"]}).`);
  return result;
}
function headline(result) {
  if (result.saved === "true") return "saved";
  if (result["save-started"] === "true") return "is being saved";
  return `not saved (${result["save-reason"] ?? result.reason})`;
}

// src/volume-path.mjs
var import_node_fs5 = require("node:fs");
var import_node_path6 = __toESM(require("node:path"), 1);
var VOLUME = /^(\/[A-Za-z0-9_][A-Za-z0-9._-]*){2,}$/;
var MAX_PATH = 200;
function volumePath(value, env = process.env) {
  const volume = value.replace(/\/+$/, "");
  if (!VOLUME.test(volume) || volume.length > MAX_PATH) {
    throw new WrongInput(
      `path is not absolute with at least two elements of letters, digits and . _ -, as in /mnt/rust-cargo-snapshot: ${JSON.stringify(value.slice(0, MAX_PATH))}.`
    );
  }
  for (const [whose, directory] of runnerDirectories(env)) {
    if (overlap(resolved(volume), resolved(directory))) {
      const better = `${announcedSlot(env) ?? "/mnt"}/${import_node_path6.default.basename(volume)}`;
      throw new WrongInput(
        `path ${volume} is in ${whose} ${directory}, or around it. The runner keeps that directory in use, so the volume could not be taken away at the end of the job, and nothing would be saved. Use a directory of its own below the slot, as in ${better}, and check out into ${better}/workspace.`
      );
    }
  }
  return volume;
}
function runnerDirectories(env) {
  const work = env.RUNNER_WORKSPACE && import_node_path6.default.dirname(env.RUNNER_WORKSPACE);
  return [
    ["the job's workspace", env.GITHUB_WORKSPACE],
    ["the runner's work directory", work],
    ["the runner's directory for temporary files", env.RUNNER_TEMP]
  ].filter(([, directory]) => directory && directory !== "/");
}
var overlap = (one, other) => one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`);
function resolved(directory) {
  try {
    return (0, import_node_fs5.realpathSync)(directory);
  } catch {
    const parent = import_node_path6.default.dirname(directory);
    return parent === directory ? directory : import_node_path6.default.join(resolved(parent), import_node_path6.default.basename(directory));
  }
}

// src/save.mjs
var OPERATION = { agreed: "finish", true: "save", false: "skip" };
var MAX_REASON = 200;
async function main() {
  const fields = request2();
  if (["scratch", "refused", "unavailable"].includes(noted(fields.path).outcome)) {
    cold(fields.path);
    return;
  }
  const { result, failed } = await finish(fields);
  outputs(result);
  if (failed) fail(result.message);
}
function request2() {
  const reason = text("reason");
  if (reason.length > MAX_REASON) throw new WrongInput(`reason is longer than ${MAX_REASON} characters.`);
  return {
    op: OPERATION[word("save", ["agreed", "true", "false"])],
    path: volumePath(required("path", "the volume that is to be saved, as the snapshot step has it")),
    timeout: seconds("timeout"),
    wait: word("wait", ["detached", "cut", "ready"], ""),
    reason
  };
}
function cold(volume) {
  say(`The job ran cold at ${volume}; there is nothing to save.`);
  outputs({ saved: "false", "save-started": "false", "save-waited-for-completion": "false", "save-reason": "ScratchOnly" });
}
main().catch((error2) => fail(error2.message));

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
var __toESM = (mod, isNodeMode, target2) => (target2 = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target2, "default", { value: mod, enumerable: true }) : target2,
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

// src/checkout.mjs
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

// src/slot.mjs
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
function volumeAround(directory) {
  for (let volume = directory; volume !== import_node_path.default.dirname(volume); volume = import_node_path.default.dirname(volume)) {
    if (isSlot(import_node_path.default.dirname(volume))) return { slot: import_node_path.default.dirname(volume), volume };
  }
  return void 0;
}

// src/ask.mjs
var LOOK_EVERY_MS = 50;
var REMOVED = ["token", "tmp", "request"];
var graceMs = (seconds3) => Math.min(5e3, seconds3 * 250);
async function ask(slot, fields, { token = "", unread = REMOVED } = {}) {
  const request = new Request(slot);
  const onSignal = () => {
    request.withdraw(REMOVED);
    process.exit(130);
  };
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  try {
    request.send(fields, token);
    return await request.answer(fields.timeout);
  } finally {
    request.withdraw(unread);
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

// src/checkout-inputs.mjs
var import_node_path3 = __toESM(require("node:path"), 1);

// src/inputs.mjs
var MAX_SECONDS = 3600;
var text = (name) => getInput(name);
function required(name, why) {
  const value = text(name);
  if (value === "") throw new WrongInput(`${name} is missing: ${why}.`);
  return value;
}
function flag(name, otherwise) {
  const value = text(name).toLowerCase();
  if (value === "") return otherwise;
  if (value !== "true" && value !== "false") throw new WrongInput(`${name} is neither true nor false but ${quoted(name)}.`);
  return value === "true";
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
var lines = (name) => text(name).split("\n").map((line) => line.trim()).filter((line) => line !== "");
function quoted(name) {
  const value = text(name);
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}\u2026` : value);
}

// src/job.mjs
var server = (env = process.env) => (env.GITHUB_SERVER_URL || "https://github.com").replace(/\/+$/, "");
function target(inputs, env = process.env) {
  const foreign = inputs.repository !== "" && inputs.repository !== env.GITHUB_REPOSITORY;
  const own = foreign ? { ref: "HEAD", sha: "" } : { ref: env.GITHUB_REF ?? "", sha: env.GITHUB_SHA ?? "" };
  const sameRef = inputs.ref === "" || inputs.ref === own.ref || `refs/heads/${inputs.ref}` === own.ref;
  return {
    url: `${server(env)}/${inputs.repository || (env.GITHUB_REPOSITORY ?? "")}`,
    ref: sameRef ? own.ref : inputs.ref,
    sha: inputs.sha || (sameRef ? own.sha : "")
  };
}

// src/checkout-inputs.mjs
var MAX_DEPTH = 1e6;
var SHA = /^[0-9a-f]{40}([0-9a-f]{24})?$/;
var REPOSITORY = /^[A-Za-z0-9][A-Za-z0-9-]*\/[A-Za-z0-9._-]+$/;
var FULL_REF = /^(HEAD|refs\/(heads|tags|pull)\/.+)$/;
function checkoutInputs() {
  const directory = import_node_path3.default.resolve(required("path", "the working tree, as in /mnt/rust-cargo-snapshot/workspace"));
  const commit = target({ repository: repository(), ref: text("ref"), sha: sha() });
  if (commit.sha !== "" && !FULL_REF.test(commit.ref)) {
    throw new WrongInput(`ref is no full ref, as in refs/heads/main, and a sha is given too: ${JSON.stringify(commit.ref)}. Give the sha alone, or the full ref.`);
  }
  if (commit.ref === "") throw new WrongInput("There is nothing to check out: give ref, or run this in a job, which has one.");
  return {
    directory,
    timeout: seconds("timeout"),
    token: text("token"),
    fields: {
      ...commit,
      depth: number("fetch-depth", 0, MAX_DEPTH, 1),
      submodules: word("submodules", ["false", "true", "recursive"]),
      lfs: flag("lfs", false),
      clean: flag("clean", false),
      sparse: lines("sparse-checkout").join("\n"),
      verify: verification()
    }
  };
}
function repository() {
  const name = text("repository");
  if (name !== "" && !REPOSITORY.test(name)) throw new WrongInput(`repository is not OWNER/NAME: ${JSON.stringify(name)}.`);
  return name;
}
function sha() {
  const name = text("sha").toLowerCase();
  if (name !== "" && !SHA.test(name)) throw new WrongInput(`sha is not 40 or 64 hex digits: ${JSON.stringify(name)}.`);
  return name;
}
function verification() {
  const verify = word("verify", ["auto", "true", "false"]);
  if (flag("skip-if-head-matches", true)) return verify;
  if (verify === "false") throw new WrongInput("skip-if-head-matches is false, which compares every file, and verify is false: say one of them.");
  return "true";
}

// src/elsewhere.mjs
var CHECKOUT = {
  "ssh-key": "repositories are fetched over https with the input token",
  "ssh-known-hosts": "repositories are fetched over https with the input token",
  "ssh-strict": "repositories are fetched over https with the input token",
  "ssh-user": "repositories are fetched over https with the input token",
  "persist-credentials": "the token is never written to the volume; a step that pushes brings its own",
  "sparse-checkout-cone-mode": "sparse-checkout names directories, which is the cone mode",
  filter: "only the commits of fetch-depth are fetched, and what the volume has is not fetched again",
  "fetch-tags": "no tags are fetched; name one as ref to check it out",
  "show-progress": "a checkout says in one line what it did",
  "set-safe-directory": "the working tree belongs to the user of this job",
  "github-server-url": "the server of the job's own repository is asked"
};
function notices(moved) {
  return Object.entries(moved).filter(([name]) => text(name) !== "").map(([name, where]) => `The input ${name} has no effect here: ${where}.`);
}

// src/git.mjs
var import_node_child_process = require("node:child_process");
var import_node_fs3 = require("node:fs");
var GitFailed = class extends Error {
};
function checkOut(inputs) {
  const started = performance.now();
  const git = gitIn(inputs);
  const { ref, sha: sha2, url, verify } = inputs.fields;
  try {
    if (sha2 !== "" && verify !== "true" && git.says("rev-parse", "--verify", "-q", "HEAD") === sha2) return done(inputs, sha2, false, started);
    prepare(inputs, git);
    const commit = fetch(inputs, git);
    git.run("-c", "advice.detachedHead=false", "checkout", "-q", "--force", "--detach", commit);
    extras(inputs, git);
    return done(inputs, git.says("rev-parse", "HEAD"), true, started);
  } catch (error2) {
    if (!(error2 instanceof GitFailed)) throw error2;
    return { outcome: "failed", reason: "CheckoutFailed", message: `git could not check out ${sha2 || ref} of ${url}: ${error2.message}` };
  }
}
function done({ directory }, head, fetched, started) {
  return {
    outcome: "done",
    reason: "CheckedOut",
    message: `${directory} is at ${head.slice(0, 12)}, by the job's own git.`,
    "checkout-head": head,
    "checkout-fetched": String(fetched),
    "checkout-took-ms": String(Math.round(performance.now() - started))
  };
}
function prepare({ directory, fields }, git) {
  try {
    (0, import_node_fs3.mkdirSync)(directory, { recursive: true });
  } catch (error2) {
    throw new GitFailed(`${directory} could not be made (${error2.code}).`);
  }
  git.run("init", "-q");
  if (git.says("remote", "get-url", "origin") === "") git.run("remote", "add", "origin", fields.url);
  else git.run("remote", "set-url", "origin", fields.url);
  if (fields.sparse !== "") git.run("sparse-checkout", "set", "--cone", ...fields.sparse.split("\n"));
  else if (git.says("config", "core.sparseCheckout") === "true") git.run("sparse-checkout", "disable");
}
function fetch({ fields: { ref, sha: sha2, depth } }, git) {
  const shallow = depth === 0 ? [] : [`--depth=${depth}`];
  const names = /^(HEAD$|refs\/)/.test(ref) ? [ref] : [`refs/heads/${ref}`, `refs/tags/${ref}`, ref];
  const attempts = sha2 === "" ? names.map((name) => [...shallow, name]) : [[...shallow, sha2], ...names.map((name) => [name])];
  let why;
  for (const [...what] of attempts) {
    const name = what.pop();
    try {
      git.run("fetch", "-q", "--no-tags", ...what, "origin", name);
      return sha2 || "FETCH_HEAD";
    } catch (error2) {
      why ??= error2;
    }
  }
  throw why;
}
function extras({ fields: { submodules, depth, lfs, clean } }, git) {
  if (submodules !== "false") {
    const nested = submodules === "recursive" ? ["--recursive"] : [];
    git.run("submodule", "--quiet", "update", "--init", ...nested, ...depth === 0 ? [] : [`--depth=${depth}`]);
  }
  if (lfs) git.run("lfs", "pull");
  if (clean) git.run("clean", "-q", "-ffd");
}
function gitIn({ directory, token }) {
  const env = { ...process.env, GIT_TERMINAL_PROMPT: "0", ...authorization(token) };
  const call = (args) => (0, import_node_child_process.spawnSync)("git", ["-C", directory, ...args], { env, encoding: "utf8" });
  return {
    run(...args) {
      const { status, stderr, error: error2 } = call(args);
      if (error2) throw new GitFailed(error2.code === "ENOENT" ? "there is no git here." : `${error2.message}.`);
      if (status !== 0) throw new GitFailed(stderr.trim() || `git ${args[0]} failed.`);
    },
    /** What git prints, or nothing where it fails. */
    says: (...args) => call(args).stdout?.trim() ?? ""
  };
}
function authorization(token) {
  if (token === "") return {};
  const next = Number(process.env.GIT_CONFIG_COUNT ?? 0);
  return {
    GIT_CONFIG_COUNT: String(next + 1),
    [`GIT_CONFIG_KEY_${next}`]: `http.${server()}/.extraheader`,
    [`GIT_CONFIG_VALUE_${next}`]: `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`
  };
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
  const lines2 = Object.entries(fields).map(([key, value]) => `${name}.${key}=${escape(value)}
`);
  try {
    (0, import_node_fs4.appendFileSync)(location(), lines2.join(""));
  } catch (error2) {
    notice(`${VARIABLE} cannot be written: ${error2.message}`);
  }
}

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

// src/checkout.mjs
async function main() {
  notices(CHECKOUT).forEach(notice2);
  const inputs = checkoutInputs();
  if (inputs.token !== "") setSecret(inputs.token);
  const around = volumeAround(inputs.directory);
  const result = (around && await onVolume(around, inputs)) ?? checkOut(inputs);
  const told = { ...result, commit: result["checkout-head"] ?? "" };
  say(result.message);
  outputs(told);
  if (around) note(around.volume, { "checkout-head": told.commit });
  if (result.outcome !== "done") {
    fail(result.message);
    return;
  }
  await summarize(`${import_node_path5.default.basename(inputs.directory)}: checked out`, [
    ["what", result.message],
    ["commit", result["checkout-head"]],
    ["changed files", result["checkout-changed-files"]],
    ["fetched", result["checkout-fetched"]],
    ["took", result["checkout-took-ms"] && seconds2(Number(result["checkout-took-ms"]))]
  ]);
}
async function onVolume({ slot, volume }, { directory, timeout, fields, token }) {
  try {
    requireSlot(slot, volume);
  } catch (error2) {
    if (!(error2 instanceof Unavailable)) throw error2;
    notice2(error2.message);
    return void 0;
  }
  const within = directory === volume ? void 0 : import_node_path5.default.relative(volume, directory);
  const result = await ask(slot, { op: "checkout", timeout, path: volume, directory: within, ...fields }, { token });
  return result.reason === "ScratchOnly" ? void 0 : result;
}
main().catch((error2) => fail(error2.message));

/** The values of --before-start, --before-stop, --before-stop-http and --after-exit. */
import { hasAt, isSpace, skipSpace, toUpper } from "./ascii.ts";
import { ByteWriter } from "./byte-writer.ts";
import { readCommand } from "./command-words.ts";
import { Hook, HookTime } from "./hook.ts";
import { ADDRESS_SIZE, readAddressText } from "./ip-address.ts";
import { Settings } from "./settings.ts";
import { parseWhole } from "./signals.ts";

const METHOD_MAX: i32 = 16;
/** The longest name that the domain name system has. */
const HOST_MAX: i32 = 253;

const REQUEST_HINT: string = "write [METHOD] http://HOST[:PORT][/PATH][?QUERY]";

/** Adds a command for a time. @returns what is wrong and what is accepted, or an empty string */
export function readHook(settings: Settings, time: HookTime, value: string): string {
  const hook = new Hook(time, value);
  const wrong = readCommand(value, hook.words);
  if (wrong.length === 0) settings.hooks.push(hook);
  return wrong;
}

/** Adds an HTTP request before the stop. @returns what is wrong and what is accepted, or an empty string */
export function readRequest(settings: Settings, value: string): string {
  const hook = new Hook(HookTime.BeforeStop, value);
  const from = skipSpace(value, 0);
  const methodEnd = wordEnd(value, from);
  const urlAt = skipSpace(value, methodEnd);
  hook.method = "GET";
  let url = value.substring(from, methodEnd);
  if (urlAt < value.length) {
    if (!isMethod(url)) return REQUEST_HINT;
    hook.method = url;
    const urlEnd = wordEnd(value, urlAt);
    url = value.substring(urlAt, urlEnd);
    if (skipSpace(value, urlEnd) < value.length) return REQUEST_HINT;
  }
  if (hasAt(url, 0, "HTTPS:")) return "http only: for https use --before-stop with curl";
  if (!hasAt(url, 0, "HTTP://") || !readUrl(hook, url.substring(7))) return REQUEST_HINT;
  settings.hooks.push(hook);
  return "";
}

/** Forgets the commands of a time, or the requests. */
export function clearHooks(settings: Settings, time: HookTime, requests: bool): void {
  const hooks = settings.hooks;
  let kept = 0;
  for (let i = 0; i < hooks.length; i++) {
    const hook = hooks[i] as Hook;
    if (hook.time === time && hook.isRequest() === requests) continue;
    hooks[kept] = hook;
    kept += 1;
  }
  hooks.length = kept;
}

function wordEnd(text: string, from: i32): i32 {
  let at = from;
  while (at < text.length && !isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

function isMethod(text: string): bool {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x41 || code > 0x5a) return false;
  }
  return text.length > 0 && text.length <= METHOD_MAX;
}

/** Reads what stands behind http://. @returns whether it is all that is accepted */
function readUrl(hook: Hook, address: string): bool {
  let pathAt = -1;
  for (let i = 0; i < address.length; i++) {
    const code = address.charCodeAt(i);
    // What is not printable ASCII has to be written as %XX, and a fragment is no part of a request.
    if (code <= 0x20 || code >= 0x7f || code === 0x23) return false;
    if (pathAt < 0 && (code === 0x2f || code === 0x3f)) pathAt = i;
  }
  if (pathAt < 0) pathAt = address.length;
  const path = address.substring(pathAt);
  hook.path = path.startsWith("/") ? path : "/" + path;

  let hostEnd = 0;
  if (address.startsWith("[")) {
    hostEnd = address.indexOf("]");
    if (hostEnd < 0) return false;
    hook.host = address.substring(1, hostEnd);
    if (hook.host.indexOf(":") < 0 || !readAddressText(hook.host, new ByteWriter(ADDRESS_SIZE))) return false;
    hostEnd += 1;
  } else {
    while (hostEnd < pathAt && isHost(address.charCodeAt(hostEnd))) hostEnd += 1;
    if (hostEnd === 0 || hostEnd > HOST_MAX) return false;
    hook.host = address.substring(0, hostEnd);
  }
  if (hostEnd === pathAt) return true;
  if (address.charCodeAt(hostEnd) !== 0x3a) return false;
  hook.port = parseWhole(address.substring(hostEnd + 1, pathAt), 65535);
  return hook.port > 0;
}

/** Whether a character may be part of a name or an IPv4 address. */
function isHost(code: i32): bool {
  const upper = toUpper(code);
  return (
    (upper >= 0x41 && upper <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x2d ||
    code === 0x2e ||
    code === 0x5f
  );
}

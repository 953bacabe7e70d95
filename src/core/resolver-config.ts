import { ByteWriter } from "./byte-writer.ts";
import { ADDRESS_SIZE, readAddress, readAddressText } from "./ip-address.ts";
import { parseWhole } from "./signals.ts";
import { WordReader } from "./word-reader.ts";

/** MAXNS and RES_MAXNDOTS of resolv.h. */
const NAMESERVERS_MAX: i32 = 3;
const NDOTS_MAX: i32 = 15;
const DOT: i32 = 0x2e;

/** What begins a line. */
const enum Keyword {
  None,
  Nameserver,
  Search,
  Options,
}

/** What /etc/resolv.conf says, as far as it matters for a few lookups. */
export class ResolverConfig {
  /** Addresses of the nameservers, in order, ADDRESS_SIZE bytes each. At least one. */
  readonly nameservers: ByteWriter = new ByteWriter(NAMESERVERS_MAX * ADDRESS_SIZE);
  /** Domains that are appended to names. */
  readonly search: Array<string> = [];
  /** A name with fewer dots than this is tried in the search domains first. */
  ndots: i32 = 1;

  /** The name to ask for as number `index`, counted from 0; empty when there is none left. */
  candidate(host: string, index: i32): string {
    const domains = host.charCodeAt(host.length - 1) === DOT ? 0 : this.search.length;
    if (index > domains) return "";
    const asIsAt: i32 = countDots(host) < this.ndots ? domains : 0;
    if (index === asIsAt) return host;
    return host + "." + (this.search[asIsAt === 0 ? index - 1 : index] as string);
  }

  /** Reads a value of a line that begins with the keyword. */
  read(keyword: Keyword, words: WordReader, bytes: Uint8Array): void {
    if (keyword === Keyword.Nameserver) readAddress(bytes, words.from, words.end, this.nameservers);
    else if (keyword === Keyword.Search) {
      // The root: the name as it is.
      if (!words.is(".")) this.search.push(words.text(0));
    } else if (keyword === Keyword.Options && words.startsWith("ndots:")) {
      const ndots = parseWhole(words.text(6), NDOTS_MAX);
      this.ndots = ndots < 0 ? NDOTS_MAX : ndots;
    }
  }
}

/**
 * Reads the text of /etc/resolv.conf (resolv.conf(5)): the first `length` bytes. What it does not know it passes over;
 * without a nameserver it is 127.0.0.1.
 */
export function readResolverConfig(bytes: Uint8Array, length: i32): ResolverConfig {
  const config = new ResolverConfig();
  const words = new WordReader(bytes, length);
  let keyword: Keyword = Keyword.None;
  while (words.next()) {
    if (words.isFirst) {
      keyword = keywordOf(words);
      // The last line of its kind wins.
      if (keyword === Keyword.Search) config.search.length = 0;
    } else config.read(keyword, words, bytes);
  }
  if (config.nameservers.length === 0) readAddressText("127.0.0.1", config.nameservers);
  return config;
}

function keywordOf(words: WordReader): Keyword {
  if (words.is("nameserver")) return Keyword.Nameserver;
  if (words.is("search") || words.is("domain")) return Keyword.Search;
  return words.is("options") ? Keyword.Options : Keyword.None;
}

function countDots(host: string): i32 {
  let dots = 0;
  for (let i = 0; i < host.length; i++) {
    if (host.charCodeAt(i) === DOT) dots += 1;
  }
  return dots;
}

import { ByteWriter } from "./byte-writer.ts";
import { readAddress } from "./ip-address.ts";
import { WordReader } from "./word-reader.ts";

/**
 * Looks a name up in the text of /etc/hosts (hosts(5)): the first `length` bytes. The addresses of every line that has
 * the name are appended in the order of the file, as many as there is room for.
 */
export function findHost(bytes: Uint8Array, length: i32, host: string, addresses: ByteWriter): void {
  const words = new WordReader(bytes, length);
  let from: i32 = 0;
  let end: i32 = 0;
  while (words.next()) {
    if (words.isFirst) {
      from = words.from;
      end = words.end;
    } else if (words.is(host)) {
      readAddress(bytes, from, end, addresses);
      // A name that stands twice in a line is one all the same.
      end = from;
    }
  }
}

import type { ByteWriter } from "../../../src/core/byte-writer.ts";
import { ADDRESS_SIZE, IPV4_AT, isIpv4 } from "../../../src/core/ip-address.ts";

/** The addresses in a list of the head, as people write them. */
export function addressesOf(list: ByteWriter): string[] {
  return Array.from({ length: list.length / ADDRESS_SIZE }, (_, index) => {
    const at = index * ADDRESS_SIZE;
    const bytes = Buffer.from(list.bytes.subarray(at, at + ADDRESS_SIZE));
    if (isIpv4(list, at)) return bytes.subarray(IPV4_AT).join(".");
    const groups = bytes.toString("hex").replace(/(.{4})(?!$)/g, "$1:");
    return new URL(`http://[${groups}]`).hostname.slice(1, -1);
  });
}

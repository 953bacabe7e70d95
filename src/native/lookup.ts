/** Asks the nameservers of /etc/resolv.conf for addresses, over UDP. For a child of its own that may wait. */
import { ByteWriter } from "../core/byte-writer.ts";
import { Answer, QUERY_MAX, RecordType, readAnswer, writeQuery } from "../core/dns-message.ts";
import { ADDRESS_SIZE } from "../core/ip-address.ts";
import { connectTo, receive, SocketType } from "./network.ts";
import { Clock, clock, close, processId, sendNow } from "./system.ts";

const DNS_PORT: i32 = 53;
const ROUNDS: i32 = 2;
const TRY_MS: f64 = 1000;

/**
 * Asks one server after the other, twice, until one knows. Appends the addresses.
 * @param buffer of 512 bytes and more (RFC 1035, section 4.2.1), whose contents are lost
 * @returns Found, NoAddress or NoName as a server said; Failed where none could tell, NotOurs where none answered
 */
export function lookUp(
  name: string,
  type: RecordType,
  nameservers: ByteWriter,
  buffer: ByteWriter,
  addresses: ByteWriter,
): Answer {
  const query = new ByteWriter(QUERY_MAX);
  // The kernel takes answers from the server's address to our random port alone: the number need not be a secret.
  const id = ((clock(Clock.Monotonic) * 1000) as i64) ^ (processId() as i64);
  if (!writeQuery(query, (id as i32) & 0xffff, name, type)) return Answer.NoName;
  let failure: Answer = Answer.NotOurs;
  for (let round = 0; round < ROUNDS; round++) {
    for (let at = 0; at < nameservers.length; at += ADDRESS_SIZE) {
      const answer = ask(query, nameservers, at, buffer, addresses);
      if (answer === Answer.Failed) failure = answer;
      else if (answer !== Answer.NotOurs) return answer;
    }
  }
  return failure;
}

/** One try with one server. */
function ask(
  query: ByteWriter,
  nameservers: ByteWriter,
  at: i32,
  buffer: ByteWriter,
  addresses: ByteWriter,
): Answer {
  const deadlineMs = clock(Clock.Monotonic) + TRY_MS;
  const fd = connectTo(SocketType.Datagram, nameservers, at, DNS_PORT, deadlineMs);
  let answer: Answer = Answer.NotOurs;
  if (fd < 0) return answer;
  sendNow(fd, query.bytes.dataStart, query.length);
  while (answer === Answer.NotOurs) {
    const length = receive(fd, buffer, deadlineMs);
    if (length < 0) break;
    answer = readAnswer(query, buffer.bytes, length, addresses);
  }
  close(fd);
  return answer;
}

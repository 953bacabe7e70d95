import { connect, createServer, type Server, type Socket } from "node:net";
import { poll, within } from "./poll.ts";

/** How a server behaves; it listens on 127.0.0.1 and says nothing unless told otherwise. */
export interface Behaviour {
  host?: string;
  /** Gets the server's end of a connection and all that has come in on it, whenever more does. */
  answer?: (socket: Socket, received: string) => void;
  /** Whether a side that was closed by the other one stays open; otherwise it closes too. */
  halfOpen?: boolean;
}

/** A TCP server of the test itself, whose network the namespaces of the tests share. */
export class Listener implements AsyncDisposable {
  /** All that came in, connection by connection. */
  readonly received: string[] = [];
  /** The server's ends of the connections that are open. */
  readonly sockets = new Set<Socket>();
  private readonly clients: Socket[] = [];

  constructor(
    private readonly server: Server,
    private readonly behaviour: Behaviour,
    readonly port: number,
  ) {}

  /** Opens a connection to it and gives the client's end, once the server's end is there too. */
  async connection(): Promise<Socket> {
    const before = this.received.length;
    const client = await connectTo(this.port, this.behaviour);
    this.clients.push(client);
    await poll("a connection", () => this.received.length > before);
    return client;
  }

  /** Ends all connections from both sides. */
  cut(): void {
    for (const socket of [...this.clients, ...this.sockets]) socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    await within("the end of a server", new Promise<void>((done) => this.server.close(() => done())));
  }
}

/** Listens on a free port. */
export async function listen(behaviour: Behaviour = {}): Promise<Listener> {
  const { host = "127.0.0.1", answer, halfOpen = false } = behaviour;
  const server = createServer({ allowHalfOpen: halfOpen });
  await new Promise<void>((done, failed) => server.once("error", failed).listen(0, host, done));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a server without a port");
  const listener = new Listener(server, behaviour, address.port);
  server.on("connection", (socket) => {
    const index = listener.received.push("") - 1;
    listener.sockets.add(socket);
    socket.setEncoding("latin1").on("data", (text) => {
      const received = (listener.received[index] ?? "") + text;
      listener.received[index] = received;
      answer?.(socket, received);
    });
    socket.on("error", () => undefined); // The other side may leave without a word.
    socket.on("close", () => listener.sockets.delete(socket));
  });
  return listener;
}

/** Opens a connection, whoever listens there. */
export async function connectTo(port: number, behaviour: Behaviour = {}): Promise<Socket> {
  const { host = "127.0.0.1", halfOpen = false } = behaviour;
  const client = connect({ host, port, allowHalfOpen: halfOpen }).resume();
  await new Promise<void>((done, failed) => client.once("error", failed).once("connect", done));
  client.on("error", () => undefined); // A reset is how some tests end a connection.
  return client;
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  await using listener = await listen();
  return listener.port;
}

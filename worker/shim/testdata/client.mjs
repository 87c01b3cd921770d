// A client for the shim's tests. Node does not resolve *.localhost, so it
// dials 127.0.0.1 and says the host itself.

import { Agent, request } from "node:http";
import { connect } from "node:net";
import { setImmediate as turn } from "node:timers/promises";

// workerd closes a connection that rests for five seconds; so do we, before.
const agent = new Agent({ keepAlive: true, maxSockets: Infinity, timeout: 2000 });

/** Resolves with {status, headers, text, json()}; options: {method, body, headers, leave}. */
export function ask(port, path, { method = "GET", body, headers, leave } = {}) {
  const options = { agent, port, host: "127.0.0.1", path, method };
  return new Promise((resolve, reject) => {
    const sent = request(
      { ...options, headers: { Host: "northgate.localhost", ...headers } },
      async (response) => {
        const chunks = await response.toArray();
        const text = Buffer.concat(chunks).toString();
        resolve({
          status: response.statusCode,
          headers: response.headers,
          text,
          json: () => JSON.parse(text),
        });
      },
    );
    sent.on("error", reject);
    // A client that goes away, rather than one that only stops sending.
    leave?.then(() => sent.socket.resetAndDestroy());
    sent.end(body);
  });
}

/** Resolves when check does not throw any more; rejects with its error after a while. */
export async function eventually(check) {
  const until = Date.now() + 20_000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > until) throw error;
    }
    await turn(); // what the check waits for happens meanwhile
  }
}

/** Begins a request whose body has parts and no end; a socket that resolves `answer` with what came back. */
export function begin(port, path, parts, host = "northgate.localhost") {
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  socket.write(`POST ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n`);
  socket.write("Transfer-Encoding: chunked\r\n\r\n");
  for (const part of parts) {
    socket.write(`${part.length.toString(16)}\r\n`);
    socket.write(part);
    socket.write("\r\n");
  }
  socket.on("error", () => {});
  socket.answer = socket.toArray().then((chunks) => Buffer.concat(chunks).toString());
  socket.answer.catch(() => {});
  return socket;
}

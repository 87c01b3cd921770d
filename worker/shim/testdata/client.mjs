// A client for the shim's tests. Node does not resolve *.localhost, so it
// dials 127.0.0.1 and says the host itself.

import { Agent, request } from "node:http";
import { once } from "node:events";
import { connect } from "node:net";
import { setImmediate as turn } from "node:timers/promises";

// workerd closes a connection that rests for five seconds; so do we, before.
const agent = new Agent({ keepAlive: true, maxSockets: Infinity, timeout: 2000 });

/** Resolves with {status, headers, text, json()}, rejects if it is not whole; options: {method, body, headers, leave}. */
export function ask(port, path, { method = "GET", body, headers, leave } = {}) {
  const options = { agent, port, host: "127.0.0.1", path, method };
  return new Promise((resolve, reject) => {
    const sent = request(
      { ...options, headers: { Host: "northgate.localhost", ...headers } },
      async (response) => {
        const chunks = await response.toArray().catch(reject);
        if (!chunks) return;
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

/** Asks, and takes no more than the head of the answer; resolves with the socket. */
export async function listen(port, path) {
  const socket = connect({ port, host: "127.0.0.1", highWaterMark: 1 });
  socket.write(`GET ${path} HTTP/1.1\r\nHost: northgate.localhost\r\n\r\n`);
  await once(socket, "readable");
  return socket;
}

/**
 * Sends the beginning of a body, chunked or of a stated length, and no more; with
 * end it closes its side. Resolves with {status, text, json()} as soon as there is an answer.
 */
export async function send(port, parts, path = "/size", { length, end } = {}) {
  const framing = length ? `Content-Length: ${length}` : "Transfer-Encoding: chunked";
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  socket.write(`POST ${path} HTTP/1.1\r\nHost: northgate.localhost\r\n${framing}\r\n\r\n`);
  for (const part of parts)
    socket.write(length ? part : `${part.length.toString(16)}\r\n${part}\r\n`);
  if (end) socket.end();
  let answer = "";
  for await (const chunk of socket) {
    answer += chunk;
    if (complete(answer)) break;
  }
  socket.destroy();
  const [head, text] = answer.split("\r\n\r\n");
  return { status: Number(head.split(" ")[1]), text, json: () => JSON.parse(text) };
}

/** Whether an answer has everything that its Content-Length says, or its last chunk. */
function complete(answer) {
  const [head, text] = answer.split("\r\n\r\n");
  const length = /^content-length: (\d+)/im.exec(head)?.[1];
  return (
    text !== undefined && (length ? text.length >= Number(length) : answer.endsWith("0\r\n\r\n"))
  );
}

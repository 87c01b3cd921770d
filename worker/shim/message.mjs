// Requests and responses as plain data.

// The largest body the program accepts is 10 MiB. One byte more is handed on, so
// that it sees the excess and refuses it.
const BODY = 10 * 1024 * 1024 + 1;
const EMPTY = new Uint8Array();

/** {head, body} of a request: lines "method", "url", "name:value" …, "". */
export async function readRequest(request) {
  let head = `${request.method}\n${request.url}\n`;
  for (const [name, value] of request.headers) head += `${name}:${value}\n`;
  return { head: head + "\n", body: await readBody(request) };
}

async function readBody(request) {
  if (request.method === "GET" || !request.body) return EMPTY;
  const length = request.headers.get("Content-Length");
  if (length && Number(length) < BODY) return new Uint8Array(await request.arrayBuffer());
  return readSome(request.body);
}

async function readSome(stream) {
  const body = new Uint8Array(BODY);
  let length = 0;
  for await (const chunk of stream) {
    const part = chunk.subarray(0, BODY - length);
    body.set(part, length);
    length += part.length;
    if (length === BODY) break;
  }
  return body.subarray(0, length);
}

/** The Response of {status, head, body}; head has a line for each header. */
export function writeResponse(request, { status, head, body }) {
  const headers = {};
  const more = []; // of a name that stands more than once
  for (const line of head.split("\n")) {
    const colon = line.indexOf(":");
    if (colon < 1) continue;
    const [name, value] = [line.slice(0, colon), line.slice(colon + 1)];
    if (name in headers) more.push([name, value]);
    else headers[name] = value;
  }
  const empty = request.method === "HEAD" || status === 204 || status === 205 || status === 304;
  const response = new Response(empty ? null : body, { status, headers });
  for (const [name, value] of more) response.headers.append(name, value);
  return response;
}

// Requests and responses as plain data.

/**
 * The head of a request for the program: lines "method", "url", "whole" or "part"
 * (of its body comes with it), "name:value" …, "".
 */
export function requestHead(request, whole) {
  let head = `${request.method}\n${request.url}\n${whole ? "whole" : "part"}\n`;
  for (const [name, value] of request.headers) head += `${name}:${value}\n`;
  return head + "\n";
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

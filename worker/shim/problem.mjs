// The few answers that the shim makes by itself (RFC 9457), with the headers
// that every answer has.

const WORDS = {
  "internal-error": ["Something went wrong", "The request could not be completed."],
  "invalid-request": ["There is a problem", "What was sent broke off before its end."],
  "request-timeout": ["It took too long", "What was sent did not arrive in time. Try again."],
  busy: ["We are very busy", "Try again in a minute."],
};

/** A problem for a request; id is the request's own. */
export function problem(request, id, status, slug, headers = {}) {
  const [title, detail] = WORDS[slug];
  const all = { ...common(request, id), ...headers };
  if (wantsPage(request)) {
    all["Content-Type"] = "text/html; charset=utf-8";
    return new Response(page(title, detail, id), { status, headers: all });
  }
  all["Content-Type"] = "application/problem+json";
  const body = { type: `/problems/${slug}`, title, status, detail, instance: id };
  return new Response(JSON.stringify(body), { status, headers: all });
}

/** Whether it is a browser that asks, for a page. */
function wantsPage(request) {
  const accepts = request.headers.get("Accept") ?? "";
  return accepts.includes("text/html") && !new URL(request.url).pathname.startsWith("/api/");
}

/** A page of fixed words, without the style sheet: the program that knows its address did not answer. */
const page = (title, detail, id) => `<!doctype html>
<html lang="en-GB">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – Ringfence</title>
<h1>${title}</h1>
<p>${detail}</p>
<p><a href="/">Go to the start page</a></p>
<p>If you contact support, give this reference: ${id}</p>
</html>
`;

/** The headers of every answer to a request. */
export function common(request, id) {
  const headers = {
    "X-Request-Id": id,
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
  };
  if (!/(^|\.)localhost$/.test(new URL(request.url).hostname))
    headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains";
  return headers;
}

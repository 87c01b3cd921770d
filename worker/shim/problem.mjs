// The few answers that the shim makes by itself (RFC 9457), with the headers
// that every answer has.

const PROBLEM = "application/problem+json";
const HTML = "text/html; charset=utf-8";

const WORDS = {
  "invalid-request": [
    "There is a problem",
    "There is a problem with what was sent.",
    [{ field: "body", code: "incomplete", message: "The body could not be read to its end" }],
  ],
  "request-timeout": ["It took too long", "What was sent did not arrive in time. Try again."],
  "internal-error": ["Something went wrong", "The request could not be completed."],
  busy: ["We are very busy", "Try again in a minute."],
};

/** A problem for a request, as a page if a browser asked for one; id is the request's own. */
export function problem(request, id, status, slug, more = {}) {
  const page = prefersPage(request);
  const headers = { ...common(request, id), "Content-Type": page ? HTML : PROBLEM, ...more };
  const body = page ? pageOf(id, slug) : problemOf(id, status, slug);
  return new Response(body, { status, headers });
}

function problemOf(id, status, slug) {
  const [title, detail, errors] = WORDS[slug];
  const type = `/problems/${slug}`;
  return JSON.stringify({ type, title, status, detail, instance: id, errors });
}

/** As the program decides it. */
function prefersPage(request) {
  const asked = request.headers.get("Accept") ?? "";
  return asked.includes("text/html") && !new URL(request.url).pathname.startsWith("/api/");
}

/** A page that needs nothing else, which the policy would not let it load. */
function pageOf(id, slug) {
  const [title, detail] = WORDS[slug];
  return `<!doctype html>
<html lang="en-GB">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<main>
<h1>${title}</h1>
<p>${detail}</p>
<p><a href="/">Go to the start page</a></p>
<p>If you contact support, give this reference: ${id}.</p>
</main>
</html>
`;
}

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

// The few answers that the shim makes by itself (RFC 9457), with the headers
// that every answer has.

const WORDS = {
  "invalid-request": [
    "Some of what was sent is not right",
    "Some of what was sent is missing or malformed.",
    [{ field: "body", code: "incomplete", message: "The body could not be read to its end" }],
  ],
  "request-timeout": ["Took too long to arrive", "What was sent did not arrive in time."],
  "internal-error": ["Something went wrong", "The request could not be completed."],
  busy: ["Busy", "Too much is going on at this moment. Try again shortly."],
};

/** A request that is refused before the program sees it. */
export class Refusal extends Error {
  constructor(status, slug) {
    super(slug);
    this.status = status;
    this.slug = slug;
  }
}

/** A problem for a request; id is the request's own. */
export function problem(request, id, status, slug, headers = {}) {
  const [title, detail, errors] = WORDS[slug];
  const body = { type: `/problems/${slug}`, title, status, detail, instance: id, errors };
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...common(request, id), "Content-Type": "application/problem+json", ...headers },
  });
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

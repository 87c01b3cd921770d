// The few answers that the shim makes by itself (RFC 9457), with the headers
// that every answer has.

const TITLES = { "internal-error": "Internal error", "service-unavailable": "Service unavailable" };

/** A problem for a request; id is the request's own. */
export function problem(request, id, status, slug, headers = {}) {
  const body = { type: `/problems/${slug}`, title: TITLES[slug], status, instance: id };
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...common(request, id), ...headers },
  });
}

function common(request, id) {
  const headers = {
    "Content-Type": "application/problem+json",
    "X-Request-Id": id,
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
  };
  if (!/(^|\.)localhost$/.test(new URL(request.url).hostname))
    headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains";
  return headers;
}

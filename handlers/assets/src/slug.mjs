// Says of an address, while it is typed, whether it can be had. Without scripts
// that is said when the form is sent.
const input = document.getElementById("slug");
const verdict = document.createElement("p");
verdict.className = "nhsuk-hint";
verdict.setAttribute("role", "status");
input.after(verdict);
let timer;

async function judge() {
  const slug = input.value.trim();
  const answer = slug && (await fetch(`/api/slugs/${encodeURIComponent(slug)}`).catch(() => {}));
  const said = answer?.ok ? await answer.json() : { reason: "" };
  if (slug === input.value.trim())
    verdict.textContent = said.available ? "This address is free" : said.reason;
}

input.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(judge, 300);
});

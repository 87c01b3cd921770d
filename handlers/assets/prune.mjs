// Cuts a style sheet down to the rules that the pages can use.
import { globSync, readFileSync } from "node:fs";
import postcss from "postcss";

/**
 * The class names in the templates below a folder, as a test. A word that ends in a
 * hyphen ("nhsuk-input--width-" before a variable) stands for all that begin
 * with it.
 */
export function vocabulary(folder) {
  const sources = globSync(`${folder}/**/*.{go,templ}`).filter(
    (name) => !/_(?:templ|test)\.go$/.test(name),
  );
  const text = sources.map((name) => readFileSync(name, "utf8")).join("\n");
  const words = new Set(text.match(/(?:nhsuk|rf)-[\w-]+/g));
  const prefixes = [...words].filter((word) => word.endsWith("-"));
  return (name) => words.has(name) || prefixes.some((prefix) => name.startsWith(prefix));
}

/** Whether a selector can match: its classes are used; pages have no data attributes. */
function live(selector, used) {
  const required = selector.replace(/:not\((?:[^()]|\([^()]*\))*\)/g, "");
  if (required.includes("[data-")) return false;
  return (required.match(/\.[a-zA-Z][\w-]*/g) ?? []).every((name) => used(name.slice(1)));
}

/** Whether a rule wants one of nhsuk-frontend's images: none is shipped. */
function loadsImage(rule) {
  return rule.nodes.some((node) => node.value?.includes("url("));
}

/** Returns css without the rules whose classes are not used. */
export function prune(css, used) {
  const sheet = postcss.parse(css);
  sheet.walkComments((comment) => comment.remove());
  sheet.walkRules((rule) => {
    const selectors = rule.selectors.filter((selector) => live(selector, used));
    if (selectors.length === 0 || loadsImage(rule)) rule.remove();
    else rule.selectors = selectors;
  });
  sheet.walkAtRules(/^(media|supports|container)$/, removeEmpty);
  return sheet.toString();
}

function removeEmpty(node) {
  if (node.nodes?.length !== 0) return;
  const { parent } = node;
  node.remove();
  if (parent.type === "atrule") removeEmpty(parent);
}

// The least a Worker can be: what workerd needs for a first answer by itself.

export default {
  fetch: () => new Response("hello"),
};

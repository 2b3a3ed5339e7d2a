// What is asked of this machine. The address of the page holds the token, so that relative addresses do, too.

async function answer(response) {
  const value = await response.json();
  if (!response.ok) throw Object.assign(new Error(value.error), { canReplace: Boolean(value.canReplace) });
  return value;
}

/** An answer. Throws an Error with the reason where there is none. */
export async function ask(path, parameters = {}) {
  const query = new URLSearchParams(parameters).toString();
  return answer(await fetch(`api/${path}${query ? `?${query}` : ""}`));
}

/** The answer to an order. Throws an Error with the reason where it is not followed. */
export async function order(method, path, body) {
  const headers = { "content-type": "application/json" };
  return answer(await fetch(`api/${path}`, { method, headers, body: JSON.stringify(body) }));
}

/** The bytes of a document. */
export async function fetchSource(number) {
  return (await fetch(`api/documents/${number}/source`)).arrayBuffer();
}

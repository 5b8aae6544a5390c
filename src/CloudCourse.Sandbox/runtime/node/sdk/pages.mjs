// paginate…: long answers, page by page.
import { compile } from "./paths.mjs";

export function paginatorsOf(about, made, Client) {
  const found = {};
  for (const [operation, page] of Object.entries(about.paging)) {
    if (typeof page.input_token !== "string" || typeof page.output_token !== "string" || page.output_token.includes("||") || page.input_token === "RequestItems") continue;
    found[`paginate${operation}`] = paginator(made[`${operation}Command`], page, Client);
  }
  return found;
}

/** Only the package's own client is taken; `Client` names it. */
export function paginator(Command, page, Client) {
  const next = compile(page.output_token);
  const more = page.more_results && compile(page.more_results);
  return async function* (config, input, ...rest) {
    if (!(config.client instanceof Client)) throw new Error(`Invalid client, expected instance of ${Client.name}`);
    let token = config.startingToken;
    for (;;) {
      const given = { ...input, ...(token !== undefined ? { [page.input_token]: token } : {}) };
      if (config.pageSize !== undefined && page.limit_key) given[page.limit_key] ??= config.pageSize;
      const answer = await config.client.send(new Command(given), ...rest);
      yield answer;
      const before = token;
      token = more && !more(answer) ? undefined : (next(answer) ?? undefined);
      if (token === undefined || token === "" || (config.stopOnSameToken && token === before)) return;
    }
  };
}

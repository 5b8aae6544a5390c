// waitUntil…: asks again and again until something is so, in virtual time.
import { compile } from "./paths.mjs";

const STATES = { success: "SUCCESS", failure: "FAILURE", retry: "RETRY" };

export function waitersOf(about, made) {
  const found = {};
  for (const [name, waiter] of Object.entries(about.waiters)) {
    const acceptors = waiter.acceptors.map((acceptor) => ({ state: STATES[acceptor.state], matches: matcher(acceptor, about.errors) }));
    const Command = made[`${waiter.operation}Command`];
    const wait = (config, input) => poll({ minDelay: waiter.delay, maxDelay: 120, ...config }, () => ask(config.client, new Command(input), acceptors));
    found[`waitUntil${name}`] = async (config, input) => checked(await wait(config, input));
    found[`waitFor${name}`] = wait;
  }
  return found;
}

function matcher({ matcher: kind, expected, argument }, errors) {
  if (kind === "status") return (output, error) => (output ?? error).$metadata?.httpStatusCode === expected;
  if (kind === "error") {
    if (typeof expected === "boolean") return (output, error) => Boolean(error) === expected;
    const names = [expected, ...Object.keys(errors).filter((name) => errors[name][0] === expected)];
    return (output, error) => names.includes(error?.name);
  }
  const path = compile(argument);
  if (kind === "path") return (output) => output !== undefined && path(output) === expected;
  const test = kind === "pathAll" ? "every" : "some";
  return (output) => {
    const all = output && path(output);
    return Array.isArray(all) && all.length > 0 && all[test]((item) => item === expected);
  };
}

async function ask(client, command, acceptors) {
  let output, error;
  try {
    output = await client.send(command);
  } catch (thrown) {
    error = thrown;
  }
  const matched = acceptors.find((acceptor) => acceptor.matches(output, error));
  return { state: matched?.state ?? (error ? "FAILURE" : "RETRY"), reason: output ?? error };
}

async function poll({ maxWaitTime, minDelay, maxDelay }, once) {
  if (!(maxWaitTime > 0)) throw new Error("WaiterConfiguration.maxWaitTime must be greater than 0");
  if (minDelay <= 0) throw new Error("WaiterConfiguration.minDelay must be greater than 0");
  if (maxDelay <= 0) throw new Error("WaiterConfiguration.maxDelay must be greater than 0");
  if (maxWaitTime <= minDelay) throw new Error(`WaiterConfiguration.maxWaitTime [${maxWaitTime}] must be greater than WaiterConfiguration.minDelay [${minDelay}] for this waiter`);
  if (maxDelay < minDelay) throw new Error(`WaiterConfiguration.maxDelay [${maxDelay}] must be greater than WaiterConfiguration.minDelay [${minDelay}] for this waiter`);
  const until = Date.now() + maxWaitTime * 1000;
  for (let attempt = 1; ; attempt++) {
    const { state, reason } = await once();
    if (state !== "RETRY") return { state, reason };
    const most = Math.min(maxDelay, minDelay * 2 ** (attempt - 1));
    const delay = minDelay + Math.random() * (most - minDelay);
    if (Date.now() + delay * 1000 > until) return { state: "TIMEOUT" };
    await new Promise((done) => setTimeout(done, delay * 1000));
  }
}

function checked(result) {
  if (result.state === "SUCCESS") return result;
  const words = JSON.stringify({ ...result, reason: result.state === "TIMEOUT" ? "Waiter has timed out" : result.reason });
  throw result.state === "TIMEOUT" ? Object.assign(new Error(words), { name: "TimeoutError" }) : new Error(words);
}

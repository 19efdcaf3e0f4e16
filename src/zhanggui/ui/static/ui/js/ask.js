// Talk to the server. A refusal is thrown as Refused with the server's sentence; no answer as Refused "offline".
import { say } from "./words.js";

export class Refused extends Error {
  constructor(code, sentence, data = {}, state = 0) {
    super(sentence);
    Object.assign(this, { code, sentence, data, state });
  }
}

export async function ask(url, { method = "GET", body, signal } = {}) {
  const headers = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRFToken"] = document.body.dataset.csrf;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(url, { method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused("offline", say("offline"));
  }
  if (response.redirected && !response.headers.get("Content-Type")?.includes("json")) {
    window.location.reload();
  }
  if (response.ok) return response;
  const refusal = await response.json().catch(() => null);
  throw new Refused(refusal?.code ?? "server", refusal?.sentence ?? say("server_error"), refusal?.data, response.status);
}

export async function askJson(url, options) {
  return (await ask(url, options)).json();
}

// Lines of JSON as they arrive; the last one is the answer.
export async function askLines(url, body, onStep) {
  const response = await ask(url, { method: "POST", body });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let last = null;
  const read = (line) => {
    if (!line.trim()) return;
    last = JSON.parse(line);
    if (last.interrupted) throw new Refused("interrupted", say("interrupted"));
    if ("progress" in last) onStep(last);
  };
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      const lines = (rest + value).split("\n");
      rest = lines.pop();
      lines.forEach(read);
    }
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused("interrupted", say("interrupted"));
  }
  read(rest);
  if (!last || !("done" in last)) throw new Refused("interrupted", say("interrupted"));
  return last;
}

// Measures the site as a process of its own: how soon it is ready, and how long its pages take.
//   node tests/load/site.mjs [folder with CloudCourse.Web.dll]      the folder is the Release build's where none is named
// Every start has a new database. Page times are of one request after another over one connection: what a request costs, network left out.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..');
const folder = path.resolve(process.argv[2] ?? path.join(root, 'src/CloudCourse.Web/bin/Release/net10.0'));
const STARTS = 5, WARM_UP = 200, REQUESTS = 1000;
const PAGES = ['/', '/lessons/policies', '/lessons/regions-and-zones', '/quizzes/policies', '/glossary'];

const readyTimes = [];
for (let at = 0; at < STARTS; at++) {
  const site = await start();
  readyTimes.push(site.readyAfter);
  if (at === STARTS - 1) await measurePages(site.address);
  await site.end();
}
print('ready after start, ms (new database each time)', readyTimes);
console.log(`processors ${availableParallelism()}, load average ${loadavg().map(l => l.toFixed(1)).join(' ')}`);

async function start() {
  const data = mkdtempSync(path.join(tmpdir(), 'cloudcourse-load-'));
  const begun = performance.now();
  const child = spawn('dotnet', [path.join(folder, 'CloudCourse.Web.dll'), '--urls', 'http://127.0.0.1:0'], {
    cwd: folder,
    env: { ...process.env, ASPNETCORE_ENVIRONMENT: 'Production', ConnectionStrings__CloudCourse: `Data Source=${path.join(data, 'load.db')}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await new Promise((found, failed) => {
    let text = '';
    child.stdout.on('data', chunk => {
      text += chunk;
      const said = /CloudCourse is at (http:\/\/\S+)/.exec(text);
      if (said) found(said[1]);
    });
    child.on('exit', code => failed(new Error(`The site ended with ${code} while it started:\n${text}`)));
  });
  const agent = new http.Agent({ keepAlive: true });
  const { status } = await get(`${address}/health/ready`, agent);
  if (status !== 200) throw new Error(`/health/ready answered ${status}`);
  const readyAfter = performance.now() - begun;
  agent.destroy();
  return {
    address, readyAfter,
    end: () => new Promise(done => {
      child.removeAllListeners('exit');
      child.once('exit', () => { rmSync(data, { recursive: true, force: true }); done(); });
      child.kill('SIGTERM');
    }),
  };
}

async function measurePages(address) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  for (const page of PAGES) {
    const times = [];
    let last;
    for (let at = 0; at < WARM_UP + REQUESTS; at++) {
      const begun = performance.now();
      last = await get(address + page, agent);
      if (last.status !== 200) throw new Error(`${page} answered ${last.status}`);
      if (at >= WARM_UP) times.push(performance.now() - begun);
    }
    print(`${page} (${last.bytes} bytes as ${last.encoding ?? 'plain text'}), ms`, times);
  }
  agent.destroy();
}

function get(url, agent) {
  return new Promise((done, failed) => {
    http.get(url, { agent, headers: { 'Accept-Encoding': 'br', Accept: 'text/html' } }, response => {
      let bytes = 0;
      response.on('data', chunk => { bytes += chunk.length; });
      response.on('end', () => done({ status: response.statusCode, bytes, encoding: response.headers['content-encoding'] }));
    }).on('error', failed);
  });
}

function print(what, values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(2);
  console.log(`${what}: median ${at(0.5)}, 95 of 100 within ${at(0.95)}, worst ${at(1)} (${sorted.length} measured)`);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Pages of two origins in a real browser: the one that CORS_ORIGINS names logs in, changes an item and reads why it was
// refused; the other reads nothing.
//
//   node tests/e2e/cors.mjs http://127.0.0.1:8000 PORT     # the gateway has CORS_ORIGINS=http://127.0.0.1:PORT
//
// CHROMIUM names the browser (default /usr/bin/chromium).
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';

const [base, port] = process.argv.slice(2);
assert.ok(base && port, 'usage: cors.mjs <gateway url> <port of the page that may>');

const page = (request, response) => response.setHeader('Content-Type', 'text/html').end('<!DOCTYPE html><title>page</title>');
const servers = [createServer(page).listen(Number(port), '127.0.0.1'), createServer(page).listen(0, '127.0.0.1')];
await Promise.all(servers.map((server) => new Promise((done) => server.listening ? done() : server.once('listening', done))));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--headless', '--no-sandbox'] });

// Runs in the page.
const journey = async (api) => {
  const seen = {};
  const login = await fetch(`${api}/token`, { method: 'POST', body: new URLSearchParams({ username: 'usuario', password: 'senha123' }) });
  const authorization = `Bearer ${(await login.json()).access_token}`;
  const refused = await fetch(`${api}/itens`);
  seen.refused = [refused.status, (await refused.json()).reason];
  // Not a simple request: the browser asks first.
  const changed = await fetch(`${api}/itens/1`, { method: 'PATCH', headers: { authorization, 'if-match': '"1"', 'content-type': 'application/merge-patch+json' }, body: '{}' });
  seen.changed = changed.status;
  seen.requestId = changed.headers.get('x-request-id')?.length ?? 0;
  return seen;
};

try {
  const tell = async (server) => {
    const tab = await browser.newPage();
    await tab.goto(`http://127.0.0.1:${server.address().port}/`);
    return tab.evaluate(journey, base).catch((error) => String(error));
  };
  const may = await tell(servers[0]);
  assert.deepEqual(may.refused, [401, 'token_ausente']);
  assert.ok(may.changed >= 200, JSON.stringify(may));
  assert.ok(may.requestId > 0, 'X-Request-Id is not exposed');
  assert.match(await tell(servers[1]), /Failed to fetch/);
  console.log(`cors: the page that may got ${may.changed}, the other nothing`);
} finally {
  await browser.close();
  servers.forEach((server) => server.close());
}

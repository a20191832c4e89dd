// SPDX-License-Identifier: GPL-3.0-or-later
// The documentation page in a real browser: it loads from the gateway alone, breaks no Content-Security-Policy, and
// its Authorize button logs in with the demo user.
//
//   node tests/e2e/docs.mjs http://127.0.0.1:8000 [screenshot.png]
//
// CHROMIUM names the browser (default /usr/bin/chromium).
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const [base, screenshot] = process.argv.slice(2);
assert.ok(base, 'usage: docs.mjs <gateway url> [screenshot.png]');

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1400 } });
  page.setDefaultTimeout(20_000);
  const complaints = [];
  const elsewhere = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${base}/`) && !request.url().startsWith('data:')) elsewhere.push(request.url());
  });

  await page.goto(`${base}/docs/`); // redirects to /docs
  assert.equal(page.url(), `${base}/docs`);
  await page.getByRole('button', { name: /^Authorize$/ }).first().click();
  const dialog = page.locator('.modal-ux');
  await dialog.locator('input[name="username"], #oauth_username').fill('usuario');
  await dialog.locator('input[name="password"], #oauth_password').fill('senha123');
  await dialog.getByRole('button', { name: /authorize|apply given oauth2/i }).click();
  await dialog.getByRole('button', { name: /logout|remove authorization/i }).waitFor();
  if (screenshot) await page.screenshot({ path: screenshot.replace(/(\.png)?$/, '-authorized.png') });
  await dialog.locator('.btn-done').click();

  // The operation that needs a token is tried with it; what the servers answer is other tests' business.
  const operation = page.locator('#operations-Itens-listarItens');
  await operation.locator('.opblock-summary-control').click();
  await operation.getByRole('button', { name: 'Try it out' }).click();
  const [request] = await Promise.all([
    page.waitForRequest((sent) => new URL(sent.url()).pathname === '/itens'),
    operation.getByRole('button', { name: 'Execute' }).click(),
  ]);
  assert.match((await request.allHeaders()).authorization ?? '', /^Bearer \S+$/);
  const status = (await request.response()).status();
  assert.notEqual(status, 401, 'the token is not accepted');
  await operation.locator('.live-responses-table').waitFor();
  if (screenshot) await page.screenshot({ path: screenshot });

  // A gateway without anything behind it answers 502, which the browser logs as an error of its own.
  const real = complaints.filter((text) => !(status >= 500 && text.startsWith('Failed to load resource')));
  assert.deepEqual(real, []);
  assert.deepEqual(elsewhere, []);
  console.log(`docs: authorised, GET /itens answered ${status}`);
} finally {
  await browser.close();
}

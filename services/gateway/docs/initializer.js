// SPDX-License-Identifier: GPL-3.0-or-later
// A file of its own, since the page's Content-Security-Policy allows no inline script.
window.ui = SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#swagger-ui',
  presets: [SwaggerUIBundle.presets.apis],
  layout: 'BaseLayout',
  deepLinking: true,
  displayRequestDuration: true,
  validatorUrl: null, // never ask a service on the internet about this document
});

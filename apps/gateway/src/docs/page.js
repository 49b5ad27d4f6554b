const dark = matchMedia('(prefers-color-scheme: dark)')
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches)
dark.addEventListener('change', follow)
follow()

// The key that is typed in stays in memory: it is gone with the page.
window.SwaggerUIBundle({
  url: 'openapi.json',
  domNode: document.getElementById('page'),
  deepLinking: true,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  persistAuthorization: false,
  validatorUrl: null,
  defaultModelsExpandDepth: 0,
  queryConfigEnabled: false,
})

import { buildDocument } from './document.ts'

// Whoever reads it may have read enough (`| head`).
process.stdout.on('error', () => undefined)
// `npm run --silent openapi` prints the document.
process.stdout.write(`${JSON.stringify(buildDocument(), null, 2)}\n`)

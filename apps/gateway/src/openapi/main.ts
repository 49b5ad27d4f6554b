import { buildDocument } from './document.ts'

// `npm run --silent openapi` prints the document.
process.stdout.write(`${JSON.stringify(buildDocument(), null, 2)}\n`)

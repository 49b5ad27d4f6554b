import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeDocuments, projectRoot } from './make-documents.ts'

// `npm run docs:configuration`
for (const [path, text] of Object.entries(makeDocuments())) {
  writeFileSync(join(projectRoot, path), text)
  console.log(`wrote ${path}`)
}

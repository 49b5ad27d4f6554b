import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeApi, type OpenApiDocument } from './make-api.ts'
import { makeBruno } from './make-bruno.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// `npm run build:client`: the document comes from the standard input. The client's types, and the Bruno collection of the examples.
const [types = here('../src/api.ts'), collection = here('../../../examples/bruno')] = process.argv.slice(2)
const document = JSON.parse(readFileSync(0, 'utf8')) as OpenApiDocument
writeFileSync(types, makeApi(document))
rmSync(collection, { recursive: true, force: true })
for (const [path, content] of makeBruno(document)) {
  const file = join(collection, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
}

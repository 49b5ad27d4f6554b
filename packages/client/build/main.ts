import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { makeApi, type OpenApiDocument } from './make-api.ts'

// `npm run build:client`: the document comes from the standard input.
const target = process.argv[2] ?? fileURLToPath(new URL('../src/api.ts', import.meta.url))
writeFileSync(target, makeApi(JSON.parse(readFileSync(0, 'utf8')) as OpenApiDocument))

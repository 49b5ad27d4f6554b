import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { countLines, loadedFiles, productFiles } from './count-code.ts'

const usage = `Counts the files and lines that a create loads from packages/leads, and all lines of the product. Blank lines don't count.

  npm run --silent measure:structure
  npm run --silent measure:structure -- --root DIRECTORY FILE…     another tree; files below it that a create begins with`

const create = /^packages\/leads\/src\/(.+\/)?(create-leads?|lead-writer)\.ts$/

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    root: { type: 'string', default: fileURLToPath(new URL('../../../', import.meta.url)) },
    help: { type: 'boolean' },
  },
})
if (values.help) console.log(usage)
else {
  const { root } = values
  const product = productFiles(root)
  const ofCreate = product
    .map((file) => file.slice(join(root, '/').length))
    .filter((file) => create.test(file))
  const start = positionals.length > 0 ? positionals : ofCreate
  if (start.length === 0) throw new Error('no file that a create begins with: name one')
  const leads = join(root, 'packages', 'leads', '/')
  const loaded = countLines(loadedFiles(root, start).filter((file) => file.startsWith(leads)))
  console.log(`A create begins with ${start.join(', ')}.`)
  console.log(`It loads ${loaded.files} files of packages/leads, ${loaded.lines} lines.`)
  const all = countLines(product)
  console.log(`The product has ${all.files} files, ${all.lines} lines.`)
}

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')
/** All Markdown files of the project, from its root. */
const pages = pagesBelow('')
const withoutCode = (text: string) => text.replace(/^```[\s\S]*?^```$/gm, '')

function pagesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return /^(node_modules|dist|\..*)$/.test(entry.name) ? [] : pagesBelow(path)
    return entry.name.endsWith('.md') ? [path] : []
  })
}

/** As GitHub makes it of a heading. */
function anchorOf(heading: string): string {
  const plain = heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .trim()
    .toLowerCase()
  return plain.replace(/[^\p{L}\p{N}\-_ ]/gu, '').replaceAll(' ', '-')
}

function anchorsOf(path: string): string[] {
  return [...withoutCode(read(path)).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading))
}

test.each(pages)('every link of %s leads somewhere', (page) => {
  for (const [link, target = ''] of withoutCode(read(page)).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)) {
    const [path = '', anchor] = target.split('#')
    const file = path === '' ? page : relative(root, resolve(root, dirname(page), path))
    expect(existsSync(join(root, file)), `${page}: ${link}`).toBe(true)
    if (anchor !== undefined && statSync(join(root, file)).isFile() && file.endsWith('.md'))
      expect(anchorsOf(file), `${page}: ${link}`).toContain(anchor)
  }
})

const docs = pages.filter((path) => /^docs\/[^/]+$/.test(path))
// The settings are a table that is made from the schemas: nobody reads it from end to end.
const readers = docs.filter((path) => path !== 'docs/configuration.md')

test.each(readers)('%s has one task, and at most 1,200 words', (page) => {
  const words = withoutCode(read(page))
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
  expect(words.length).toBeLessThanOrEqual(1200)
})

test('the list of pages names each of them', () => {
  const list = read('docs/README.md')
  const missing = docs.filter(
    (path) => path !== 'docs/README.md' && !list.includes(`(${path.slice('docs/'.length)})`),
  )
  expect(missing).toEqual([])
})

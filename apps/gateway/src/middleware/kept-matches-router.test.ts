import { TrieRouter } from 'hono/router/trie-router'
import { expect, test } from 'vitest'
import { KeptMatchesRouter } from './kept-matches-router.ts'

const routes = [
  ['ALL', '*'],
  ['ALL', '/api/*'],
  ['POST', '/api/leads'],
  ['ALL', '/api/leads'],
  ['POST', '/api/leads/batch'],
  ['GET', '/api/leads/:id'],
  ['GET', '/api/leads/:id/checklist'],
] as const

function both() {
  const kept = new KeptMatchesRouter<string>()
  const trie = new TrieRouter<string>()
  for (const [method, path] of routes)
    for (const router of [kept, trie]) router.add(method, path, `${method} ${path}`)
  return { kept, trie }
}

test('every match is that of the router it keeps them for, the first time and later', () => {
  const { kept, trie } = both()
  for (const method of ['GET', 'POST', 'ALL', 'BREW'])
    for (const path of [
      '/',
      '/api/leads',
      '/api/leads/batch',
      '/api/leads/7',
      '/api/leads/7/checklist',
      '/x',
    ])
      for (const _ of ['first', 'later']) expect(kept.match(method, path)).toEqual(trie.match(method, path))
})

test('a match is kept for an address without parameters and a known method', () => {
  const { kept } = both()
  expect(kept.match('POST', '/api/leads')).toBe(kept.match('POST', '/api/leads'))
  expect(kept.match('GET', '/api/leads/7')).not.toBe(kept.match('GET', '/api/leads/7'))
  expect(kept.match('BREW', '/api/leads')).not.toBe(kept.match('BREW', '/api/leads'))
})

test('a route that is added later is found', () => {
  const { kept } = both()
  const before = kept.match('POST', '/api/leads')[0].length
  kept.add('POST', '/api/leads', 'later')
  expect(kept.match('POST', '/api/leads')[0]).toHaveLength(before + 1)
})

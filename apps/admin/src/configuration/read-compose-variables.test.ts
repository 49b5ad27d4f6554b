import { expect, test } from 'vitest'
import { readComposeVariables } from './read-compose-variables.ts'

test('variables are found with their defaults, also inside the default of another', () => {
  const text = `
    A: x\${NEEDED:?set NEEDED}y
    B: \${ADDRESS:-http://127.0.0.1:\${PORT:-3000}}
    C: \${EMPTY:-}
    D: \${PORT:-3000}
    E: \${SERVER:-redis://:\${NEEDED:?set NEEDED}@redis}`
  expect(readComposeVariables(text)).toEqual([
    { name: 'NEEDED', fallback: null },
    { name: 'PORT', fallback: '3000' },
    { name: 'ADDRESS', fallback: 'http://127.0.0.1:3000' },
    { name: 'EMPTY', fallback: '' },
    { name: 'SERVER', fallback: `redis://:\${NEEDED}@redis` },
  ])
})

test('two defaults of one variable are refused', () => {
  expect(() => readComposeVariables(`\${A:-1} \${A:-2}`)).toThrow('A has two defaults')
})

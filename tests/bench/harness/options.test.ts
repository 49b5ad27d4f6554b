import { expect, test } from 'vitest'
import { describeOptions, parseOptions } from './options.ts'

const specs = {
  clients: { default: [1, 64], about: 'at once' },
  perJob: { default: 100 },
  leads: { default: [0], orZero: true },
}

test('options are numbers and lists of them, with defaults', () => {
  expect(parseOptions(specs, [])).toEqual({
    options: { clients: [1, 64], perJob: 100, leads: [0] },
    operand: '',
    out: undefined,
  })
  expect(parseOptions(specs, ['--clients', '16', '--per-job', '1', '--leads', '0,5', '--out', 'a'])).toEqual({
    options: { clients: [16], perJob: 1, leads: [0, 5] },
    operand: '',
    out: 'a',
  })
  expect(parseOptions(specs, ['--help'])).toBeNull()
})

test('what a command compares with is given without a name, once', () => {
  expect(parseOptions(specs, ['--clients', '2', 'main'], 'git ref')).toMatchObject({
    operand: 'main',
    options: { clients: [2] },
  })
  expect(() => parseOptions(specs, [], 'git ref')).toThrow('give one git ref')
  expect(() => parseOptions(specs, ['main', 'v1'], 'git ref')).toThrow('give one git ref')
  expect(() => parseOptions(specs, ['main'])).toThrow()
})

test('results go beside the documents only when that is asked for', () => {
  expect(parseOptions(specs, ['--write'])?.out).toBe('docs/bench')
  expect(parseOptions(specs, ['--write', '--out', 'a'])?.out).toBe('a')
})

test.each(['--clients 0', '--clients one', '--per-job 1,2', '--nothing 1', '--leads -1'])(
  'refuses %s',
  (args) => {
    expect(() => parseOptions(specs, args.split(' '))).toThrow()
  },
)

test('says each option with its default', () => {
  expect(describeOptions(specs)).toMatch(/--clients 1,64 +at once\n {2}--per-job 100\n/)
})

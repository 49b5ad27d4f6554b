import { expect, test } from 'vitest'
import { addJobs, compareRounds, type Round } from './compare-rounds.ts'

/** Rounds in which a figure of the old, the new and once more the old code was this. */
function roundsOf(...seen: [old: number, now: number, control: number][]): Round[] {
  return seen.map(([old, now, control]) => ({
    old: { create: { cpu: old } },
    new: { create: { cpu: now } },
    control: { create: { cpu: control } },
  }))
}
const verdictOf = (...seen: [number, number, number][]) => compareRounds(roundsOf(...seen))[0]?.verdict

test('ratios are of the same round, medians of all', () => {
  expect(compareRounds(roundsOf([100, 50, 110], [200, 120, 200], [400, 160, 380]))).toEqual([
    {
      scenario: 'create',
      figure: 'cpu',
      old: 200,
      new: 120,
      ratio: { median: 0.5, min: 0.4, max: 0.6 },
      control: { median: 1, min: 0.95, max: 1.1 },
      verdict: 'counts',
    },
  ])
})

test('a ratio counts beyond what the control has seen in any round, in either direction', () => {
  const control: [number, number, number] = [100, 100, 90]
  const high: [number, number, number] = [100, 100, 105]
  expect(verdictOf(control, [100, 106, 100], high, [100, 106, 100], [100, 106, 100])).toBe('counts')
  expect(verdictOf([100, 89, 90], [100, 89, 100], [100, 89, 105])).toBe('counts')
  expect(verdictOf([100, 91, 90], [100, 91, 100], [100, 91, 105])).toBe("within the control's spread")
  expect(verdictOf([100, 105, 90], [100, 105, 100], [100, 105, 105])).toBe("within the control's spread")
})

test('the same figure never counts, also where the control always went one way', () => {
  expect(verdictOf([100, 100, 103], [100, 100, 105], [100, 100, 104])).toBe("within the control's spread")
  expect(verdictOf([100, 98, 103], [100, 98, 105], [100, 98, 104])).toBe('counts')
})

test('two rounds say nothing of noise, and nothing has no ratio', () => {
  expect(verdictOf([100, 50, 100], [100, 50, 100])).toBe('too few rounds to tell')
  expect(compareRounds(roundsOf([100, 50, 100], [0, 50, 100], [100, 50, 100]))).toMatchObject([
    { ratio: null, control: null, verdict: 'too small to tell' },
  ])
  expect(verdictOf([100, 0, 100], [100, 50, 100], [100, 50, 100])).toBe('too small to tell')
  expect(() => compareRounds([])).toThrow('no rounds')
})

test('a lead with its jobs costs both, and takes the time of both', () => {
  const create = { 'leads/s': 3000, 'p50 ms': 20, 'gateway µs': 300, 'all µs': 500 }
  const jobs = { 'leads/s': 6000, 'gateway µs': 10, 'worker µs': 60, 'all µs': 200 }
  expect(addJobs(create, jobs)).toEqual({
    'leads/s': expect.closeTo(2000, 6),
    'gateway µs': 310,
    'all µs': 700,
    'worker µs': 60,
  })
})

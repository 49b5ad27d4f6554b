import { type Spread, spreadOf } from '../harness/spread.ts'

/** Figures by name, of one scenario. */
export type Figures = Record<string, number>
export type Scenarios = Record<string, Figures>

/** Old code, new code, and the old code a second time. */
export const sides = ['old', 'new', 'control'] as const
export type Side = (typeof sides)[number]

/** What one round has seen of each side. */
export type Round = Record<Side, Scenarios>

/** A ratio counts when the same code, measured twice, never differed as much in any round. */
export type Verdict =
  | 'counts'
  | "within the control's spread"
  | 'too few rounds to tell'
  | 'too small to tell'

export interface Comparison {
  scenario: string
  figure: string
  /** Medians. */
  old: number
  new: number
  /** New ÷ old, and control ÷ old, over the rounds; null where some round has seen nothing of the old code. */
  ratio: Spread | null
  control: Spread | null
  verdict: Verdict
}

const leastRounds = 3

/** Compares each figure of each scenario, in the order of the first round. Throws for no rounds. */
export function compareRounds(rounds: readonly Round[]): Comparison[] {
  const [first] = rounds
  if (!first) throw new Error('no rounds')
  return Object.entries(first.old).flatMap(([scenario, figures]) =>
    Object.keys(figures).map((figure) => {
      const of = (side: Side) => rounds.map((round) => round[side][scenario]?.[figure] ?? Number.NaN)
      return { scenario, figure, ...compareFigure(of('old'), of('new'), of('control')) }
    }),
  )
}

function compareFigure(old: number[], now: number[], again: number[]) {
  const medians = { old: spreadOf(old).median, new: spreadOf(now).median }
  const ratiosOf = (values: number[]) => values.map((value, index) => value / (old[index] ?? Number.NaN))
  const [ratios, controls] = [ratiosOf(now), ratiosOf(again)]
  if (![...ratios, ...controls].every((each) => Number.isFinite(each) && each > 0))
    return { ...medians, ratio: null, control: null, verdict: 'too small to tell' as const }
  const [ratio, control] = [spreadOf(ratios), spreadOf(controls)]
  return { ...medians, ratio, control, verdict: verdictOf(ratio.median, control, old.length) }
}

function verdictOf(ratio: number, control: Spread, rounds: number): Verdict {
  if (rounds < leastRounds) return 'too few rounds to tell'
  // The same figure is never a difference, whichever way the control went.
  const isWithin = ratio >= Math.min(1, control.min) && ratio <= Math.max(1, control.max)
  return isWithin ? "within the control's spread" : 'counts'
}

/** CPU a lead of taking it in and of all its jobs, µs, and the leads a second of doing one after the other. */
export function addJobs(create: Figures, jobs: Figures): Figures {
  const micros = Object.keys({ ...jobs, ...create }).filter((name) => name.endsWith('µs'))
  const perSecond = (figures: Figures) => figures['leads/s'] ?? Number.NaN
  return {
    'leads/s': 1 / (1 / perSecond(create) + 1 / perSecond(jobs)),
    ...Object.fromEntries(micros.map((name) => [name, (create[name] ?? 0) + (jobs[name] ?? 0)])),
  }
}

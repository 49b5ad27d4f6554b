import { Counter, Gauge } from 'prom-client'
import type { Metrics } from './create-metrics.ts'

const outcomes = ['created', 'merged', 'refused'] as const

export interface ImportMetrics {
  /** So many imports are read by this process now. */
  running(imports: number): void
  /** Rows were recorded. */
  taken(rows: Record<(typeof outcomes)[number], number>): void
}

/** The imports that a gateway reads. */
export function createImportMetrics({ registry }: Pick<Metrics, 'registry'>): ImportMetrics {
  const registers = [registry]
  const running = new Gauge({
    name: 'intake_imports_running',
    help: 'Imports that this process reads now.',
    registers,
  })
  const rows = new Counter({
    name: 'intake_import_rows_total',
    help: 'Rows of imports, by what became of them.',
    labelNames: ['outcome'],
    registers,
  })
  for (const outcome of outcomes) rows.inc({ outcome }, 0)
  return {
    running: (imports) => running.set(imports),
    taken: (counts) => {
      for (const outcome of outcomes) rows.inc({ outcome }, counts[outcome])
    },
  }
}

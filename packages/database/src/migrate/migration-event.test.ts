import { expect, test } from 'vitest'
import { describeEvents, type MigrationEvent } from './migration-event.ts'

function describe(...events: MigrationEvent[]): string[] {
  const lines: string[] = []
  const tell = describeEvents((line) => lines.push(line))
  for (const event of events) tell(event)
  return lines
}

test('each event is a line', () => {
  const place = { migration: '0020-a', step: 'fill' }
  const waiting = { type: 'waiting', migration: '0020-a', step: null, tries: 3, pauseMs: 4210 } as const
  expect(
    describe(
      { type: 'turn-awaited' },
      { ...waiting, code: '55P03', statement: 'alter table leads add column a integer' },
      { ...waiting, code: '40P01', statement: 'select 1' },
      { type: 'batch-done', ...place, rows: 15_000, total: 1_000_000, rowsPerSecond: 7499.6 },
      { type: 'step-done', ...place },
      { type: 'applied', migration: '0020-a' },
    ),
  ).toEqual([
    'waiting for another migrator to end',
    '0020-a: waiting for a lock, try 3, again in 4.2 s: alter table leads add column a integer',
    '0020-a: met a deadlock, try 3, again in 4.2 s: select 1',
    '0020-a, fill: 15,000 of about 1,000,000 rows, 7,500 a second',
    '0020-a, fill: done',
    '0020-a: applied',
  ])
})

test('of quick batches not each is a line', () => {
  const batch = { type: 'batch-done', migration: '0020-a', step: 'fill', total: 9, rowsPerSecond: 1 } as const
  expect(describe({ ...batch, rows: 1 }, { ...batch, rows: 2 }, { ...batch, rows: 3 })).toEqual([
    '0020-a, fill: 1 of about 9 rows, 1 a second',
  ])
})

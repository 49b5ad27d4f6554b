import { recordApplied } from './applied-migrations.ts'
import type { Place } from './migration-event.ts'
import { failureAt, type MigrationRun } from './migration-run.ts'
import type { Step } from './parse-migration.ts'
import type { Migration } from './read-migrations.ts'
import { runBatches } from './run-batches.ts'
import { runConcurrently } from './run-concurrently.ts'
import { readStepRecord, type StepRecord, writeStepRecord } from './step-record.ts'
import { tryAgain } from './try-again.ts'

/** Runs the steps that aren't done yet, in their order. Each is recorded when it ends. */
export async function applySteps(run: MigrationRun, migration: Migration, steps: Step[]): Promise<void> {
  for (const step of steps) {
    const place = { migration: migration.label, step: step.name }
    try {
      const record = await readStepRecord(run.client, migration.version, step)
      if (record.isDone) continue
      await runStep(run, place, step, record)
      await run.tell({ type: 'step-done', ...place })
    } catch (error) {
      throw failureAt(run, place, error)
    }
  }
  await recordApplied(run.client, migration)
}

async function runStep(run: MigrationRun, place: Place, step: Step, record: StepRecord): Promise<void> {
  if (step.batching) return runBatches(run, place, { ...step, batching: step.batching }, record)
  for (const statement of step.statements) await runStatement(run, place, statement)
  await writeStepRecord(run.client, { ...record, isDone: true })
}

async function runStatement(run: MigrationRun, place: Place, statement: string): Promise<void> {
  await tryAgain(run, place, async (note) => {
    note(statement)
    if (/^(alter|create|drop|refresh|reindex)\b[^'"]*\bconcurrently\b/i.test(statement))
      return runConcurrently(run, statement)
    await run.client.query(`set lock_timeout = ${run.lockTimeoutMs}`)
    await run.client.query(statement)
  })
}

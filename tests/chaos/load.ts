import { setTimeout as pause } from 'node:timers/promises'
import { type Answer, sendLead, type Target } from './client.ts'
import { makeLead, nextNumber } from './make-lead.ts'

export interface Load {
  answers: Answer[]
  /** What never got a 2xx, and why. */
  failures: string[]
  /** No new leads; resolves when each one under way was answered or given up. */
  stop(): Promise<void>
}

/** Clients that send one lead after another, with a breath between them so that the load stays bounded. */
export function startLoad(target: Target, clients: number): Load {
  const answers: Answer[] = []
  const failures: string[] = []
  let stopped = false
  const run = async () => {
    while (!stopped) {
      const number = nextNumber()
      const { key, lead } = makeLead(number)
      try {
        answers.push(await sendLead(target, number, key, lead))
      } catch (error) {
        failures.push(String(error))
      }
      await pause(20 + Math.random() * 60)
    }
  }
  const running = Array.from({ length: clients }, run)
  return {
    answers,
    failures,
    async stop() {
      stopped = true
      await Promise.all(running)
    },
  }
}

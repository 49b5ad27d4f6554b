import type { LocalConfig } from './config.ts'
import type { Progress } from './progress.ts'
import type { Services } from './services.ts'

/** What every step of a start gets. */
export type Run = {
  config: LocalConfig
  /** The runner's own environment, which the apps inherit. */
  environment: NodeJS.ProcessEnv
  progress: Progress
  services: Services
  /** Aborted when the run is to end. */
  signal: AbortSignal
  /** To be called when a process ended or came back. */
  onChange: (message: string) => void
  /** To be called with each app's log file before the app writes to it. */
  onLogFile: (name: string, file: string) => void
}

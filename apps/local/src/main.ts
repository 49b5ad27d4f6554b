import { appendFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { createLogger } from '@intake/runtime/logger'
import { ConfigError } from '@intake/runtime/parse-config'
import { createShutdown } from '@intake/runtime/shutdown'
import { announce } from './announce.ts'
import { type LocalConfig, parseLocalConfig } from './config.ts'
import { createLocalRunner } from './create-local-runner.ts'
import { createProgress } from './progress.ts'
import { serviceKinds } from './services.ts'

await main()

async function main() {
  const config = readConfig()
  const progress = createProgress(process.stdout)
  // Whoever read it may be gone: that this can't be shown is nothing to be shown.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  const logFile = join(config.dataDir, 'logs', 'runner.log')
  const logger = createLogger({
    name: 'local',
    level: 'info',
    destination: {
      write(line) {
        if (existsSync(join(config.dataDir, 'logs'))) appendFileSync(logFile, line, { mode: 0o600 })
        if (line.includes('"level":"fatal"')) progress.line(`The runner failed, see ${logFile}`)
      },
    },
  })
  const shutdown = createShutdown({
    logger,
    timeoutMs: 75_000,
    exit(code) {
      runner.kill()
      process.exit(code)
    },
  })
  const logFormat = config.logFormat ?? (process.stdout.isTTY ? 'pretty' : 'json')
  const runner = createLocalRunner({
    ...{ config, progress, signal: shutdown.signal, logFormat },
    environment: { ...process.env, LOG_FORMAT: logFormat },
  })
  for (const kind of serviceKinds) {
    shutdown.add(kind, () => runner.stop(kind), { timeoutMs: 28_000 })
  }
  shutdown.add('data directory', () => runner.release())
  shutdown.listen()
  // A terminal that is closed sends this one.
  process.on('SIGHUP', () => process.kill(process.pid, 'SIGTERM'))
  // npm hands SIGTERM to a shell that dies of it without telling us.
  if (process.env.npm_lifecycle_event) onParentGone(() => process.kill(process.pid, 'SIGTERM'))

  try {
    const local = await runner.start()
    progress.line(announce(local, config.dataDir, performance.now() / 1000))
  } catch (error) {
    // Stopped while it was starting: whoever stopped it ends the process too.
    if (shutdown.signal.aborted) return
    logger.error({ err: error }, 'start failed')
    await shutdown.run('start failed')
    progress.line(`\nIntake did not start. ${error instanceof Error ? error.message : error}\n`)
    process.exit(1)
  }
}

function onParentGone(end: () => void) {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    end()
  }, 500)
  timer.unref()
}

function readConfig(): LocalConfig {
  try {
    return parseLocalConfig(process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    process.stderr.write(`Intake did not start. ${error.problems.join('; ')}\n`)
    process.exit(78)
  }
}

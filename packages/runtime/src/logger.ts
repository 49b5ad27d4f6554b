import pino from 'pino'
import { prettyLine } from './pretty-line.ts'
import { redact } from './redact.ts'
import { safeMessage } from './serialize-error.ts'

export type Logger = pino.Logger

/** The levels that `LOG_LEVEL` may name, most talkative first. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** The forms that `LOG_FORMAT` may name. */
export const logFormats = ['json', 'pretty'] as const
export type LogFormat = (typeof logFormats)[number]

/**
 * A logger of JSON lines: `time` as ISO 8601, `level` as a word, `name` of the process, personal and secret keys
 * hidden, errors under `err`. `pretty` makes each line one for a person. Writes to standard output unless told otherwise.
 */
export function createLogger(options: {
  name: string
  level: LogLevel
  format?: LogFormat
  destination?: pino.DestinationStream
  /** The trace that a line belongs to, if any, put into it as `traceId`. */
  traceId?: (() => string | undefined) | undefined
}): Logger {
  const { traceId } = options
  const settings: pino.LoggerOptions = {
    name: options.name,
    level: options.level,
    timestamp: pino.stdTimeFunctions.isoTime,
    // redact() has already reduced errors; pino's own serialiser would not know them any more.
    serializers: { err: (value: unknown) => value },
    formatters: {
      level: (label) => ({ level: label }),
      log: redact,
    },
    hooks: { logMethod: nameErrorSafely },
    ...(traceId ? { mixin: () => ({ traceId: traceId() }) } : {}),
  }
  const destination = options.destination ?? standardOutput()
  const pretty = { write: (line: string) => destination.write(prettyLine(line)) }
  return redactChildren(pino(settings, options.format === 'pretty' ? pretty : destination))
}

// Written at once: lines that are still due at the end are tried for ever when nobody reads them any more, and a process
// whose parent was killed would never leave.
function standardOutput(): pino.DestinationStream {
  return pino.destination({ dest: 1, sync: true })
}

// Pino drops the bindings formatter in children; they inherit this method instead.
function redactChildren(logger: pino.Logger): pino.Logger {
  const child = logger.child
  logger.child = function childOf<Levels extends string = never>(
    this: pino.Logger,
    bindings: pino.Bindings,
    options?: pino.ChildLoggerOptions<Levels>,
  ) {
    return child.call<pino.Logger, [pino.Bindings, pino.ChildLoggerOptions<Levels>?], pino.Logger<Levels>>(
      this,
      redact(bindings),
      options,
    )
  }
  return logger
}

// Without a message pino takes the error's own, which may quote a row's values.
function nameErrorSafely(this: pino.Logger, args: Parameters<pino.LogFn>, log: pino.LogFn): void {
  const [first, ...rest] = args as unknown[]
  if (rest.length === 0 && first instanceof Error) {
    log.apply(this, [{ err: first }, safeMessage(first)])
  } else if (rest.length === 0 && hasError(first)) {
    log.apply(this, [first, safeMessage(first.err)])
  } else {
    log.apply(this, args)
  }
}

function hasError(value: unknown): value is { err: Error } {
  return typeof value === 'object' && value !== null && 'err' in value && value.err instanceof Error
}

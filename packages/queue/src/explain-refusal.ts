import { TellableError } from '@intake/runtime/health'

/** Redis answers, but refuses what the queues need. The message says why and holds no data. */
export class RedisRefusal extends TellableError {
  override name = 'RedisRefusal'
}

/** By the code of an answer. It stands first, but for scripts of Redis 6, and where ioredis tells of a sentinel's answer. */
const byCode: Record<string, string> = {
  READONLY: 'Redis is a read-only replica: its address must lead to the primary',
  MOVED: 'Redis keeps these keys on another node of its cluster: REDIS_MODE=cluster finds it',
  CLUSTERDOWN: 'the Redis cluster does not serve all its slots (CLUSTERDOWN)',
  MASTERDOWN: 'Redis is a replica that has lost its primary (MASTERDOWN)',
  LOADING: 'Redis is loading its data',
  OOM: 'Redis is full: its maxmemory is reached (OOM)',
  MISCONF: 'Redis takes no writes because it cannot save them (MISCONF)',
  NOREPLICAS: 'Redis takes no writes because too few of its replicas are there (NOREPLICAS)',
  WRONGPASS: 'Redis refuses the user or the password',
  NOAUTH: 'Redis wants a password',
}
const anyCode = new RegExp(`(?:^|[-\\s])(${Object.keys(byCode).join('|')})\\b`)

const byText: [RegExp, string][] = [
  [/user executing the script can't/, 'the user of Redis lacks rights that the queues need (NOPERM)'],
  [/DB index is out of range|invalid DB index/, 'Redis has no database of the number in REDIS_URL'],
  [/SELECT is not allowed in cluster mode/, 'Redis runs as a cluster, which has only database 0'],
  [/cluster support disabled/, 'this Redis is no cluster: it needs REDIS_MODE=single'],
  [
    /No such master with that name|got an invalid reply: null/,
    'the sentinels know no primary by the name of REDIS_SENTINEL_MASTER',
  ],
  [/unknown command ['`]?sentinel/i, 'REDIS_NODES are no sentinels: REDIS_MODE=sentinel needs those'],
]

/** What TLS finds wrong with a certificate. */
const untrusted = /^(?:CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_CERT_)/

/** Why Redis refuses, for a person to read; null when the error is no refusal, such as a lost connection. */
export function explainRefusal(error: unknown): string | null {
  if (error instanceof RedisRefusal) return error.message
  if (!(error instanceof Error)) return null
  const { message } = error
  if ('code' in error && untrusted.test(String(error.code)))
    return `Redis shows a certificate that is not trusted here (${error.code})`
  const permission = /NOPERM.*?(?:the '([\w|]+)' command|access)/.exec(message)
  if (permission) {
    const [, command] = permission
    return command
      ? `the user of Redis may not run ${command.toUpperCase()} (NOPERM)`
      : 'the user of Redis may not touch the keys of QUEUE_PREFIX (NOPERM)'
  }
  const code = anyCode.exec(message)?.[1]
  if (code !== undefined) return byCode[code] ?? null
  const known = byText.find(([pattern]) => pattern.test(message))
  if (known) return known[1]
  return error.name === 'ReplyError' ? `Redis answers with an error (${message.split(' ')[0]})` : null
}

/** Whether a server refuses because of its state, which a check of it would find as well. */
export function isOfServer(error: unknown): boolean {
  return error instanceof Error && anyCode.test(error.message)
}

/** The error as a refusal where it is one, with the error as its cause; else as it is. */
export function asRefusal(error: unknown): unknown {
  if (error instanceof RedisRefusal) return error
  const reason = explainRefusal(error)
  return reason === null ? error : new RedisRefusal(reason, { cause: error })
}

export interface RedisUrl {
  host: string
  port: number
  username: string | undefined
  password: string | undefined
  /** 0 where the address names none. */
  database: number
  tls: boolean
}

/** `redis://user:password@host:port/database`, or `rediss:` for TLS, in its parts; else what is wrong with it, such as "must …". */
export function parseRedisUrl(text: string): RedisUrl | string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !['redis:', 'rediss:'].includes(url.protocol) || url.hostname === '')
    return 'must be an address that starts with redis:// or rediss://'
  if (!/^(\/\d*)?$/.test(url.pathname))
    return 'must end with the number of a database, such as /0, or without one'
  if (url.search !== '' || url.hash !== '') return 'must have nothing after a question mark'
  const [username, password] = [decode(url.username), decode(url.password)]
  if (username === null || password === null) return 'must have its user and password percent-encoded'
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 6379),
    username: username || undefined,
    password: password || undefined,
    database: Number(url.pathname.slice(1)),
    tls: url.protocol === 'rediss:',
  }
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

export interface Answer {
  status: number
  headers: Headers
  /** Undefined when it is no JSON; lines of it as their text. */
  body: unknown
}

/** One try, its answer's body included. Rejects when there is none within `timeoutMs`, or when the signal is aborted. */
export async function attempt(
  send: typeof fetch,
  url: string,
  init: RequestInit,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<Answer> {
  signal?.throwIfAborted()
  const ours = new AbortController()
  const stop = () => ours.abort(signal?.reason)
  const timer = setTimeout(
    () => ours.abort(new DOMException(`no answer within ${timeoutMs} ms`, 'TimeoutError')),
    timeoutMs,
  )
  signal?.addEventListener('abort', stop, { once: true })
  try {
    // A redirect would send the key elsewhere.
    const response = await send(url, { ...init, redirect: 'error', signal: ours.signal })
    const { status, headers } = response
    const text = await response.text()
    const isLines = /^(?:application\/x-ndjson|text\/csv)\b/.test(headers.get('content-type') ?? '')
    const isJson = /^application\/(?:[\w.]+\+)?json\b/.test(headers.get('content-type') ?? '')
    // Something between that answers in our place.
    if (response.ok && isLines) return { status, headers, body: text }
    if (response.ok && !isJson && status !== 204) throw new TypeError(`status ${status} without JSON`)
    return { status, headers, body: isJson ? (JSON.parse(text) as unknown) : undefined }
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  }
}

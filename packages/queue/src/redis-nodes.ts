export interface RedisNode {
  host: string
  port: number
}

/** `host:port, [::1]:port, host` as addresses; null where one is none. An empty text names none. */
export function parseNodes(text: string, defaultPort: number): RedisNode[] | null {
  const parts = text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((part) => /^(?:\[([0-9a-f:.]+)\]|([^\s:/@[\]]+))(?::(\d{1,5}))?$/i.exec(part))
  const nodes = parts.flatMap((part) => {
    const host = part?.[1] ?? part?.[2]
    const port = Number(part?.[3] ?? defaultPort)
    return host !== undefined && port > 0 && port < 65_536 ? [{ host, port }] : []
  })
  return nodes.length === parts.length ? nodes : null
}

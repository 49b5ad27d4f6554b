import { connect } from 'node:net'

/** Sends inline commands (one each, such as `FLUSHALL`) to a Redis and answers its replies. Throws when one is an error. */
export async function redisCommand(redisUrl: string, ...commands: string[]): Promise<string> {
  const { hostname, port, password } = new URL(redisUrl)
  const socket = connect(Number(port), hostname)
  socket.end([`AUTH ${decodeURIComponent(password)}`, ...commands, 'QUIT', ''].join('\r\n'))
  const answers: Buffer[] = []
  for await (const chunk of socket) answers.push(chunk)
  const text = Buffer.concat(answers).toString()
  if (/^-/m.test(text) || !text.endsWith('+OK\r\n')) throw new Error(`Redis answered with ${text}`)
  return text
}

import { inject, onTestFinished } from 'vitest'
import { openConsole } from './console-client.ts'

/** A console for one test, and somebody who is signed in: the admin, or whoever is named. */
export async function visitConsole(
  overrides: Parameters<typeof openConsole>[1],
  as?: { user: string; password: string },
) {
  const opened = await openConsole(inject('redisUrl'), overrides)
  onTestFinished(opened.close)
  const cookie = await opened.signIn(as)
  const get = async (path: string) => {
    const answer = await opened.request(path, { headers: { cookie } })
    return { status: answer.status, headers: answer.headers, text: await answer.text() }
  }
  const post = (path: string, fields: Record<string, string>) => opened.postForm(path, fields, { cookie })
  return { ...opened, cookie, get, post }
}

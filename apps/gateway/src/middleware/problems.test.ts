import { expect, test } from 'vitest'
import { toAppError } from './problems.ts'

const failed = (code: string) => Object.assign(new Error(`${code}: failed`), { code })

test.each(['EMFILE', 'ENFILE', 'ENOMEM', 'ENOSPC', 'EDQUOT', 'ENOBUFS', 'EAGAIN'])(
  '%s is no room for now, not a fault',
  (code) => {
    expect(toAppError(failed(code))).toMatchObject({ code: 'unavailable', retryAfter: 1 })
    expect(toAppError(failed(code)).message).not.toContain('database')
  },
)

test.each(['ENOENT', 'EACCES', 'ERR_INVALID_ARG_TYPE'])('%s is a fault', (code) => {
  expect(toAppError(failed(code)).code).toBe('internal_error')
})

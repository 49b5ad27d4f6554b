import { v4 as uuidV4, v5 as uuidV5 } from 'uuid'
import { expect, test } from 'vitest'
import { deriveId } from './derive-id.ts'

test('the RFC 9562 example', () => {
  expect(deriveId('www.example.com', '6ba7b810-9dad-11d1-80b4-00c04fd430c8')).toBe(
    '2ed6657d-e927-568b-95e1-2665a8aea6a2',
  )
})

test('the same as the library for any name', () => {
  for (const name of ['', 'a', 'Größe', '日本', uuidV4(), 'x'.repeat(1000)])
    for (const namespace of Array.from({ length: 50 }, () => uuidV4()))
      expect(deriveId(name, namespace)).toBe(uuidV5(name, namespace))
})

import { readEmail } from '@intake/contracts/read-email'
import { expect, test } from 'vitest'
import { emailOddity } from './odd-email.ts'

test.each([
  ['ada@gmial.com', 'misspelt_domain'],
  ['ada@yahoo.con', 'misspelt_domain'],
  ['ada@example.com', 'placeholder'],
  ['none@some-company.com', 'placeholder'],
  ['noreply@some-company.com', 'address_of_a_machine'],
  ['ada@gmail.com', null],
  ['test.pilot@some-company.com', null],
  ['ada@mail.example.com', null],
])('%s: %s', (address, oddity) => expect(emailOddity(address, readEmail(address).key)).toBe(oddity))

import { expect, it } from 'vitest'
import { emailDomainKind } from './email-domain.ts'

it.each([
  ['ana@gmail.com', 'free'],
  [' ANA@Hotmail.ES ', 'free'],
  ['ana@yahoo.com.ar', 'free'],
  ['ana@telefonica.net', 'free'],
  ['ana@outlookers.com', 'company'],
  ['ana@muebles-gil.es', 'company'],
  ['ana', null],
  ['ana@localhost', null],
  ['', null],
])('%s is %s', (email, kind) => expect(emailDomainKind(email)).toBe(kind))

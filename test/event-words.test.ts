import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { events } from '#contract/index.ts'
import { eventWords } from '../web/features/platform/event-words.ts'
import { type Locale, locales, translator } from '../web/kernel/i18n/catalogue.ts'
import { createFormat } from '../web/kernel/i18n/format.ts'

const wordsOf = (locale: Locale) =>
  translator({
    locale,
    nouns: new Map(
      globSync(`locales/${locale}/*.json`).map((path) => [
        basename(path, '.json'),
        JSON.parse(readFileSync(path, 'utf8')),
      ]),
    ),
    rest: async () => undefined,
    complete: true,
  })

test('the audit log says every event of the contract in words, however little the ledger row carries', () => {
  for (const locale of locales) {
    const t = wordsOf(locale)
    const format = createFormat(locale, 'Europe/Madrid', 'EUR')
    for (const name of Object.keys(events)) {
      const said = eventWords(t, format, name, {})
      expect(said.trim(), name).not.toBe('')
      expect(said, name).not.toContain(name)
      expect(said, name).not.toMatch(/NaN|undefined/)
    }
  }
})

test('what changed is named by the words of its fields, and a purpose as it is called', () => {
  const t = wordsOf('es')
  const format = createFormat('es', 'Europe/Madrid', 'EUR')
  expect(eventWords(t, format, 'contact.updated', { changes: { phone: [null, '+34'] } })).toBe('Cambia: Teléfono')
  expect(eventWords(t, format, 'activity.logged', { kind: 'note', activityId: 'x' })).toBe('Nota')
  expect(eventWords(t, format, 'consent.recorded', { state: 'granted', purpose: 'privacy' })).toBe(
    'Acepta: Política de privacidad',
  )
  expect(eventWords(t, format, 'consent.recorded', { state: 'withdrawn', purpose: 'Feria 2026' })).toBe(
    'Retira su consentimiento: Feria 2026',
  )
})

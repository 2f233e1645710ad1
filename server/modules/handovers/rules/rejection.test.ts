import { describe, expect, it } from 'vitest'
import { consequenceOf, type RejectionFacts } from './rejection.ts'

const facts: RejectionFacts = {
  contactId: 'ana',
  attempts: 0,
  recycles: 0,
  wakeOn: null,
  duplicateOfId: null,
  now: new Date('2026-06-01T22:30:00Z'),
  timeZone: 'Europe/Madrid',
}
const refused = (code: string) => expect.objectContaining({ kind: 'refused', code })

describe('the reason of a rejection decides', () => {
  it('no_timing: nurture until the wake date, 90 days from the local today by default', () => {
    expect(consequenceOf('no_timing', facts)).toEqual({
      kind: 'nurture',
      stage: 'recycled',
      wakeOn: '2026-08-31',
      recycles: 1,
    })
    expect(consequenceOf('no_timing', { ...facts, wakeOn: '2026-06-03' })).toMatchObject({ wakeOn: '2026-06-03' })
    expect(consequenceOf('no_timing', { ...facts, wakeOn: '2026-06-02' })).toEqual(refused('wake_date_not_in_future'))
    expect(consequenceOf('no_timing', { ...facts, wakeOn: '2026-06-31' })).toEqual(refused('wake_date_invalid'))
  })

  it('no_fit: disqualified, and it counts against the precision of MQLs', () => {
    expect(consequenceOf('no_fit', facts)).toMatchObject({ stage: 'disqualified', countsAgainstPrecision: true })
  })

  it('bad_data: a task for marketing', () => {
    expect(consequenceOf('bad_data', facts)).toEqual({ kind: 'data_task', stage: null, department: 'marketing' })
  })

  it('duplicate: the merge inbox, with the other one named', () => {
    expect(consequenceOf('duplicate', { ...facts, duplicateOfId: 'eva' })).toMatchObject({ duplicateOfId: 'eva' })
    expect(consequenceOf('duplicate', facts)).toEqual(refused('duplicate_missing'))
    expect(consequenceOf('duplicate', { ...facts, duplicateOfId: 'ana' })).toEqual(refused('duplicate_of_itself'))
  })

  it('unreachable: nurture, but only after six logged attempts', () => {
    expect(consequenceOf('unreachable', { ...facts, attempts: 6 })).toMatchObject({ kind: 'nurture', recycles: 1 })
    expect(consequenceOf('unreachable', { ...facts, attempts: 5 })).toEqual({
      kind: 'refused',
      code: 'too_few_attempts',
      params: { attempts: 5, required: 6 },
    })
  })

  it('recycles three times at most', () => {
    const tired = { ...facts, attempts: 6, recycles: 3 }
    expect(consequenceOf('no_timing', { ...facts, recycles: 2 })).toMatchObject({ kind: 'nurture', recycles: 3 })
    for (const reason of ['no_timing', 'unreachable'] as const) {
      expect(consequenceOf(reason, tired)).toEqual({
        kind: 'disqualify',
        stage: 'disqualified',
        because: 'too_many_recycles',
        countsAgainstPrecision: false,
      })
    }
  })
})

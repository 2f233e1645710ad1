import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultModel } from './default-model.ts'
import { score } from './score.ts'
import { validateModel } from './validate-model.ts'

describe('validateModel', () => {
  it('accepts the default model, also through JSON', () => {
    expect(validateModel(defaultModel())).toEqual([])
    expect(validateModel(JSON.parse(JSON.stringify(defaultModel())))).toEqual([])
  })

  it('names every error with its pointer', () => {
    const [fit] = defaultModel().fit
    const [engagement] = defaultModel().engagement
    const { warm, ...rest } = defaultModel()
    const broken = {
      ...rest,
      fit: [
        { ...fit, points: 101, condition: { field: 'x', op: 'like' } },
        { ...fit, label: { es: 'x' } },
      ],
      engagement: [{ ...engagement, halfLifeDays: 0, points: -5, match: { path: 'x' } }],
      hysteresis: 'five',
      'a/b': 1,
    }
    expect(validateModel(broken)).toEqual([
      { pointer: '/a~1b', rule: 'unknown_field' },
      { pointer: '/fit/0/condition/op', rule: 'operator' },
      { pointer: '/fit/0/points', rule: 'integer' },
      { pointer: '/fit/1/label/en', rule: 'required' },
      { pointer: '/engagement/0/match/path', rule: 'unknown_field' },
      { pointer: '/engagement/0/points', rule: 'integer' },
      { pointer: '/engagement/0/halfLifeDays', rule: 'number' },
      { pointer: '/warm', rule: 'required' },
      { pointer: '/hysteresis', rule: 'integer' },
    ])
    const crossed = { ...defaultModel(), fit: [fit, fit], hot: { fit: 30, engagement: 60 } }
    expect(validateModel(crossed)).toEqual([
      { pointer: '/fit/1/id', rule: 'unique' },
      { pointer: '/hot/fit', rule: 'below_warm' },
    ])
    expect(warm).toEqual({ fit: 40, engagement: 25 })
  })

  it('answers for any input', () => {
    fc.assert(fc.property(fc.anything(), (value) => validateModel(value).length > 0))
    const key = fc.constantFrom(...Object.keys(defaultModel()))
    fc.assert(
      fc.property(key, fc.anything(), (changed, value) => {
        const model = { ...defaultModel(), [changed]: value }
        if (validateModel(model).length > 0) return
        const input = { attributes: {}, signals: [], doNotProfile: false, timeZone: 'Europe/Madrid' }
        expect(score(model, input, new Date(0))?.total).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})

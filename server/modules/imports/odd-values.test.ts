import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { imported } from '#test/builders/upload.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'

let house: Harness
let home: TestWorkspace
beforeAll(async () => {
  house = await startHarness()
  home = await house.workspace()
})
afterAll(() => house.close())

const rejectionsOf = async (id: string) =>
  (await home.send(`GET /imports/${id}/rejections`)).body.items.map((row: any) => [row.rowNumber, row.column, row.rule])
const fieldsOf = (done: any) => done.columns.map((column: any) => column.suggestion.field)
const dealsOf = async (word: string) =>
  new Map<string, any>((await home.send(`GET /deals?q=${word}&limit=50`)).body.items.map((row: any) => [row.name, row]))

describe('a column is what it is called, though some of its values are no good', () => {
  test.each([1, 2, 4])('%i of 5 amounts', async (bad) => {
    const word = `importe${bad}`
    const rows = Array.from({ length: 5 }, (_, n) => {
      const amount = n < bad ? 'abc' : `1.10${n},50 €`
      return `${word} ${n};${amount};2${n}/03/2027;Propuesta`
    })
    const csv = `Oportunidad;Importe;Fecha de cierre;Fase\n${rows.join('\n')}\n`
    const done = await imported(house, home, csv, { kind: 'deals' })
    expect(fieldsOf(done)).toEqual(['name', 'amount', 'closedAt', 'stage'])
    expect(done).toMatchObject({ state: 'finished', rowsCreated: 5 - bad, rowsRejected: bad })
    expect(await rejectionsOf(done.id)).toEqual(
      Array.from({ length: bad }, (_, n) => [n + 2, 'Importe', 'number_invalid']),
    )
    expect((await dealsOf(word)).get(`${word} 4`)).toMatchObject({
      amount: { amountCents: 110450, currency: 'EUR' },
      customFields: {},
    })
  })

  test('a date that does not exist and an empty one', async () => {
    const csv =
      'Oportunidad;Importe;Fecha de cierre;Fase\nfecha a;10;01/02/2027;Propuesta\nfecha b;20;13/13/2027;Propuesta\nfecha c;30;;Propuesta\nfecha d;40;28/02/2027;Propuesta\nfecha e;50;03/04/2027;Propuesta\n'
    const done = await imported(house, home, csv, { kind: 'deals' })
    expect(fieldsOf(done)).toEqual(['name', 'amount', 'closedAt', 'stage'])
    expect(done).toMatchObject({ state: 'finished', needs: [], rowsCreated: 4, rowsRejected: 1 })
    expect(await rejectionsOf(done.id)).toEqual([[3, 'Fecha de cierre', 'date_invalid']])
    const deals = await dealsOf('fecha')
    expect(deals.get('fecha e')).toMatchObject({ customFields: {} })
    expect([...deals.keys()].sort()).toEqual(['fecha a', 'fecha c', 'fecha d', 'fecha e'])
  })

  test('what can be read in two ways is asked as well', async () => {
    const csv = 'Oportunidad;Importe;Fecha de cierre\nduda a;1.100;01/02/2027\nduda b;abc;99/99/2027\n'
    const asked = await imported(house, home, csv, { kind: 'deals' })
    expect(asked.state).toBe('uploaded')
    expect(asked.needs.map((need: any) => [need.column, need.question])).toEqual([
      ['Importe', 'decimal'],
      ['Fecha de cierre', 'date_order'],
    ])
  })

  test('a name that hardly any value bears out fills no field', async () => {
    const csv = 'empresa;tamaño\nUno;1-10\nDos;11-50\nTres;51-200\n'
    const done = await imported(house, home, csv, { kind: 'companies' })
    expect(fieldsOf(done)).toEqual(['name', 'customFields.tamano'])
    expect(done).toMatchObject({ rowsCreated: 3, rowsRejected: 0 })
  })
})

describe('phones', () => {
  const phoneOf = async (email: string) => (await home.send(`GET /contacts?email=${email}`)).body.items[0]?.phone

  test('without a country code are of the country of their row', async () => {
    const csv =
      'correo;teléfono;país\ngb@example.com;020 7946 0123;GB\nfr@example.com;01 42 68 53 01;Francia\nes@example.com;612 000 771;España\nnada@example.com;612 000 772;\nraro@example.com;612 000 773;Atlántida\nmal@example.com;020 7946 0123;ES\n'
    const done = await imported(house, home, csv, { kind: 'contacts' })
    expect(done).toMatchObject({ rowsCreated: 5, rowsRejected: 1 })
    expect(await rejectionsOf(done.id)).toEqual([[7, 'teléfono', 'phone_invalid']])
    expect(await Promise.all(['gb', 'fr', 'es', 'nada', 'raro'].map((name) => phoneOf(`${name}@example.com`)))).toEqual(
      ['+442079460123', '+33142685301', '+34612000771', '+34612000772', '+34612000773'],
    )
  })

  test('the country may be said once for all rows, before the phone or behind it', async () => {
    const mapping = {
      columns: [
        { column: 0, field: 'email' },
        { column: 1, field: 'phone' },
        { column: null, field: 'country', constant: 'Reino Unido' },
      ],
    }
    const csv = 'a;b\ntodos@example.com;020 7946 0124\n'
    expect(await imported(house, home, csv, { kind: 'contacts', mapping })).toMatchObject({ rowsCreated: 1 })
    expect(await phoneOf('todos@example.com')).toBe('+442079460124')
    const companies = 'país;empresa;teléfono\nUK;Thames Ltd;020 7946 0125\n'
    expect(await imported(house, home, companies, { kind: 'companies' })).toMatchObject({ rowsCreated: 1 })
  })
})

test('texts that Excel wrote as formulas are texts, in the header and in every column', async () => {
  const csv =
    '="correo";="teléfono";nombre;="código postal"\n="formula@example.com";="612000777";"=""Ana """"la"""" Buena""";="08001"\n'
  const done = await imported(house, home, csv, { kind: 'contacts' })
  expect(done).toMatchObject({ rowsCreated: 1, rowsRejected: 0 })
  const { items } = (await home.send('GET /contacts?email=formula@example.com')).body
  expect((await home.send(`GET /contacts/${items[0].id}`)).body).toMatchObject({
    phone: '+34612000777',
    firstName: 'Ana "la" Buena',
    customFields: { codigo_postal: '08001' },
  })
})

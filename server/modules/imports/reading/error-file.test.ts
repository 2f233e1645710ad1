import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { csvCell, csvDelimiter, toCsv } from './csv-text.ts'
import { errorFile } from './error-file.ts'
import { readAll, withFile } from './test-files.ts'

describe('csv for others', () => {
  it('guards what a spreadsheet would run', () => {
    const cells = ['=1+1', '+34', '-2', '@SUM', '\t=x', ' =x', 'a=b', -2, null, true, 'a;b', 'di "x"']
    expect(cells.map((cell) => csvCell(cell, { delimiter: ';' }))).toEqual([
      "'=1+1",
      "'+34",
      "'-2",
      "'@SUM",
      '"\'\t=x"',
      "' =x",
      'a=b',
      '-2',
      '',
      'true',
      '"a;b"',
      '"di ""x"""',
    ])
  })

  it('parts cells as the locale expects', () => {
    expect(['es', 'en', 'de', 'es-MX'].map(csvDelimiter)).toEqual([';', ',', ';', ','])
    expect(toCsv([['a', 1], [null]], { delimiter: ',' })).toBe('a,1\r\n""\r\n')
  })
})

describe('error file', () => {
  const options = {
    columns: ['correo', 'nota'],
    locale: 'es',
    titles: { row: 'Fila', field: 'Campo', reason: 'Motivo' },
    reasonOf: ({ rule }: { rule: string }) => `Motivo: ${rule}`,
  }

  it('keeps the original cells and can be read again', async () => {
    const content = await withFile('', async (path) => {
      const file = errorFile(path, options)
      await file.write({ rowNumber: 2, cells: ['nada', '=HYPERLINK("x")'], field: 'correo', rule: 'email_invalid' })
      await file.write({ rowNumber: 7, cells: null, detail: 'a;"b', rule: 'unclosed_quote' })
      const { rows, bytes } = await file.close()
      const written = await readFile(path)
      expect({ rows, bytes }).toEqual({ rows: 2, bytes: written.length })
      return written
    })
    expect(content.toString('utf8').split('\r\n')).toEqual([
      '\uFEFFFila;Campo;Motivo;correo;nota',
      '2;correo;Motivo: email_invalid;nada;"\'=HYPERLINK(""x"")"',
      '7;;Motivo: unclosed_quote;"a;""b";',
      '',
    ])
    expect((await readAll(content)).sniffed).toMatchObject({
      delimiter: ';',
      columns: ['Fila', 'Campo', 'Motivo', 'correo', 'nota'],
    })
  })

  it('goes on after a crash without a second header', async () => {
    await withFile('\uFEFFFila\r\n', async (path) => {
      const file = errorFile(path, { ...options, append: true })
      await file.write({ rowNumber: 3, cells: ['x'], rule: 'ragged_row' })
      await file.close()
      expect(await readFile(path, 'utf8')).toBe('\uFEFFFila\r\n3;;Motivo: ragged_row;x;\r\n')
    })
  })

  it('says when it cannot write', async () => {
    const file = errorFile('/nowhere/at/all', options)
    await expect(file.close()).rejects.toThrow('ENOENT')
  })
})

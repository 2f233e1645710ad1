import { describe, expect, it } from 'vitest'
import { sniff } from './sniff.ts'
import { readAll, short, withFile, zip } from './test-files.ts'

const spanish = 'Nombre;Año;Importe\r\nPeña;2018;1.234,50\r\nMuñoz;2019;12,5\r\n'
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16()
const latin1 = (text: string) => Buffer.from(text, 'latin1')
const sniffed = (content: Buffer | string) => withFile(content, (path) => sniff(path))

describe('encodings', () => {
  const cases: [name: string, content: Buffer, encoding: string][] = [
    ['UTF-8', Buffer.from(spanish), 'utf-8'],
    ['UTF-8 with mark', Buffer.from(`\uFEFF${spanish}`), 'utf-8'],
    ['Windows-1252', latin1(spanish), 'windows-1252'],
    ['UTF-16 little endian with mark', Buffer.from(`\uFEFF${spanish}`, 'utf16le'), 'utf-16le'],
    ['UTF-16 little endian', Buffer.from(spanish, 'utf16le'), 'utf-16le'],
    ['UTF-16 big endian with mark', utf16be(`\uFEFF${spanish}`), 'utf-16be'],
    ['UTF-16 big endian', utf16be(spanish), 'utf-16be'],
  ]
  it.each(cases)('%s', async (_, content, encoding) => {
    const { sniffed, rows } = await readAll(content)
    expect(sniffed).toMatchObject({ encoding, delimiter: ';', hasHeader: true, columns: ['Nombre', 'Año', 'Importe'] })
    expect(sniffed.detections[2]).toMatchObject({ type: 'number', decimal: ',' })
    expect(short(rows)).toEqual(['Peña|2018|1.234,50', 'Muñoz|2019|12,5'])
  })

  it('reads the euro sign and typographic quotes of Windows-1252', async () => {
    const { rows } = await readAll(Buffer.concat([latin1('nombre;precio\nPeña;5 '), Buffer.from([0x80]), latin1('\n')]))
    expect(short(rows)).toEqual(['Peña|5 €'])
  })

  it('reads lines of two encodings in one file, far beyond the samples too', async () => {
    const plain = `id;nombre\n${'1;Ana\n'.repeat(200_000)}`
    const content = Buffer.concat([
      Buffer.from(plain),
      latin1('2;Peña\n'),
      Buffer.from('3;Muñoz\n'),
      Buffer.from('1;Ana\n'.repeat(200_000)),
    ])
    const { rows } = await readAll(content)
    expect(short(rows.slice(200_000, 200_002))).toEqual(['2|Peña', '3|Muñoz'])
    expect(rows).toHaveLength(400_002)
  })
})

describe('dialects and headers', () => {
  const cases: [name: string, content: string, expected: object, rows: string[]][] = [
    [
      'the comma of decimals does not part cells',
      'a;b\n1,5;2,5\n3,5;4,5\n',
      { delimiter: ';', columns: ['a', 'b'] },
      ['1,5|2,5', '3,5|4,5'],
    ],
    ["Excel's sep line", 'sep=|\nmail|x\na;b@c.es|1\n', { delimiter: '|', headerRow: 1 }, ['a;b@c.es|1']],
    ['tabs', 'name\tcity\nAna, B\tX; Y\n', { delimiter: '\t' }, ['Ana, B|X; Y']],
    ['one column', 'nombre\nGarcía, Ana\nRuiz\n', { columns: ['nombre'] }, ['García, Ana', 'Ruiz']],
    [
      'no header',
      'ana@x.es,Ana,600123456\nluis@x.es,Luis,600123457\n',
      { hasHeader: false, headerRow: 0, columns: ['column_1', 'column_2', 'column_3'] },
      ['ana@x.es|Ana|600123456', 'luis@x.es|Luis|600123457'],
    ],
    ['one row without header', 'ana@x.es,Ana', { hasHeader: false }, ['ana@x.es|Ana']],
    [
      'names repeated and missing',
      'Email,email,,Nombre,\na@b.es,c@d.es,x,Ana,\n',
      { columns: ['Email', 'email_2', 'column_3', 'Nombre'] },
      ['a@b.es|c@d.es|x|Ana'],
    ],
    ['trailing delimiters in the rows only', 'a;b\n1;2;\n3;4;\n', { columns: ['a', 'b'] }, ['1|2', '3|4']],
    ['rows wider than the header', 'a;b\n1;2;x\n3;4;y\n', { columns: ['a', 'b', 'column_3'] }, ['1|2|x', '3|4|y']],
    [
      'title lines above',
      'Informe de leads\n\nNombre;Correo;Ciudad\nAna;a@b.es;Cádiz\nLuis;l@b.es;Vigo\n',
      { headerRow: 3, columns: ['Nombre', 'Correo', 'Ciudad'] },
      ['Ana|a@b.es|Cádiz', 'Luis|l@b.es|Vigo'],
    ],
    ['years as names', 'producto;2023;2024\nMesa;1;2\nSilla;3;4\n', { hasHeader: true }, ['Mesa|1|2', 'Silla|3|4']],
    ['single quotes', "a,b\n'x,1','y'\n'z','w,2'\n", { quote: "'" }, ['x,1|y', 'z|w,2']],
    ['old Mac line ends', 'a;b\r1;2\r3;4\r', { columns: ['a', 'b'] }, ['1|2', '3|4']],
  ]
  it.each(cases)('%s', async (_, content, expected, rows) => {
    const read = await readAll(content)
    expect(read.sniffed).toMatchObject(expected)
    expect(short(read.rows)).toEqual(rows)
    expect(read.sniffed.approximateRows).toBe(rows.length)
  })
})

describe('large files', () => {
  const line = (index: number) => `${index};0${(index % 9) + 1}/0${(index % 8) + 1}/2024;texto de relleno ${index}\n`
  const lines = Array.from({ length: 60_000 }, (_, index) => line(index))

  it('sees a date order that shows only in the last tenth', async () => {
    const late = lines.map((text, index) =>
      index > 54_000 && index % 10 === 0 ? `${index};25/0${(index % 8) + 1}/2024;x\n` : text,
    )
    expect((await sniffed(`id;fecha;nota\n${lines.join('')}`)).detections[1]?.dateOrder).toBe('ambiguous')
    const { detections, sampleRows, approximateRows } = await sniffed(`id;fecha;nota\n${late.join('')}`)
    expect(detections[1]?.dateOrder).toBe('day_first')
    expect(sampleRows.length).toBeLessThanOrEqual(200)
    expect(sampleRows.at(-1)?.[0]).toBe('59999')
    expect(approximateRows / 60_000).toBeCloseTo(1, 1)
  })

  it('delivers batches and resumes from any row', async () => {
    const { rows } = await readAll(`id;fecha;nota\n${lines.join('')}`, { from: 59_999 })
    expect(rows.map(({ rowNumber }) => rowNumber)).toEqual([59_999, 60_000, 60_001])
    expect(rows[0]?.cells?.[0]).toBe('59997')
  })
})

describe('refusals', () => {
  const random = Buffer.from(
    Array.from({ length: 5_000 }, (_, index) => (index * 7919 + (index >> 3) * 104_729) & 0xff),
  )
  const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2_000)])
  const cases: [name: string, content: Buffer | string, code: string, detail: string][] = [
    ['nothing', '', 'file_empty', ''],
    ['white space', '\uFEFF \r\n\n', 'file_empty', ''],
    ['a header alone', 'nombre;correo\r\n', 'file_without_rows', ''],
    ['binary', random, 'file_not_tabular', 'binary'],
    ['PDF', '%PDF-1.7 ...', 'file_format_unsupported', 'pdf'],
    ['a page saved as .xls', '\n<html><table><tr><td>1</td></tr></table></html>', 'file_not_tabular', 'html'],
    ['JSON', '[{"email":"a@b.es"}]', 'file_not_tabular', 'json'],
    ['old Excel', ole, 'file_format_unsupported', 'xls'],
    [
      'Excel with a password',
      Buffer.concat([ole, Buffer.from('EncryptedPackage', 'utf16le')]),
      'file_encrypted',
      'xlsx',
    ],
    ['ZIP with a password', zip({ 'a.csv': 'x' }, true), 'file_encrypted', 'zip'],
    ['ZIP of something else', zip({ 'a.csv': 'a;b' }), 'file_format_unsupported', 'zip'],
    ['OpenDocument', zip({ 'content.xml': '<a/>' }), 'file_format_unsupported', 'ods'],
    ['half a ZIP', zip({ 'xl/workbook.xml': '<workbook/>' }).subarray(0, 40), 'file_damaged', ''],
    ['far too many columns', `${'a;'.repeat(1_200)}a\n${'1;'.repeat(1_200)}1\n`, 'file_too_wide', ''],
  ]
  it.each(cases)('%s', async (_, content, code, detail) => {
    await expect(sniffed(content)).rejects.toMatchObject({ code, ...(detail && { detail }) })
  })
})

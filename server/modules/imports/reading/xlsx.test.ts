import { afterEach, describe, expect, it } from 'vitest'
import { sharedStrings } from './shared-strings.ts'
import { readAll, short, workbook, zip } from './test-files.ts'
import { columnOf, numberText } from './xlsx-value.ts'
import { kindOfFormat } from './xlsx-workbook.ts'

const text = (cells: string[]) => cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join('')

describe('workbooks', () => {
  it('reads every kind of cell', async () => {
    const { sniffed, rows } = await readAll(
      workbook({
        strings:
          '<si><t>Correo</t></si><si><r><t>a@</t></r><r><rPr/><t>b.es</t></r><rPh><t>x</t></rPh></si><si><t xml:space="preserve">l1_x000D_&#10;l2 </t></si>',
        formats:
          '<numFmt numFmtId="164" formatCode="[$-C0A]d &quot;de&quot; mmm"/><numFmt numFmtId="165" formatCode="#,##0.00 &quot;días&quot;"/>',
        styles: '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="165"/>',
        sheets: {
          Datos:
            `<row r="1"><c r="A1" t="s"><v>0</v></c>${['Alta', 'Visto', 'Aviso', 'Importe', 'Fórmula', 'Error', 'Sí', 'Nota'].map((name, index) => `<c r="${'BCDEFGHI'[index]}1" t="inlineStr"><is><t>${name}</t></is></c>`).join('')}</row>` +
            '<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" s="1"><v>43157</v></c><c r="C3" s="2"><v>43157.832569444443</v></c><c r="D3" s="3"><v>43158</v></c>' +
            '<c r="E3" s="4"><v>1100.0400000000001</v></c><c r="F3" t="str"><f>A1&amp;1</f><v>ok</v></c><c r="G3" t="e"><v>#N/A</v></c><c r="H3" t="b"><v>1</v></c><c r="I3" t="s"><v>2</v></c></row>' +
            '<row r="4"><c r="E4"><v>1E-3</v></c></row>',
        },
      }),
    )
    expect(sniffed).toMatchObject({
      format: 'xlsx',
      sheetNames: ['Datos'],
      sheet: 'Datos',
      hasHeader: true,
      headerRow: 1,
      approximateRows: 2,
    })
    expect(sniffed.detections[4]).toMatchObject({ type: 'number', decimal: '.' })
    expect(rows).toEqual([
      {
        rowNumber: 3,
        cells: [
          'a@b.es',
          '2018-02-26',
          '2018-02-26 19:58:54',
          '2018-02-27',
          '1100.04',
          'ok',
          '#N/A',
          'true',
          'l1\r\nl2 ',
        ],
      },
      { rowNumber: 4, cells: ['', '', '', '', '0.001', '', '', '', ''] },
    ])
  })

  it('takes the first visible sheet, or the one named', async () => {
    const book = workbook({
      sheets: {
        Oculta: `<row>${text(['x', 'y'])}</row>`,
        Uno: `<row>${text(['nombre', 'ciudad'])}</row><row>${text(['Ana', 'Vigo'])}</row>`,
        Dos: `<row>${text(['sku', 'name'])}</row><row>${text(['A1', 'Mesa'])}</row>`,
      },
      hidden: ['Oculta'],
    })
    expect((await readAll(book)).sniffed.sheetNames).toEqual(['Uno', 'Dos'])
    expect(short((await readAll(book)).rows)).toEqual(['Ana|Vigo'])
    expect(short((await readAll(book, { sheet: 'Dos' })).rows)).toEqual(['A1|Mesa'])
    await expect(readAll(book, { sheet: 'Tres' })).rejects.toMatchObject({ code: 'sheet_not_found' })
  })

  it('counts days from 1904 where the workbook does, and gives rows that do not fit a problem', async () => {
    const { rows } = await readAll(
      workbook({
        is1904: true,
        styles: '<xf numFmtId="14"/>',
        sheets: {
          S: `<row r="1">${text(['fecha', 'x'])}</row><row r="2"><c r="A2" s="0"><v>41695</v></c></row>${`<row>${text(['d', 'e'])}</row>`.repeat(1_000)}<row>${text(['a', 'b', 'c'])}</row>`,
        },
      }),
    )
    expect([short(rows)[0], short(rows).at(-2), short(rows).at(-1)]).toEqual(['2018-02-26|', 'd|e', 'ragged_row'])
  })

  it('refuses bombs and torn XML before they cost anything', async () => {
    const rels = (target: string) =>
      `<Relationships><Relationship Id="r0" Type="x/worksheet" Target="${target}"/></Relationships>`
    const book = (sheet: string | Buffer) =>
      zip({
        'xl/workbook.xml': '<workbook><sheets><sheet name="S" r:id="r0"/></sheets></workbook>',
        'xl/_rels/workbook.xml.rels': rels('s.xml'),
        'xl/s.xml': sheet,
      })
    await expect(readAll(book(Buffer.alloc(20_000_000, 32)))).rejects.toMatchObject({ code: 'file_expands_too_much' })
    await expect(readAll(book('<worksheet><sheetData><row><c>'))).rejects.toMatchObject({ code: 'file_damaged' })
    await expect(
      readAll(book('<worksheet><sheetData><row r="2000000"/></sheetData></worksheet>')),
    ).rejects.toMatchObject({ code: 'file_expands_too_much' })
    const far = '<worksheet><sheetData><row><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>'
    await expect(readAll(book(far))).rejects.toMatchObject({ code: 'file_too_wide' })
  })
})

describe('shared strings', () => {
  const strings = sharedStrings(4_000)
  afterEach(() => strings.close())

  it('are the same in memory and on disk', () => {
    const words = Array.from({ length: 1_000 }, (_, index) => `palabra ñ ${index} ${'x'.repeat(index % 50)}`)
    for (const word of words) strings.add(word)
    for (const index of [0, 1, 63, 64, 500, 999, 3, 998, 500]) expect(strings.get(index)).toBe(words[index])
    expect(words.every((word, index) => strings.get(index) === word)).toBe(true)
    expect(strings.get(1_000)).toBe('')
    expect(strings.get(-1)).toBe('')
  })
})

describe('values of cells', () => {
  it('knows dates by their format', () => {
    const kinds = [
      'yyyy-mm-dd',
      'dd/mm/yyyy hh:mm',
      'mmm-yy',
      'h:mm AM/PM',
      '[h]:mm',
      '#,##0.00 "days"',
      'General',
      '0.00E+00',
      '#,##0\\d',
      '[Red]0.0',
    ]
    expect(kinds.map(kindOfFormat)).toEqual([
      'date',
      'datetime',
      'date',
      'time',
      'number',
      'number',
      'number',
      'number',
      'number',
      'number',
    ])
  })

  it('writes numbers plainly', () => {
    const plain = (stored: string) => numberText(stored, 'number', false)
    expect(['0.30000000000000004', '1E21', '1.5E-7', '-12', '5.0'].map(plain)).toEqual([
      '0.3',
      '1000000000000000000000',
      '0.00000015',
      '-12',
      '5',
    ])
    expect(numberText('1', 'date', false)).toBe('1900-01-01')
    expect(numberText('61', 'date', false)).toBe('1900-03-01')
    expect(numberText('0.5', 'time', false)).toBe('12:00:00')
    expect(['A1', 'Z9', 'AA1', 'XFD1', '1'].map(columnOf)).toEqual([0, 25, 26, 16_383, -1])
  })
})

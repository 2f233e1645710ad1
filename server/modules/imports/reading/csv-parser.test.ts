import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvParser } from './csv-parser.ts'
import { toCsv } from './csv-text.ts'
import { isBlank, type Row } from './rows.ts'

const semicolons = { delimiter: ';', quote: '"' }

function parse(text: string, columns: number | null, marks = semicolons, cuts: number[] = []): Row[] {
  const rows: Row[] = []
  const parser = csvParser(marks, columns)
  let from = 0
  for (const cut of [...cuts.map((cut) => cut % (text.length + 1))].sort((a, b) => a - b)) {
    parser.push(text.slice(from, cut), false, rows)
    from = cut
  }
  parser.push(text.slice(from), true, rows)
  return rows
}
const short = (rows: Row[]) => rows.map(({ cells, problem }) => cells?.join('|') ?? problem?.code)

describe('csv records', () => {
  const cases: [name: string, text: string, columns: number, expected: (string | undefined)[]][] = [
    ['mixed line ends', 'a;b\r\nc;d\ne;f\rg;h', 2, ['a|b', 'c|d', 'e|f', 'g|h']],
    ['quoted delimiters, quotes and line ends', '"a;1";"b ""x"""\n"c\r\nd";e\n', 2, ['a;1|b "x"', 'c\r\nd|e']],
    ['a blank line inside a quoted cell', '1;"a\n\nb"\n2;c\n', 2, ['1|a\n\nb', '2|c']],
    ['spaces around quoted cells', '1; "a;b" ;2\n', 3, ['1|a;b|2']],
    ['blank lines and lines of delimiters only', 'a;b\n\n;\n  ; \nc;d\n\n\n', 2, ['a|b', 'c|d']],
    ['trailing delimiters', 'a;b;\nc;d;;;\n', 2, ['a|b', 'c|d']],
    ['ragged rows', 'a;b\nc\nd;e;f\ng;h\n', 2, ['a|b', 'ragged_row', 'ragged_row', 'g|h']],
    ['NUL bytes', 'a;b\nc\0;d\n"e\0";f\ng;h', 2, ['a|b', 'nul_byte', 'nul_byte', 'g|h']],
    ['inches', 'a;5" pipe\nb;6"\n', 2, ['a|5" pipe', 'b|6"']],
    ['unescaped quotes in quoted cells', '"The "best" one";x\n', 2, ['The "best" one|x']],
    ['a nickname at the beginning', '"Big" Corp;x\n "Pepe" García;y\n', 2, ['"Big" Corp|x', ' "Pepe" García|y']],
    [
      'a stray opening quote',
      '1;"Acme;Madrid\n2;Beta;Sevilla\n3;"C;o";Cádiz\n',
      3,
      ['unclosed_quote', '2|Beta|Sevilla', '3|C;o|Cádiz'],
    ],
    ['a stray quote before the end', 'a;b\nc;"d', 2, ['a|b', 'unclosed_quote']],
    [
      'a stray quote before a quoted cell that begins with a delimiter',
      '1;"A\n2;";x"\n3;c\n',
      2,
      ['unclosed_quote', '2|;x', '3|c'],
    ],
    ['a cell that looks like a row', '1;"note:\n2;x\n"\n3;b\n', 2, ['1|note:\n2;x\n', '3|b']],
    [
      'two stray quotes far apart',
      '1;"A;x\n2;b;c\n3;b;c\n4;b;c\n5;B";y\n6;b;c\n',
      3,
      ['unclosed_quote', '2|b|c', '3|b|c', '4|b|c', '5|B"|y', '6|b|c'],
    ],
    ['a ragged row over two lines', '1;"a\nb"\n2;c;d\n', 3, ['ragged_row', '2|c|d']],
  ]
  it.each(cases)('%s', (_, text, columns, expected) => {
    expect(short(parse(text, columns))).toEqual(expected)
  })

  it('numbers records as a spreadsheet does and keeps the text of a broken one', () => {
    expect(parse('sep=;\na;b\n\nc\0\nd;e\n', 2)).toEqual([
      { rowNumber: 1, cells: ['a', 'b'] },
      { rowNumber: 3, cells: null, problem: { code: 'nul_byte', detail: 'c\u2400' } },
      { rowNumber: 4, cells: ['d', 'e'] },
    ])
  })

  it('unwraps texts that are written as formulas, quoted or not', () => {
    expect(short(parse('="007";"=""0,5"""\n="a ""b""";="x\n=1+1;="a"&"b"\n', 2))).toEqual([
      '007|0,5',
      'a "b"|="x',
      '=1+1|="a"&"b"',
    ])
  })

  it('gives up an endless line without keeping it, and goes on after it', () => {
    const rows: Row[] = []
    const parser = csvParser(semicolons, 2)
    for (let piece = 0; piece < 40; piece++) parser.push('x'.repeat(65_536), false, rows)
    parser.push('\na;b\n', true, rows)
    expect(short(rows)).toEqual(['row_too_long', 'a|b'])
    expect(rows[0]?.problem?.detail.length).toBe(10_000)
  })

  it('reads a stray quote in every line in linear time', () => {
    const lines = 20_000
    const rows = parse('x;"y z\n'.repeat(lines), 2)
    expect(rows).toHaveLength(lines)
    expect(rows.every(({ problem }) => problem?.code === 'unclosed_quote')).toBe(true)
  })
})

const cell = fc
  .oneof(
    fc.string({
      unit: fc.constantFrom('"', ';', ',', '\n', '\r', ' ', "'", '\t', '|', 'a', 'ñ', '=', '🙂'),
      maxLength: 8,
    }),
    fc.string({ unit: 'binary', maxLength: 6 }).map((text) => text.replaceAll('\0', '')),
  )
  // Texts written as formulas are unwrapped.
  .filter((text) => !/^\s*="/.test(text))
const table = (cells: fc.Arbitrary<string>) =>
  fc
    .integer({ min: 2, max: 5 })
    .chain((width) =>
      fc
        .array(fc.array(cells, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 })
        .map((rows) => rows.filter((row) => !isBlank(row))),
    )

describe('properties', () => {
  it('whatever is written is read, wherever the text is cut', () => {
    fc.assert(
      fc.property(
        table(cell),
        fc.constantFrom(';' as const, ',' as const),
        fc.array(fc.nat(), { maxLength: 6 }),
        (rows, delimiter, cuts) => {
          const text = toCsv(rows, { delimiter, guardFormulas: false })
          const read = parse(text, rows[0]?.length ?? 1, { delimiter, quote: '"' }, cuts)
          expect(read.map(({ cells }) => cells)).toEqual(rows)
        },
      ),
      { numRuns: 1_000 },
    )
  })

  it('nonsense is read alike wherever it is cut, and nothing of it is lost', () => {
    const nonsense = fc.string({ unit: fc.constantFrom('"', ';', '\n', '\r', ' ', 'a', '\0'), maxLength: 80 })
    fc.assert(
      fc.property(
        nonsense,
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.nat(), { maxLength: 6 }),
        (text, columns, cuts) => {
          const whole = parse(text, columns)
          expect(parse(text, columns, semicolons, cuts)).toEqual(whole)
          const letters = (one: string) => one.split('a').length
          const kept = whole.map(({ cells, problem }) => cells?.join(';') ?? problem?.detail ?? '').join('\n')
          expect(letters(kept)).toBe(letters(text))
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('a broken row never costs a good one after it', () => {
    const tricky = fc.string({ unit: fc.constantFrom('"', ';', ' ', 'a', 'b', 'ñ'), maxLength: 6 })
    const word = fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'é'), minLength: 1, maxLength: 5 })
    const stray = fc.oneof(
      word.map((text) => `x;"${text}`),
      word.map((text) => `"${text};x`),
    )
    const broken = fc.oneof(
      word.map((text) => `x${text}`),
      word.map((text) => `x;${text};y;z;w;v;u`),
      word.map((text) => `x;\0${text}`),
    )
    fc.assert(
      fc.property(
        table(tricky),
        fc.array(fc.tuple(fc.nat(), broken), { maxLength: 3 }),
        fc.tuple(fc.nat(), stray),
        (rows, others, oneStray) => {
          const lines = rows.map((row) => toCsv([row], { delimiter: ';', guardFormulas: false }))
          for (const [place, line] of [...others, oneStray]) lines.splice(place % (lines.length + 1), 0, `${line}\r\n`)
          const good = parse(lines.join(''), rows[0]?.length ?? 2).flatMap(({ cells }) => (cells ? [cells] : []))
          let from = 0
          const missing = rows.filter((row) => {
            const at = good.findIndex((one, index) => index >= from && one.join('\u0001') === row.join('\u0001'))
            if (at !== -1) from = at + 1
            return at === -1
          })
          expect(missing).toEqual([])
        },
      ),
      { numRuns: 3_000 },
    )
  })
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { readRows } from './read-rows.ts'
import type { Row } from './rows.ts'
import { sniff } from './sniff.ts'

/** Writes bytes or text to a temporary file for the time of `use`. */
export async function withFile<T>(content: Buffer | string, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'reading-'))
  try {
    const path = join(folder, 'file')
    await writeFile(path, content)
    return await use(path)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Sniffs and reads a file whole. */
export function readAll(content: Buffer | string, options: { from?: number; sheet?: string } = {}) {
  return withFile(content, async (path) => {
    const sniffed = await sniff(path, options)
    const rows: Row[] = []
    for await (const batch of readRows(path, sniffed, options)) rows.push(...batch)
    return { sniffed, rows }
  })
}

/** The cells of the rows, '|' between them, or the code of the problem. */
export const short = (rows: Row[]) => rows.map(({ cells, problem }) => cells?.join('|') ?? problem?.code)

/** A ZIP archive of deflated parts, as a workbook is one. `isEncrypted` sets the flag only. */
export function zip(parts: Record<string, string | Buffer>, isEncrypted = false): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(parts)) {
    const raw = Buffer.from(content)
    const packed = deflateRawSync(raw)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(isEncrypted ? 1 : 0, 2)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(crc32(raw), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(raw.length, 18)
    fields.writeUInt16LE(Buffer.byteLength(name), 22)
    bodies.push(Buffer.from('PK\x03\x04', 'latin1'), fields, Buffer.from(name), packed)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, place, Buffer.from(name))
    offset += 30 + Buffer.byteLength(name) + packed.length
  }
  const end = Buffer.alloc(18)
  const count = Object.keys(parts).length
  const directoryBytes = Buffer.concat(directory)
  end.writeUInt16LE(count, 4)
  end.writeUInt16LE(count, 6)
  end.writeUInt32LE(directoryBytes.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...bodies, directoryBytes, Buffer.from('PK\x05\x06', 'latin1'), end])
}

type BookOptions = {
  sheets?: Record<string, string>
  strings?: string
  formats?: string
  styles?: string
  is1904?: boolean
  hidden?: string[]
}

/** A workbook out of the XML inside its `sheetData`, `sst`, `numFmts` and `cellXfs` elements. */
export function workbook({
  sheets = {},
  strings = '',
  formats = '',
  styles = '<xf numFmtId="0"/>',
  is1904 = false,
  hidden = [],
}: BookOptions): Buffer {
  const names = Object.keys(sheets)
  const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const relation = (id: string, kind: string, target: string) =>
    `<Relationship Id="${id}" Type="${type}/${kind}" Target="${target}"/>`
  const list = names.map(
    (name, index) =>
      `<sheet name="${name}" sheetId="${index + 1}" ${hidden.includes(name) ? 'state="hidden"' : ''} r:id="r${index}"/>`,
  )
  return zip({
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': `<Relationships>${relation('r1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `<workbook xmlns:r="${type}"><workbookPr ${is1904 ? 'date1904="1"' : ''}/><sheets>${list.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${names.map((_, index) => relation(`r${index}`, 'worksheet', `worksheets/sheet${index}.xml`)).join('')}${relation('s', 'styles', '/xl/styles.xml')}${relation('t', 'sharedStrings', 'sharedStrings.xml')}</Relationships>`,
    'xl/styles.xml': `<styleSheet><numFmts>${formats}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${styles}</cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `<sst>${strings}</sst>`,
    ...Object.fromEntries(
      names.map((name, index) => [
        `xl/worksheets/sheet${index}.xml`,
        `<worksheet><sheetData>${sheets[name]}</sheetData></worksheet>`,
      ]),
    ),
  })
}

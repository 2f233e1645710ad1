import { type Archive, readXml } from './xlsx-archive.ts'

export type Workbook = {
  /** Visible sheets in tab order, with the archive part of each. */
  sheets: { name: string; part: string }[]
  /** Dates count from 1904-01-01 (old Excel for Mac) instead of 1900. */
  isDate1904: boolean
  sharedStringsPart: string | null
  /** By cell style: what a number in it shows. */
  styles: NumberKind[]
}
export type NumberKind = 'number' | 'date' | 'datetime' | 'time'

/** Built-in formats of ECMA-376 §18.8.30 that show dates or times, East Asian ones included. */
const DATE_FORMATS = new Set([14, 15, 16, 17, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58])
const TIME_FORMATS = new Set([18, 19, 20, 21, 32, 33, 45, 47])
const DATETIME_FORMAT = 22

/** Null when the archive is a ZIP but no workbook. */
export async function readWorkbook(archive: Archive): Promise<Workbook | null> {
  const root = await relationships(archive, '_rels/.rels', '')
  const part = [...root.values()].find(({ type }) => type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml'
  const listed: { name: string; id: string }[] = []
  let isDate1904 = false
  const isThere = await readXml(archive, part, {
    open(name, attributes) {
      if (name === 'workbookPr') isDate1904 = /^(1|true|on)$/.test(attributes.date1904 ?? '')
      const isHidden = attributes.state === 'hidden' || attributes.state === 'veryHidden'
      if (name === 'sheet' && !isHidden) listed.push({ name: attributes.name ?? '', id: relationId(attributes) })
    },
  })
  if (!isThere) return null
  const folder = part.slice(0, part.lastIndexOf('/') + 1)
  const relations = await relationships(archive, `${folder}_rels/${part.slice(folder.length)}.rels`, folder)
  const partOf = (kind: string) => [...relations.values()].find(({ type }) => type.endsWith(`/${kind}`))?.target ?? null
  const sheets = listed.flatMap(({ name, id }) => {
    const relation = relations.get(id)
    return relation?.type.endsWith('/worksheet') ? [{ name, part: relation.target }] : []
  })
  const stylesPart = partOf('styles')
  const styles = stylesPart ? await readStyles(archive, stylesPart) : []
  return { sheets, isDate1904, sharedStringsPart: partOf('sharedStrings'), styles }
}

/** What a custom number format shows, e.g. `[$-C0A]d "de" mmmm` a date, `#,##0.00 "días"` a number. */
export function kindOfFormat(format: string): NumberKind {
  const [positive = ''] = format.split(';')
  // Elapsed hours or minutes are durations: a plain number of days.
  if (/\[(h+|m+|s+)\]/i.test(positive)) return 'number'
  const bare = positive.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '').toLowerCase()
  if (/general|estándar/.test(bare)) return 'number'
  const hasTime = /[hs]/.test(bare)
  const hasDate = /[dy]/.test(bare) || (!hasTime && /m/.test(bare))
  if (hasDate) return hasTime ? 'datetime' : 'date'
  return hasTime ? 'time' : 'number'
}

async function readStyles(archive: Archive, part: string): Promise<NumberKind[]> {
  const custom = new Map<number, string>()
  const styles: NumberKind[] = []
  let isInCellFormats = false
  await readXml(archive, part, {
    open(name, attributes) {
      if (name === 'numFmt') custom.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
      else if (name === 'cellXfs') isInCellFormats = true
      else if (name === 'xf' && isInCellFormats) styles.push(kindOfStyle(Number(attributes.numFmtId ?? 0), custom))
    },
    close(name) {
      if (name === 'cellXfs') isInCellFormats = false
    },
  })
  return styles
}

function kindOfStyle(id: number, custom: Map<number, string>): NumberKind {
  const format = custom.get(id)
  if (format !== undefined) return kindOfFormat(format)
  if (DATE_FORMATS.has(id)) return 'date'
  if (id === DATETIME_FORMAT) return 'datetime'
  return TIME_FORMATS.has(id) ? 'time' : 'number'
}

async function relationships(archive: Archive, name: string, folder: string) {
  const relations = new Map<string, { type: string; target: string }>()
  await readXml(archive, name, {
    open(tag, { Id: id = '', Type: type = '', Target: target = '' }) {
      if (tag === 'Relationship') relations.set(id, { type, target: resolve(folder, target) })
    },
  })
  return relations
}

function resolve(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1)
  const path: string[] = []
  for (const step of `${folder}${target}`.split('/')) {
    if (step === '..') path.pop()
    else if (step !== '.' && step !== '') path.push(step)
  }
  return path.join('/')
}

/** `r:id`, under whatever prefix the writer chose. */
function relationId(attributes: Record<string, string>): string {
  return Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? ''
}

import PDFDocument from 'pdfkit'
import type { Content } from '../text/content.ts'
import { printable } from './printable.ts'

export type Printed = {
  title: string
  subtitle: string
  at: Date
  locale: string
  content: Content
  pageOf: (page: number, pages: number) => string
}

const margin = 64
const indentStep = 20
const sizes: Record<number, number> = { 1: 17, 2: 14, 3: 12 }
const body = 10.5
const ink = '#1c1f24'
const faint = '#5b6470'
const accent = '#0b5f66'

type Pdf = InstanceType<typeof PDFDocument>
type Look = { size: number; indent: number; isBold?: boolean; colour?: string }

/** A document as A4 pages with page numbers, in the standard fonts, which need no embedding and cover Western Europe. */
export function writePdf({ title, subtitle, at, locale, content, pageOf }: Printed): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: 'A4',
    margin,
    bufferPages: true,
    lang: locale,
    displayTitle: true,
    info: { Title: title, CreationDate: at, ModDate: at, Producer: 'Tándem', Creator: 'Tándem' },
  })
  const chunks: Buffer[] = []
  const done = new Promise<Buffer>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => void chunks.push(chunk))
    pdf.on('end', () => resolve(Buffer.concat(chunks)))
    pdf.on('error', reject)
  })
  pdf.font('Helvetica-Bold').fontSize(21).fillColor(ink).text(printable(title))
  pdf.font('Helvetica').fontSize(9).fillColor(faint).text(printable(subtitle)).moveDown(1.2)
  writeBlocks(pdf, content.content ?? [], { size: body, indent: 0 })
  numberPages(pdf, pageOf)
  pdf.end()
  return done
}

function writeBlocks(pdf: Pdf, nodes: readonly Content[], look: Look) {
  for (const node of nodes) writeBlock(pdf, node, look)
}

function writeBlock(pdf: Pdf, node: Content, look: Look) {
  const children = node.content ?? []
  switch (node.type) {
    case 'heading': {
      const size = sizes[Number(node.attrs?.level)] ?? body
      keepTogether(pdf, size * 3)
      pdf.moveDown(0.5)
      writeRuns(pdf, children, { ...look, size, isBold: true })
      return void pdf.moveDown(0.3)
    }
    case 'bulletList':
    case 'orderedList':
    case 'taskList':
      return writeList(pdf, node, look)
    case 'blockquote':
      return writeBlocks(pdf, children, { ...look, indent: look.indent + indentStep, colour: faint })
    case 'codeBlock':
      pdf.font('Courier').fontSize(9).fillColor(ink)
      pdf.text(printable(children.map(({ text = '' }) => text).join('')), margin + look.indent + 8, pdf.y)
      return void pdf.moveDown(0.7)
    case 'horizontalRule':
      keepTogether(pdf, 20)
      pdf.moveDown(0.4)
      pdf
        .moveTo(margin, pdf.y)
        .lineTo(pdf.page.width - margin, pdf.y)
        .lineWidth(0.5)
        .strokeColor(faint)
        .stroke()
      return void pdf.moveDown(0.8)
    case 'paragraph':
      writeRuns(pdf, children, look)
      return void pdf.moveDown(0.55)
    default:
      return writeBlocks(pdf, children, look)
  }
}

function writeList(pdf: Pdf, { type, attrs, content = [] }: Content, look: Look) {
  const first = Number(attrs?.start ?? 1)
  for (const [index, item] of content.entries()) {
    keepTogether(pdf, look.size * 2)
    const sign =
      type === 'orderedList' ? `${first + index}.` : type === 'taskList' ? (item.attrs?.checked ? '[x]' : '[  ]') : '•'
    const top = pdf.y
    pdf
      .font('Helvetica')
      .fontSize(look.size)
      .fillColor(look.colour ?? ink)
    pdf.text(sign, margin + look.indent, top, { lineBreak: false })
    pdf.y = top
    writeBlocks(pdf, item.content ?? [], { ...look, indent: look.indent + indentStep })
  }
}

type Run = { text: string; font: string; link: string | null; isUnderlined: boolean; isStruck: boolean; colour: string }

/** A paragraph of runs that each look their own way. */
function writeRuns(pdf: Pdf, nodes: readonly Content[], { size, indent, isBold = false, colour = ink }: Look) {
  const runs = nodes.map((node) => runOf(node, isBold, colour)).filter(({ text }) => text !== '')
  pdf.fontSize(size)
  if (runs.length === 0) {
    pdf.font('Helvetica').text(' ', margin + indent, pdf.y)
    return
  }
  const left = margin + indent
  for (const [index, run] of runs.entries()) {
    const options = {
      continued: index < runs.length - 1,
      link: run.link,
      underline: run.isUnderlined,
      strike: run.isStruck,
      lineGap: 2,
      ...(index === 0 && { width: pdf.page.width - margin - left }),
    }
    pdf.font(run.font).fillColor(run.colour)
    if (index === 0) pdf.text(run.text, left, pdf.y, options)
    else pdf.text(run.text, options)
  }
}

function runOf(node: Content, isBold: boolean, colour: string): Run {
  const marks = new Map((node.marks ?? []).map((mark) => [mark.type, mark]))
  const text =
    node.type === 'hardBreak' ? '\n' : node.type === 'mention' ? `@${node.attrs?.label ?? ''}` : (node.text ?? '')
  const href = marks.get('link')?.attrs?.href
  const bold = isBold || marks.has('bold') || node.type === 'mention'
  const italic = marks.has('italic')
  return {
    text: printable(text),
    font: marks.has('code')
      ? 'Courier'
      : `Helvetica${bold || italic ? '-' : ''}${bold ? 'Bold' : ''}${italic ? 'Oblique' : ''}`,
    link: typeof href === 'string' ? href : null,
    isUnderlined: marks.has('underline') || marks.has('link'),
    isStruck: marks.has('strike'),
    colour: marks.has('link') ? accent : colour,
  }
}

/** Begins a new page rather than leave less than so many points of what follows on this one. */
function keepTogether(pdf: Pdf, points: number) {
  if (pdf.y + points > pdf.page.height - margin) pdf.addPage()
}

function numberPages(pdf: Pdf, pageOf: Printed['pageOf']) {
  const { start, count } = pdf.bufferedPageRange()
  for (let page = start; page < start + count; page++) {
    pdf.switchToPage(page)
    // Below the margin, where text would otherwise begin a page of its own.
    pdf.page.margins.bottom = 0
    pdf.font('Helvetica').fontSize(8).fillColor(faint)
    pdf.text(printable(pageOf(page - start + 1, count)), margin, pdf.page.height - 40, {
      width: pdf.page.width - 2 * margin,
      align: 'right',
      lineBreak: false,
    })
  }
}
